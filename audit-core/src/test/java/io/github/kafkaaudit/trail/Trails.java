package io.github.kafkaaudit.trail;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.kafkaaudit.AuditSink;
import io.github.kafkaaudit.event.AuditAction;
import io.github.kafkaaudit.event.AuditEvent;
import io.github.kafkaaudit.event.HeaderSnapshot;
import io.github.kafkaaudit.event.RecordSnapshot;
import io.github.kafkaaudit.event.ServiceIdentity;
import io.github.kafkaaudit.event.WireBytes;
import io.github.kafkaaudit.json.JsonAuditEventEncoder;
import io.github.kafkaaudit.policy.AuditPolicies;
import io.github.kafkaaudit.policy.OverflowPolicy;
import io.github.kafkaaudit.policy.TopicPattern;
import io.github.kafkaaudit.policy.TopicPolicy;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/** Trails and events for tests. */
public final class Trails {

    public static final ServiceIdentity ATS = new ServiceIdentity(
            "ats", "1.0", "test", "node-1", "7c1e2a52-0000-4000-8000-000000000001", "host-1", 4711, "cluster-1");

    /** The smallest limits: 16 events, 1 MiB. */
    public static final TrailSettings SMALL = new TrailSettings(16, 1 << 20, 1 << 20, Duration.ofSeconds(5));

    private Trails() {}

    public static AuditTrailBuilder to(AuditSink sink) {
        return AuditTrail.builder(new JsonAuditEventEncoder(ATS, null), sink);
    }

    public static AuditEvent.Builder produced() {
        return produced("{\"applicantId\":\"a-17\"}".getBytes(UTF_8));
    }

    public static AuditEvent.Builder produced(byte[] value) {
        return AuditEvent.of(AuditAction.MESSAGE_PRODUCED).record(record("recruit.result", value));
    }

    public static AuditEvent.Builder produced(String topic) {
        return AuditEvent.of(AuditAction.MESSAGE_PRODUCED).record(record(topic, new byte[0]));
    }

    public static AuditEvent.Builder failed() {
        return AuditEvent.of(AuditAction.MESSAGE_PRODUCE_FAILED)
                .record(record("recruit.result", "{}".getBytes(UTF_8)))
                .error(new IllegalStateException("refused"));
    }

    /** The default policy for every topic but for what happens when events come too fast. */
    public static TopicPolicy policy(OverflowPolicy onOverflow, Duration blockTimeout) {
        TopicPolicy defaults = TopicPolicy.DEFAULT;
        return new TopicPolicy(
                true,
                true,
                true,
                true,
                defaults.capture(),
                defaults.captureOnFailure(),
                defaults.maxSize(),
                defaults.digestLimit(),
                defaults.masking(),
                defaults.businessKey(),
                onOverflow,
                blockTimeout,
                Set.of());
    }

    /** The policies of a trail that drops successes when events come too fast. */
    public static AuditPolicies dropping() {
        return new AuditPolicies(
                policy(OverflowPolicy.DROP, Duration.ZERO), List.of(), List.of(new TopicPattern("*")), List.of());
    }

    private static RecordSnapshot record(String topic, byte[] value) {
        return new RecordSnapshot(
                topic, 0, 1, -1, null, WireBytes.NONE, WireBytes.whole(value), HeaderSnapshot.EMPTY, null);
    }
}
