package io.github.kafkaaudit.trail;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.kafkaaudit.EncodedAuditEvent;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A full queue is no reason to lose an event while there is a spool. */
class AuditTrailFullQueueTests {

    private static final Duration LONG = Duration.ofSeconds(20);

    private final RecordingAuditSink sink = new RecordingAuditSink();
    private final InMemoryAuditSpool spool = new InMemoryAuditSpool();
    private AuditTrail trail =
            Trails.to(sink).spool(spool).settings(Trails.SMALL).build();

    @AfterEach
    void close() {
        trail.close();
    }

    @Test
    void losesNothingAtFullSpeedOfManyThreads() throws InterruptedException {
        trail.start(Map.of());
        recordFrom(16, 2_000);

        assertThat(trail.statistics().lostTotal()).isZero();
        trail.close();
        Set<Long> there =
                sink.written().stream().map(EncodedAuditEvent::sequence).collect(Collectors.toSet());
        spool.waiting().forEach(event -> there.add(event.sequence()));
        assertThat(there).hasSize(32_002);
    }

    @Test
    void bringsToDiskWhatNobodyTakesOutOfTheQueue() {
        // Not started: nobody else takes anything.
        for (int i = 0; i < 100; i++) {
            assertThat(trail.recorder().record(i == 50 ? Trails.failed() : Trails.produced()))
                    .isTrue();
        }

        assertThat(spool.waiting())
                .hasSizeBetween(84, 86)
                .allSatisfy(event -> assertThat(new Document(event).text("kafka_audit.pipeline.spooled"))
                        .isEqualTo("true"));
        trail.start(Map.of());
        assertThat(trail.flush(LONG)).isTrue();
        trail.close();
        assertThat(sink.written())
                .extracting(EncodedAuditEvent::sequence)
                .doesNotHaveDuplicates()
                .hasSize(102);
    }

    @Test
    void losesAndDisclosesWhatTheSpoolDoesNotTakeEither() {
        spool.fail(new IOException("disk broken"));
        for (int i = 0; i < 100; i++) {
            trail.recorder().record(Trails.produced());
        }

        assertThat(trail.statistics().lost()).containsOnlyKeys(LossReason.QUEUE_FULL);
    }

    @Test
    void saysThatTheSpoolIsFull() {
        trail = Trails.to(sink)
                .spool(new InMemoryAuditSpool(10, 5))
                .settings(Trails.SMALL)
                .build();
        for (int i = 0; i < 100; i++) {
            trail.recorder().record(Trails.produced());
        }

        assertThat(trail.statistics().lost()).containsOnlyKeys(LossReason.SPOOL_FULL);
    }

    @Test
    void dropsWhatMayBeDropped() {
        trail = Trails.to(sink)
                .spool(spool)
                .settings(Trails.SMALL)
                .policies(Trails.dropping())
                .build();
        for (int i = 0; i < 100; i++) {
            trail.recorder().record(Trails.produced());
        }

        assertThat(trail.statistics().lost()).containsOnlyKeys(LossReason.QUEUE_FULL);
        assertThat(spool.waiting()).isEmpty();
    }

    private void recordFrom(int threads, int each) throws InterruptedException {
        List<Thread> running = new ArrayList<>();
        for (int i = 0; i < threads; i++) {
            Thread thread = new Thread(() -> {
                for (int j = 0; j < each; j++) {
                    trail.recorder().record(Trails.produced());
                }
            });
            running.add(thread);
            thread.start();
        }
        for (Thread thread : running) {
            thread.join();
        }
    }
}
