package io.github.kafkaaudit.trail;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.kafkaaudit.EncodedAuditEvent;
import io.github.kafkaaudit.SpoolLoss;
import io.github.kafkaaudit.event.AuditAction;
import io.github.kafkaaudit.event.Gap;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The spool: used when the sink fails or the queue is pressed, replayed when the sink has recovered. */
class AuditTrailOverflowTests {

    private static final Duration LONG = Duration.ofSeconds(20);

    private final RecordingAuditSink sink = new RecordingAuditSink();
    private InMemoryAuditSpool spool = new InMemoryAuditSpool();
    private AuditTrail trail = Trails.to(sink).spool(spool).build();

    @AfterEach
    void close() {
        sink.recover();
        sink.answerAll();
        trail.close();
    }

    @Test
    void doesNotTouchTheDiskWhileTheSinkIsWell() {
        trail.start(Map.of());
        record(100);
        trail.flush(LONG);

        assertThat(trail.statistics().spooled()).isZero();
    }

    @Test
    void spoolsWhileTheSinkIsAwayAndReplaysWhenItIsBack() {
        sink.refuse(new IllegalStateException("away"));
        trail.start(Map.of());
        record(1_000);

        // Safe on disk is safe.
        assertThat(trail.flush(LONG)).isTrue();
        assertThat(spool.waiting())
                .extracting(EncodedAuditEvent::sequence)
                .containsExactlyElementsOf(
                        LongStream.rangeClosed(1, 1_001).boxed().toList());
        assertThat(trail.statistics().spoolSize()).isEqualTo(1_001);
        sink.recover();

        await().atMost(LONG).until(() -> spool.size() == 0);
        trail.close();
        assertThat(sink.written())
                .extracting(EncodedAuditEvent::sequence)
                .doesNotHaveDuplicates()
                .hasSize(1_002);
        assertThat(sink.documents(AuditAction.MESSAGE_PRODUCED))
                .allSatisfy(document -> assertThat(document.text("kafka_audit.pipeline.spooled"))
                        .isEqualTo("true"));
        assertThat(trail.statistics().lostTotal()).isZero();
    }

    @Test
    void spoolsWhenTheQueueIsPressedThoughTheSinkIsWell() {
        trail = Trails.to(sink).spool(spool).settings(Trails.SMALL).build();
        sink.stopAnswering();
        trail.start(Map.of());
        // The window takes some of them, the queue's memory two: the rest has no place but the disk.
        byte[] large = new byte[400 * 1024];
        for (int i = 0; i < 300; i++) {
            await().pollInterval(Duration.ofMillis(1))
                    .until(() -> trail.statistics().queueMemory() < 500 * 1024);
            assertThat(trail.recorder().record(Trails.produced(large))).isTrue();
        }

        assertThat(trail.statistics().spooled()).isPositive();
        assertThat(trail.statistics().lostTotal()).isZero();
        assertThat(trail.statistics().sinkHealthy()).isTrue();
    }

    @Test
    void replaysWhatAnEarlierLifeLeft() {
        spool.holds(new EncodedAuditEvent("earlier", 17, 1, false, "{}".getBytes(UTF_8)));
        trail.start(Map.of());

        await().until(() -> spool.size() == 0);
        assertThat(sink.written()).extracting(EncodedAuditEvent::id).contains("earlier");
    }

    @Test
    void looksNowAndThenForWhatOtherProcessesLeft() {
        trail.start(Map.of());
        await().until(() -> spool.reads() >= 1);
        int before = spool.reads();

        await().atMost(Duration.ofSeconds(5)).until(() -> spool.reads() > before);
        assertThat(spool.reads()).isLessThan(before + 5);
    }

    @Test
    void keepsAReplayedBatchThatTheSinkRefused() {
        spool.holds(new EncodedAuditEvent("earlier", 17, 1, false, "{}".getBytes(UTF_8)));
        sink.refuse(new IllegalStateException("away"));
        trail.start(Map.of());
        await().until(() -> sink.attempts() > 1);

        assertThat(spool.waiting()).extracting(EncodedAuditEvent::id).contains("earlier");
        sink.recover();
        await().until(() -> spool.size() == 0);
        assertThat(sink.written()).extracting(EncodedAuditEvent::id).containsOnlyOnce("earlier");
    }

    @Test
    void givesUpTheOldestAndNoFailureWhenTheSpoolIsFull() {
        spool = new InMemoryAuditSpool(20, 10);
        trail = Trails.to(sink)
                .spool(spool)
                .settings(new TrailSettings(64, 8 << 20, 1 << 20, Duration.ofSeconds(5)))
                .build();
        sink.refuse(new IllegalStateException("away"));
        trail.start(Map.of());
        for (int i = 0; i < 200; i++) {
            await().pollInterval(Duration.ofMillis(1))
                    .until(() -> trail.statistics().queueSize() < 50);
            trail.recorder().record(i % 50 == 49 ? Trails.failed() : Trails.produced());
        }
        await().until(() -> trail.statistics().lost().getOrDefault(LossReason.SPOOL_FULL, 0L) > 0);

        assertThat(trail.statistics().lost()).containsOnlyKeys(LossReason.SPOOL_FULL);
        sink.recover();
        trail.flush(LONG);
        await().until(() -> spool.size() == 0);
        trail.close();
        assertThat(sink.documents(AuditAction.MESSAGE_PRODUCE_FAILED)).hasSize(4);
        assertThat(disclosed()).isEqualTo(trail.statistics().lostTotal());
        assertThat(sink.documents(AuditAction.AUDIT_GAP))
                .allSatisfy(gap -> assertThat(gap.text("event.reason")).isEqualTo("spool full"));
        assertNoHole();
    }

