package io.github.kafkaaudit.trail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import io.github.kafkaaudit.event.AuditAction;
import io.github.kafkaaudit.event.AuditEvent;
import io.github.kafkaaudit.event.Outcome;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is lost is counted and disclosed exactly. */
class AuditTrailLossTests {

    private static final Duration LONG = Duration.ofSeconds(20);

    private final RecordingAuditSink sink = new RecordingAuditSink();
    private final SteppableClock clock = new SteppableClock("2026-11-22T10:00:00Z");
    private AuditTrail trail =
            Trails.to(sink).clock(clock).settings(Trails.SMALL).build();

    @AfterEach
    void close() {
        sink.recover();
        sink.answerAll();
        trail.close();
    }

    @Test
    void disclosesExactlyWhatFoundNoRoomInTheQueue() {
        // Nobody takes anything out before the start: 16 places, one of them kept for failures.
        record(15);
        clock.step(Duration.ofSeconds(7));
        record(5);

        assertThat(trail.statistics().lost()).containsExactly(Map.entry(LossReason.QUEUE_FULL, 5L));
        trail.start(Map.of());
        trail.close();

        Document gap = sink.documents(AuditAction.AUDIT_GAP).get(0);
        assertThat(gap.text("event.reason")).isEqualTo("queue full");
        assertThat(gap.text("event.outcome")).isEqualTo("failure");
        // The queue had room for fifteen.
        assertThat(gap.number("kafka_audit.gap.count")).isEqualTo(5);
        assertThat(gap.number("kafka_audit.gap.from")).isEqualTo(16);
        assertThat(gap.number("kafka_audit.gap.to")).isEqualTo(20);
        assertThat(gap.text("kafka_audit.gap.since")).startsWith("2026-11-22T10:00:07");
        assertThat(gap.has("kafka_audit.gap.ephemeral_id")).isFalse();
        assertEverySequenceIsWrittenOrDisclosed();
    }

    @Test
    void countsInEveryEventHowManyWereLostBefore() {
        record(20);
        trail.start(Map.of());
        trail.flush(LONG);
        trail.recorder().record(Trails.produced());
        trail.close();

        Document last = sink.documents(AuditAction.MESSAGE_PRODUCED).get(15);
        assertThat(last.number("kafka_audit.pipeline.dropped_before")).isEqualTo(5);
    }

    @Test
    void keepsRoomInTheQueueForFailuresAndTheTrailsOwnEvents() {
        trail = Trails.to(sink)
                .settings(new TrailSettings(32, 1 << 20, 1 << 20, Duration.ofSeconds(5)))
                .build();
        record(40);

        assertThat(trail.recorder().record(Trails.failed())).isTrue();
        assertThat(trail.recorder().record(Trails.failed())).isTrue();
        trail.start(Map.of());
        trail.close();

        assertThat(sink.documents(AuditAction.MESSAGE_PRODUCE_FAILED)).hasSize(2);
        assertThat(sink.documents(AuditAction.AUDIT_STARTED)).hasSize(1);
        assertThat(trail.statistics().lost()).containsExactly(Map.entry(LossReason.QUEUE_FULL, 11L));
    }

    @Test
    void boundsTheCapturedMemoryAndKeepsATenthOfItForFailures() {
        byte[] payload = new byte[200 * 1024];

        List<Boolean> taken = IntStream.range(0, 10)
                .mapToObj(i -> trail.recorder().record(Trails.produced(payload)))
                .toList();

        assertThat(taken).startsWith(true, true, true, true).endsWith(false, false, false, false, false, false);
        assertThat(trail.recorder().record(Trails.failed())).isTrue();
        assertThat(trail.statistics().queueMemory()).isBetween(800L * 1024, 1L << 20);
    }

    @Test
    void takesNoFailureBeyondTheMemoryLimitEither() {
        byte[] payload = new byte[600 * 1024];
        AuditEvent.Builder failure = Trails.produced(payload).outcome(Outcome.FAILURE);

        assertThat(trail.recorder().record(failure)).isTrue();
        assertThat(trail.recorder().record(failure)).isFalse();
    }

    @Test
    void givesTheMemoryBackWhenEventsAreTaken() {
        trail.recorder().record(Trails.produced(new byte[200 * 1024]));
        trail.start(Map.of());
        trail.flush(LONG);

        assertThat(trail.statistics().queueMemory()).isZero();
    }

