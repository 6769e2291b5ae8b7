package io.github.kafkaaudit.sample.jobda;

import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.kafka.config.TopicBuilder;
import org.springframework.kafka.core.KafkaAdmin.NewTopics;
import org.springframework.kafka.core.KafkaOperations;
import org.springframework.kafka.core.KafkaTemplate;
import org.springframework.kafka.core.ProducerFactory;
import org.springframework.kafka.listener.DeadLetterPublishingRecoverer;
import org.springframework.kafka.listener.DefaultErrorHandler;
import org.springframework.util.backoff.FixedBackOff;

/** The notification service. */
@SpringBootApplication(proxyBeanMethods = false)
public class JobdaApplication {

    static final String RESULTS = "recruit.result";

    private static final long RETRY_INTERVAL = 200;
    private static final long RETRIES = 3;

    @Bean
    NewTopics topics() {
        return new NewTopics(topic(RESULTS), topic(RESULTS + "-dlt"));
    }

    @Bean
    KafkaTemplate<Object, Object> jsonTemplate(ProducerFactory<Object, Object> producerFactory) {
        return new KafkaTemplate<>(producerFactory);
    }

    /** What could not be deserialized goes to the dead-letter topic as the bytes that it is. */
    @Bean
    KafkaTemplate<Object, Object> bytesTemplate(ProducerFactory<Object, Object> producerFactory) {
        return new KafkaTemplate<>(
                producerFactory, Map.of(ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class));
    }

    @Bean
    DefaultErrorHandler errorHandler(
            KafkaTemplate<Object, Object> jsonTemplate, KafkaTemplate<Object, Object> bytesTemplate) {
        Map<Class<?>, KafkaOperations<?, ?>> templates = new LinkedHashMap<>();
        templates.put(byte[].class, bytesTemplate);
        templates.put(Object.class, jsonTemplate);
        return new DefaultErrorHandler(
                new DeadLetterPublishingRecoverer(templates), new FixedBackOff(RETRY_INTERVAL, RETRIES));
    }

    private static NewTopic topic(String name) {
        return TopicBuilder.name(name).partitions(1).replicas(1).build();
    }
}
