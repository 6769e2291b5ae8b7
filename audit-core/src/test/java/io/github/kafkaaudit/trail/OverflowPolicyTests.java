package io.github.kafkaaudit.trail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.kafkaaudit.EncodedAuditEvent;
import io.github.kafkaaudit.event.AuditAction;
import io.github.kafkaaudit.event.Outcome;
import io.github.kafkaaudit.policy.AuditPolicies;
import io.github.kafkaaudit.policy.OverflowPolicy;
import io.github.kafkaaudit.policy.TopicPattern;
import io.github.kafkaaudit.policy.TopicPolicy;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class OverflowPolicyTests {

    private final RecordingAuditSink sink = new RecordingAuditSink();
    private final InMemoryAuditSpool spool = new InMemoryAuditSpool();
    private AuditTrail trail = Trails.to(sink)
            .policies(policies())
            .spool(spool)
            .settings(Trails.SMALL)
            .build();

    @AfterEach
    void close() {
        sink.recover();
        trail.close();
    }

    @Test
    void dropsOnlyTheTopicsWhosePolicySaysSoAndNoneOfTheirFailures() {
        sink.refuse(new IllegalStateException("away"));
        trail.start(Map.of());
        await().until(() -> !trail.statistics().sinkHealthy());
        // Now and then one is the probe whether the sink is back, and is then kept.
        await().pollInterval(Duration.ofMillis(20)).until(() -> {
            trail.recorder().record(Trails.produced("drop"));
            return trail.statistics().lostTotal() > 3;
        });
        trail.recorder().record(Trails.produced("drop").outcome(Outcome.FAILURE));
        trail.recorder().record(Trails.produced("spool"));
        trail.flush(Duration.ofSeconds(20));

        assertThat(trail.statistics().lost()).containsOnlyKeys(LossReason.POLICY);
        assertThat(spool.waiting())
                .extracting(event -> new Document(event).text("messaging.destination.name"))
                .contains("spool");
        assertThat(spool.waiting()).filteredOn(EncodedAuditEvent::failure).isNotEmpty();
        sink.recover();
        await().until(() -> spool.size() == 0);
        trail.close();
        assertThat(sink.documents(AuditAction.AUDIT_GAP))
                .isNotEmpty()
                .allSatisfy(gap -> assertThat(gap.text("event.reason")).isEqualTo("dropped by policy"));
    }

    @Test
    void blocksTheApplicationOnlyForTopicsThatAskForItAndNoLongerThanTheySay() {
        fill();
        sink.stopAnswering();

        assertThat(waited("drop")).isLessThan(Duration.ofMillis(50));
        assertThat(waited("spool")).isLessThan(Duration.ofMillis(50));
        // Before the start nobody would ever make room.
        assertThat(waited("block")).isLessThan(Duration.ofMillis(50));
    }

    @Test
    void blocksUntilThereIsRoomOrTheTimeIsOver() {
        trail = Trails.to(sink).policies(policies()).settings(Trails.SMALL).build();
        sink.hang();
        trail.start(Map.of());
        fillUnderWayAndQueue();

        assertThat(waited("block")).isBetween(Duration.ofMillis(200), Duration.ofSeconds(2));
        assertThat(waited("spool")).isLessThan(Duration.ofMillis(50));
    }

    @Test
    void doesNotHoldAnInterruptedThread() {
        trail = Trails.to(sink).policies(policies()).settings(Trails.SMALL).build();
        sink.hang();
        trail.start(Map.of());
        fillUnderWayAndQueue();

        Thread.currentThread().interrupt();
        assertThat(waited("block")).isLessThan(Duration.ofMillis(100));
        assertThat(Thread.interrupted()).isTrue();
    }

    /** The sink takes a megabyte without an answer; what follows has to wait. */
    private void fillUnderWayAndQueue() {
        await().pollInterval(Duration.ofMillis(1)).until(() -> {
            trail.recorder().record(Trails.produced(new byte[16 * 1024]));
            return trail.statistics().queueSize() > 10;
        });
    }

    private void fill() {
        for (int i = 0; i < 20; i++) {
            trail.recorder().record(Trails.produced());
        }
    }

    private Duration waited(String topic) {
        long start = System.nanoTime();
        trail.recorder().awaitRoom(trail.recorder().policy(topic));
        return Duration.ofNanos(System.nanoTime() - start);
    }

    private static AuditPolicies policies() {
        return new AuditPolicies(
                policy(OverflowPolicy.SPOOL),
                List.of(rule("drop", OverflowPolicy.DROP), rule("block", OverflowPolicy.BLOCK)),
                List.of(new TopicPattern("*")),
                List.of());
    }

    private static AuditPolicies.Rule rule(String topic, OverflowPolicy policy) {
        return new AuditPolicies.Rule(List.of(new TopicPattern(topic)), policy(policy));
    }

    private static TopicPolicy policy(OverflowPolicy onOverflow) {
        return Trails.policy(onOverflow, Duration.ofMillis(250));
    }
}
