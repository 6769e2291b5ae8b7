package io.github.kafkaaudit.benchmarks;

import io.github.kafkaaudit.AuditSink;
import io.github.kafkaaudit.event.ServiceIdentity;
import io.github.kafkaaudit.json.JsonAuditEventEncoder;
import io.github.kafkaaudit.kafka.KafkaAudit;
import io.github.kafkaaudit.policy.AuditPolicies;
import io.github.kafkaaudit.policy.TopicPattern;
import io.github.kafkaaudit.trail.AuditTrail;
import io.github.kafkaaudit.trail.TrailSettings;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Trails that go nowhere. */
final class Trails {

    private static final ServiceIdentity SERVICE = ServiceIdentity.of("benchmark");

    // One for all: a service asks for the policy of a topic for the first time once, not once per measured invocation.
    private static final AuditPolicies POLICIES =
            new AuditPolicies(Samples.MASKED, List.of(), List.of(new TopicPattern("*")), List.of());

    private Trails() {}

    /** A trail with full capture and masking; nothing leaves its queue before it is started. */
    static AuditTrail create(int capacity) {
        AuditSink nowhere = events -> CompletableFuture.completedFuture(null);
        return AuditTrail.builder(new JsonAuditEventEncoder(SERVICE, null), nowhere)
                .policies(POLICIES)
                .settings(new TrailSettings(capacity, 1L << 30, 64L << 20, Duration.ofSeconds(10)))
                .build();
    }

    static KafkaAudit audit(AuditTrail trail) {
        return KafkaAudit.builder(trail).build();
    }
}
