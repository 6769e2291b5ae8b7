package io.github.kafkaaudit.spring;

import io.github.kafkaaudit.event.ServiceIdentity;
import io.github.kafkaaudit.json.JsonAuditEventEncoder;
import io.github.kafkaaudit.kafka.KafkaAudit;
import io.github.kafkaaudit.trail.AuditTrail;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;

/** The audit without Boot, with its events as text. */
final class RecordedTrail implements AutoCloseable {

    private final List<String> events = new CopyOnWriteArrayList<>();
    private final AuditTrail trail;
    private final SpringKafkaAudit spring;

    RecordedTrail() {
        ServiceIdentity identity = ServiceIdentity.of("test");
        trail = AuditTrail.builder(new JsonAuditEventEncoder(identity, null), written -> {
                    written.forEach(event -> events.add(new String(event.json(), StandardCharsets.UTF_8)));
                    return CompletableFuture.completedFuture(null);
                })
                .build();
        trail.start(Map.of());
        KafkaAudit audit = KafkaAudit.builder(trail).build();
        spring = new SpringKafkaAudit(() -> audit, new SpringKafkaAudit.Options(true, true, true, false));
    }

    SpringKafkaAudit spring() {
        return spring;
    }

    /** The events of an action so far. */
    List<String> events(String action) {
        trail.flush(Duration.ofSeconds(10));
        return events.stream()
                .filter(event -> event.contains("\"action\":\"" + action + "\""))
                .toList();
    }

    @Override
    public void close() {
        trail.close();
    }
}