    @Test
    void keepsEventsInMemoryWhileTheSpoolFailsAndLosesNoneOfThem() {
        spool.fail(new IOException("disk broken"));
        sink.refuse(new IllegalStateException("away"));
        trail.start(Map.of());
        record(1_000);
        await().until(() -> trail.statistics().failures() >= 2);
        spool.fail(null);

        assertThat(trail.flush(LONG)).isTrue();
        await().until(() -> spool.size() == 1_001);
        sink.recover();
        await().until(() -> spool.size() == 0);
        trail.close();
        assertNoHole();
        assertThat(trail.statistics().lostTotal()).isZero();
    }

    @Test
    void leavesWhatIsLeftAtTheEndToTheSpool() {
        trail = Trails.to(sink)
                .spool(spool)
                .settings(new TrailSettings(64, 1 << 20, 1 << 20, Duration.ofMillis(200)))
                .build();
        sink.stopAnswering();
        trail.start(Map.of());
        record(3);
        trail.close();

        assertThat(spool.waiting())
                .extracting(EncodedAuditEvent::sequence)
                .containsExactlyInAnyOrder(1L, 2L, 3L, 4L, 5L);
        assertThat(trail.statistics().lostTotal()).isZero();
        assertThat(spool.isClosed()).isTrue();
    }

    @Test
    void endsAtOnceWhenTheSpoolHasEverything() {
        sink.refuse(new IllegalStateException("away"));
        trail.start(Map.of());
        record(10);
        await().until(() -> !trail.statistics().sinkHealthy());

        long start = System.nanoTime();
        trail.close();

        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(2));
        assertThat(new Document(spool.waiting().get(11)).text("event.action")).isEqualTo("audit-stopped");
    }

    @Test
    void asksASickSinkOnceMoreBeforeItEnds() {
        sink.refuse(new IllegalStateException("away"));
        trail.start(Map.of());
        record(10);
        await().until(() -> spool.size() == 11);
        sink.recover();
        trail.close();

        assertThat(sink.written())
                .extracting(EncodedAuditEvent::sequence)
                .containsExactlyInAnyOrderElementsOf(
                        LongStream.rangeClosed(1, 12).boxed().toList());
        assertThat(spool.waiting()).isEmpty();
    }

    @Test
    void disclosesWhatTheSpoolHasLostOfThisLife() {
        trail.start(Map.of());
        spool.lose(new SpoolLoss(Trails.ATS.ephemeralId(), new Gap(3, 10, 14, 1_000), "spool file damaged"));

        await().until(() -> !sink.documents(AuditAction.AUDIT_GAP).isEmpty());
        Document gap = sink.documents(AuditAction.AUDIT_GAP).get(0);
        assertThat(gap.text("event.reason")).isEqualTo("spool damaged");
        assertThat(gap.number("kafka_audit.gap.count")).isEqualTo(3);
        assertThat(gap.number("kafka_audit.gap.from")).isEqualTo(10);
        assertThat(gap.number("kafka_audit.gap.to")).isEqualTo(14);
        assertThat(gap.has("kafka_audit.gap.ephemeral_id")).isFalse();
        assertThat(trail.statistics().lost()).containsExactly(Map.entry(LossReason.SPOOL_DAMAGED, 3L));
    }

    @Test
    void namesTheLifeWhoseEventsTheSpoolHasLost() {
        trail.start(Map.of());
        spool.lose(new SpoolLoss("earlier-life", new Gap(3, 10, 14, 1_000), "spool file damaged"));
        spool.lose(new SpoolLoss("other-life", new Gap(1, 2, 2, 1_000), "spool file damaged"));

        await().until(() -> sink.documents(AuditAction.AUDIT_GAP).size() == 2);
        assertThat(sink.documents(AuditAction.AUDIT_GAP))
                .extracting(gap -> gap.text("kafka_audit.gap.ephemeral_id"))
                .containsExactly("earlier-life", "other-life");
        trail.recorder().record(Trails.produced());
        trail.flush(LONG);
        // It is not this life that has a hole.
        assertThat(sink.documents(AuditAction.MESSAGE_PRODUCED).get(0).has("kafka_audit.pipeline.dropped_before"))
                .isFalse();
    }

    private void record(int events) {
        for (int i = 0; i < events; i++) {
            trail.recorder().record(Trails.produced());
        }
    }

    private long disclosed() {
        return sink.documents(AuditAction.AUDIT_GAP).stream()
                .mapToLong(gap -> gap.number("kafka_audit.gap.count"))
                .sum();
    }

    private void assertNoHole() {
        List<Long> sequences = sink.written().stream()
                .map(EncodedAuditEvent::sequence)
                .distinct()
                .toList();
        long last = sink.documents(AuditAction.AUDIT_STOPPED).get(0).number("kafka_audit.last_sequence");
        assertThat(sequences.size() + disclosed()).isEqualTo(last);
    }
}