    @Test
    void disclosesOneGapPerReasonAndBringsThemTogetherWithinASecond() {
        BreakingEncoder encoder = new BreakingEncoder();
        AuditTrail breaking = AuditTrail.builder(encoder, sink).build();
        breaking.start(Map.of());
        for (int i = 0; i < 10; i++) {
            breaking.recorder().record(Trails.produced());
        }
        breaking.close();

        List<Document> gaps = sink.documents(AuditAction.AUDIT_GAP);
        assertThat(gaps).hasSizeLessThanOrEqualTo(2);
        assertThat(gaps.stream()
                        .mapToLong(gap -> gap.number("kafka_audit.gap.count"))
                        .sum())
                .isEqualTo(10);
        assertThat(gaps).allSatisfy(gap -> assertThat(gap.text("event.reason")).isEqualTo("could not be encoded"));
        assertThat(breaking.statistics().lost()).containsExactly(Map.entry(LossReason.NOT_ENCODED, 10L));
    }

    @Test
    void losesOnlyTheEventThatNeedsMoreStackOrMemoryThanThereIs() {
        for (Error error : List.of(new StackOverflowError(), new OutOfMemoryError(), new LinkageError())) {
            RecordingAuditSink own = new RecordingAuditSink();
            BreakingEncoder encoder = new BreakingEncoder();
            encoder.failWith(error);
            AuditTrail breaking = AuditTrail.builder(encoder, own).build();
            breaking.start(Map.of());
            breaking.recorder().record(Trails.produced());
            assertThat(breaking.flush(LONG)).isFalse();
            encoder.failWith(null);
            breaking.recorder().record(Trails.produced());
            breaking.close();

            assertThat(own.documents(AuditAction.MESSAGE_PRODUCED)).hasSize(1);
            assertThat(breaking.statistics().lost()).containsExactly(Map.entry(LossReason.NOT_ENCODED, 1L));
        }
    }

    @Test
    void countsWhatIsLeftAtTheEndWithoutASpoolAndSaysSo() {
        trail = Trails.to(sink)
                .settings(new TrailSettings(64, 1 << 20, 1 << 20, Duration.ofMillis(300)))
                .build();
        sink.refuse(new IllegalStateException("away"));
        trail.start(Map.of());
        record(3);
        try (CapturedLog log = new CapturedLog(AuditTrail.class, Level.WARN)) {
            trail.close();

            assertThat(log.messages(Level.WARN))
                    .last()
                    .asString()
                    .contains("ends with " + trail.statistics().lostTotal() + " events lost");
        }
        assertThat(trail.statistics().lost()).containsOnlyKeys(LossReason.SHUTDOWN);
        // The first and the three sends; that the trail has ended can be told nowhere.
        assertThat(trail.statistics().lostTotal()).isEqualTo(4);
        assertThat(sink.isClosed()).isTrue();
    }

    @Test
    void endsInBoundedTimeThoughTheSinkNeverAnswers() {
        trail = Trails.to(sink)
                .settings(new TrailSettings(64, 1 << 20, 1 << 20, Duration.ofMillis(300)))
                .build();
        sink.stopAnswering();
        trail.start(Map.of());
        record(3);

        long start = System.nanoTime();
        trail.close();

        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(2));
        // The first and the three sends; that the trail has ended can be told nowhere.
        assertThat(trail.statistics().lostTotal()).isEqualTo(4);
    }

    @Test
    void endsInBoundedTimeThoughTheSinkNeverReturns() {
        InMemoryAuditSpool spool = new InMemoryAuditSpool();
        trail = Trails.to(sink)
                .spool(spool)
                .settings(new TrailSettings(64, 1 << 20, 1 << 20, Duration.ofMillis(200)))
                .build();
        sink.hang();
        trail.start(Map.of());
        await().until(() -> sink.attempts() == 1);
        record(3);

        long start = System.nanoTime();
        trail.close();

        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));
        assertThat(spool.waiting()).hasSize(5);
        assertThat(spool.isClosed()).isTrue();
    }

    @Test
    void leavesWhatWasRecordedBeforeAFailedStartToTheSpool() {
        InMemoryAuditSpool spool = new InMemoryAuditSpool();
        AuditTrail neverStarted = Trails.to(sink).spool(spool).build();
        neverStarted.recorder().record(Trails.produced());
        neverStarted.close();

        assertThat(spool.waiting()).hasSize(2);
        assertThat(spool.isClosed()).isTrue();
        assertThat(sink.isClosed()).isTrue();
        assertThat(neverStarted.statistics().lostTotal()).isZero();
    }

    private void record(int events) {
        for (int i = 0; i < events; i++) {
            trail.recorder().record(Trails.produced());
        }
    }

    private void assertEverySequenceIsWrittenOrDisclosed() {
        List<Document> documents = sink.documents();
        long last = documents.get(documents.size() - 1).number("kafka_audit.last_sequence");
        long disclosed = sink.documents(AuditAction.AUDIT_GAP).stream()
                .mapToLong(gap -> gap.number("kafka_audit.gap.count"))
                .sum();
        assertThat(documents.size() + disclosed).isEqualTo(last);
    }
}
