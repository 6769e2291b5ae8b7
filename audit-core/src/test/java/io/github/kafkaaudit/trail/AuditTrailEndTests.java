package io.github.kafkaaudit.trail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import io.github.kafkaaudit.AuditSink;
import io.github.kafkaaudit.EncodedAuditEvent;
import io.github.kafkaaudit.event.AuditAction;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

/** How a trail ends: the last word is true, and it comes in time. */
class AuditTrailEndTests {

    private final RecordingAuditSink sink = new RecordingAuditSink();

    @RepeatedTest(10)
    void endsWithATrueLastSequenceThoughOthersGoOnRecording() throws InterruptedException {
        AuditTrail trail = Trails.to(sink)
                .settings(new TrailSettings(1 << 16, 64 << 20, 8 << 20, Duration.ofSeconds(20)))
                .build();
        trail.start(Map.of());
        AtomicBoolean over = new AtomicBoolean();
        CountDownLatch recording = new CountDownLatch(4);
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            Thread thread = new Thread(() -> {
                for (int j = 0; !over.get(); j++) {
                    trail.recorder().record(Trails.produced());
                    if (j == 100) {
                        recording.countDown();
                    }
                }
            });
            threads.add(thread);
            thread.start();
        }
        recording.await();
        trail.close();
        over.set(true);
        for (Thread thread : threads) {
            thread.join();
        }

        List<EncodedAuditEvent> written = sink.written();
        Document last = new Document(written.get(written.size() - 1));
        assertThat(last.text("event.action")).isEqualTo("audit-stopped");
        Set<Long> sequences = new HashSet<>();
        written.forEach(event -> sequences.add(event.sequence()));
        long disclosed = sink.documents(AuditAction.AUDIT_GAP).stream()
                .mapToLong(gap -> gap.number("kafka_audit.gap.count"))
                .sum();
        assertThat(sequences.size() + disclosed).isEqualTo(last.number("kafka_audit.last_sequence"));
        assertThat(last.sequence()).isEqualTo(last.number("kafka_audit.last_sequence"));
        assertThat(trail.statistics().lost()).containsKey(LossReason.SHUTDOWN);
    }

    @Test
    void tellsHowManyCameAfterTheEnd() {
        AuditTrail trail = Trails.to(sink).build();
        trail.start(Map.of());
        trail.close();
        for (int i = 0; i < 7; i++) {
            assertThat(trail.recorder().record(Trails.produced())).isFalse();
        }

        assertThat(trail.statistics().lost()).containsExactly(Map.entry(LossReason.SHUTDOWN, 7L));
    }

    @Test
    void endsInTimeThoughTheSinkComesBackNeitherFromAWriteNorFromItsEnd() {
        AuditTrail trail = Trails.to(new HangingSink())
                .settings(new TrailSettings(64, 1 << 20, 1 << 20, Duration.ofMillis(500)))
                .build();
        trail.start(Map.of());
        trail.recorder().record(Trails.produced());

        long start = System.nanoTime();
        trail.close();

        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofMillis(1_700));
    }

    @Test
    void saysNothingOfAnEndBehindEventsThatAreLost() {
        AuditTrail trail = Trails.to(sink)
                .settings(new TrailSettings(64, 1 << 20, 1 << 20, Duration.ofMillis(300)))
                .build();
        sink.refuse(new IllegalStateException("away"));
        trail.start(Map.of());
        for (int i = 0; i < 5; i++) {
            trail.recorder().record(Trails.produced());
        }
        await().until(() -> !trail.statistics().sinkHealthy());
        try (CapturedLog log = new CapturedLog(AuditTrail.class, Level.WARN)) {
            trail.close();

            assertThat(log.messages(Level.WARN)).last().asString().contains("with 6 events lost");
        }
        assertThat(sink.documents(AuditAction.AUDIT_STOPPED)).isEmpty();
    }

    @Test
    void countsTheEventsOfAGapThatFindsNoPlaceAndNotTheGap() {
        InMemoryAuditSpool spool = new InMemoryAuditSpool(3, 0);
        AuditTrail trail = Trails.to(sink)
                .spool(spool)
                .settings(new TrailSettings(64, 1 << 20, 1 << 20, Duration.ofMillis(300)))
                .build();
        sink.refuse(new IllegalStateException("away"));
        trail.start(Map.of());
        for (int i = 0; i < 9; i++) {
            trail.recorder().record(Trails.produced());
        }
        try (CapturedLog log = new CapturedLog(AuditTrail.class, Level.WARN)) {
            trail.close();

            // Ten, and three of them in the spool.
            assertThat(log.messages(Level.WARN)).last().asString().contains("with 7 events lost");
        }
    }

    /** A sink that hangs as a network file system does. */
    private static final class HangingSink implements AuditSink {

        @Override
        public CompletionStage<Void> write(List<EncodedAuditEvent> events) {
            hang();
            return CompletableFuture.completedFuture(null);
        }

        @Override
        public void close() {
            hang();
        }

        private static void hang() {
            boolean hanging = true;
            while (hanging) {
                try {
                    new CountDownLatch(1).await();
                    hanging = false;
                } catch (InterruptedException e) {
                    // Not even then.
                }
            }
        }
    }
}
