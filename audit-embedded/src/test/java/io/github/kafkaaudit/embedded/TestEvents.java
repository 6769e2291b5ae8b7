package io.github.kafkaaudit.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/** Writes events to the audit topic, as the library would. */
final class TestEvents implements AutoCloseable {

    private final KafkaProducer<byte[], byte[]> producer;
    private final String topic;
    private final String trail = UUID.randomUUID().toString();
    private long sequence;

    TestEvents(String bootstrapServers, String topic) {
        this.topic = topic;
        Map<String, Object> properties = new HashMap<>();
        properties.put("bootstrap.servers", bootstrapServers);
        producer = new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer());
    }

    String trail() {
        return trail;
    }

    Map<String, String> ofThisTrail() {
        return Map.of("service.ephemeral_id", trail);
    }

    void send(int count) {
        List<byte[]> values = new ArrayList<>();
        for (var i = 0; i < count; i++) {
            values.add(event(Instant.now().toString()).getBytes(StandardCharsets.UTF_8));
        }
        deliver(values);
    }

    void send(@Nullable String value) {
        send(value == null ? null : value.getBytes(StandardCharsets.UTF_8));
    }

    void send(byte @Nullable [] value) {
        deliver(Collections.singletonList(value));
    }

    private void deliver(List<byte @Nullable []> values) {
        var sent = values.stream()
                .map(value -> producer.send(new ProducerRecord<>(topic, value)))
                .toList();
        producer.flush();
        assertThat(sent).allSatisfy(result -> assertThat(result).succeedsWithin(Duration.ofSeconds(30)));
    }

    String event(String timestamp) {
        sequence++;
        return """
                {"@timestamp":"%s","event":{"id":"%s","sequence":%d,"action":"message-produced"},
                 "service":{"name":"ats","ephemeral_id":"%s"},
                 "kafka_audit":{"payload":{"json":{"applicantId":"a-%d","score":1.10}}}}""".formatted(timestamp, UUID.randomUUID(), sequence, trail, sequence);
    }

    @Override
    public void close() {
        producer.close();
    }
}
