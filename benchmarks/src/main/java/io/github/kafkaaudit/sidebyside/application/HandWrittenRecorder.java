package io.github.kafkaaudit.sidebyside.application;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.boot.kafka.autoconfigure.KafkaProperties;
import org.springframework.core.env.Environment;
import org.springframework.kafka.core.DefaultKafkaProducerFactory;
import org.springframework.kafka.core.KafkaTemplate;
import org.springframework.kafka.listener.RecordInterceptor;
import org.springframework.kafka.support.ProducerListener;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.json.JsonMapper;

/**
 * What a team writes when it is told to keep a record of every message: a producer listener, an interceptor, Jackson,
 * and a template of its own. Each event has the payload as text and who, where and when; nothing else that the library
 * records.
 */
@SuppressWarnings("FutureReturnValueIgnored") // as such code does
final class HandWrittenRecorder
        implements ProducerListener<Object, Object>, RecordInterceptor<Object, Object>, DisposableBean {

    private final ObjectMapper mapper = JsonMapper.builder().build();
    private final String service;
    private final String topic;
    private final DefaultKafkaProducerFactory<String, String> producers;
    private final KafkaTemplate<String, String> template;

    HandWrittenRecorder(KafkaProperties kafka, Environment environment) {
        this.service = environment.getRequiredProperty("spring.application.name");
        this.topic = environment.getRequiredProperty("audit-topic");
        Map<String, Object> properties = kafka.buildProducerProperties();
        properties.put(ProducerConfig.CLIENT_ID_CONFIG, "audit");
        this.producers = new DefaultKafkaProducerFactory<>(properties, new StringSerializer(), new StringSerializer());
        this.template = new KafkaTemplate<>(producers);
    }

    @Override
    public void onSuccess(ProducerRecord<Object, Object> record, RecordMetadata metadata) {
        write(
                "produced",
                record.topic(),
                metadata.partition(),
                metadata.offset(),
                record.key(),
                record.value(),
                record.headers(),
                null);
    }

    @Override
    public void onError(
            ProducerRecord<Object, Object> record, @Nullable RecordMetadata metadata, @Nullable Exception exception) {
        write("produce-failed", record.topic(), -1, -1, record.key(), record.value(), record.headers(), exception);
    }

    @Override
    public ConsumerRecord<Object, Object> intercept(
            ConsumerRecord<Object, Object> record, Consumer<Object, Object> consumer) {
        return record;
    }

    @Override
    public void success(ConsumerRecord<Object, Object> record, Consumer<Object, Object> consumer) {
        consumed("consumed", record, null);
    }

    @Override
    public void failure(ConsumerRecord<Object, Object> record, Exception exception, Consumer<Object, Object> consumer) {
        consumed("consume-failed", record, exception);
    }

    @Override
    public void destroy() {
        template.flush();
        producers.destroy();
    }

    private void consumed(String action, ConsumerRecord<Object, Object> record, @Nullable Exception exception) {
        write(
                action,
                record.topic(),
                record.partition(),
                record.offset(),
                record.key(),
                record.value(),
                record.headers(),
                exception);
    }

    private void write(
            String action,
            String messageTopic,
            int partition,
            long offset,
            @Nullable Object key,
            @Nullable Object payload,
            Headers headers,
            @Nullable Exception exception) {
        Map<String, @Nullable String> texts = new HashMap<>();
        for (Header header : headers) {
            texts.put(header.key(), header.value() == null ? null : new String(header.value(), StandardCharsets.UTF_8));
        }
        Event event = new Event(
                action,
                UUID.randomUUID().toString(),
                Instant.now().toString(),
                service,
                Thread.currentThread().getName(),
                messageTopic,
                partition,
                offset,
                (String) key,
                texts,
                (String) payload,
                exception == null ? null : exception.toString());
        template.send(new ProducerRecord<>(topic, event.key(), mapper.writeValueAsString(event)));
    }

    record Event(
            String action,
            String id,
            String timestamp,
            String service,
            String thread,
            String topic,
            int partition,
            long offset,
            @Nullable String key,
            Map<String, @Nullable String> headers,
            @Nullable String payload,
            @Nullable String error) {}
}
