package io.github.kafkaaudit.compatibility;

import java.util.Map;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.kafka.annotation.EnableKafka;
import org.springframework.kafka.config.ConcurrentKafkaListenerContainerFactory;
import org.springframework.kafka.core.ConsumerFactory;
import org.springframework.kafka.core.DefaultKafkaConsumerFactory;
import org.springframework.kafka.core.DefaultKafkaProducerFactory;
import org.springframework.kafka.core.KafkaTemplate;
import org.springframework.kafka.core.ProducerFactory;

/** What a service writes that configures spring-kafka by hand. */
@Configuration(proxyBeanMethods = false)
@EnableKafka
class HandMadeKafka {

    @Bean
    static ProducerFactory<String, String> ourProducers() {
        return new DefaultKafkaProducerFactory<>(
                Map.of("bootstrap.servers", "localhost:9"), new StringSerializer(), new StringSerializer());
    }

    @Bean
    static ConsumerFactory<String, String> ourConsumers() {
        return new DefaultKafkaConsumerFactory<>(
                Map.of("bootstrap.servers", "localhost:9"), new StringDeserializer(), new StringDeserializer());
    }

    @Bean
    static KafkaTemplate<String, String> ourTemplate(ProducerFactory<String, String> producers) {
        return new KafkaTemplate<>(producers);
    }

    @Bean
    static ConcurrentKafkaListenerContainerFactory<String, String> kafkaListenerContainerFactory(
            ConsumerFactory<String, String> consumers) {
        ConcurrentKafkaListenerContainerFactory<String, String> factory =
                new ConcurrentKafkaListenerContainerFactory<>();
        factory.setConsumerFactory(consumers);
        return factory;
    }
}
