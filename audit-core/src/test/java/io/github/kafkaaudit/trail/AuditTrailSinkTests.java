package io.github.kafkaaudit.trail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.kafkaaudit.AuditSink;
import io.github.kafkaaudit.EncodedAuditEvent;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A sink that fails, throws, hangs or comes back, without a spool. */
class AuditTrailSinkTests {

    private static final Duration LONG = Duration.ofSeconds(20);

    private final RecordingAuditSink sink = new RecordingAuditSink();
    private final AuditTrail trail = Trails.to(sink).build();

    @AfterEach
    void close() {
        sink.recover();
        sink.answerAll();
        trail.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"refuse", "throw", "error"})
    void losesNothingAndKeepsTheOrderWhenTheSinkRecovers(String kind) {
        trail.start(Map.of());
        trail.recorder().record(Trails.produced());
        trail.flush(LONG);
        switch (kind) {
            case "refuse" -> sink.refuse(new IllegalStateException("away"));
            case "throw" -> sink.throwAtOnce(new IllegalStateException("away"));
            default -> sink.throwAtOnce(new ExceptionInInitializerError("a library does not load"));
        }
        for (int i = 0; i < 2_000; i++) {
            trail.recorder().record(Trails.produced());
        }
        await().until(() -> !trail.statistics().sinkHealthy());
        sink.recover();

        assertThat(trail.flush(LONG)).isTrue();
        assertThat(trail.statistics().sinkHealthy()).isTrue();
        assertThat(sink.written())
                .extracting(EncodedAuditEvent::sequence)
                .containsExactlyElementsOf(
                        LongStream.rangeClosed(1, 2_002).boxed().toList());
        assertThat(trail.statistics().lostTotal()).isZero();
        assertThat(trail.statistics().lastFailure()).isNull();
    }

    @Test
    void triesASickSinkSeldom() {
        sink.refuse(new IllegalStateException("away"));
        trail.start(Map.of());
        await().pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(1))
                .during(Duration.ofMillis(1_500))
                .until(() -> trail.recorder().record(Trails.produced()));

        // 0.1, 0.2, 0.4, 0.8 s after the first
        assertThat(sink.attempts()).isBetween(3, 6);
    }

    @Test
    void treatsASinkThatReturnsNothingAsFailed() {
        AuditTrail odd = Trails.to(new AuditSink() {
                    @Override
                    @SuppressWarnings("NullAway")
                    public CompletionStage<Void> write(List<EncodedAuditEvent> events) {
                        return null;
                    }
                })
                .settings(new TrailSettings(64, 1 << 20, 1 << 20, Duration.ofMillis(200)))
                .build();
        odd.start(Map.of());
        await().until(() -> !odd.statistics().sinkHealthy());
        odd.close();

        // audit-started; no audit-stopped is made that could go nowhere.
        assertThat(odd.statistics().lostTotal()).isEqualTo(1);
    }

    @Test
    void keepsNoMoreUnderWayThanTheWindow() {
        AuditTrail small = Trails.to(sink)
                .settings(new TrailSettings(65_536, 64 << 20, 1 << 20, Duration.ofSeconds(5)))
                .build();
        sink.stopAnswering();
        small.start(Map.of());
        byte[] payload = new byte[4 * 1024];
        for (int i = 0; i < 2_000; i++) {
            small.recorder().record(Trails.produced(payload));
        }
        await().untilAsserted(
                        () -> assertThat(small.statistics().bytesUnderWay()).isGreaterThan(1 << 20));

        // The window, and the batch that was taken while there was room.
        assertThat(small.statistics().bytesUnderWay()).isLessThan(3 << 20);
        assertThat(small.statistics().queueSize()).isPositive();
        assertThat(small.statistics().oldestUnsent()).isPositive();
        sink.answerAll();
        small.close();
        assertThat(sink.written()).hasSize(2_002);
    }

    @Test
    void endsWithASinkThatFailsToClose() {
        AuditTrail odd = Trails.to(new AuditSink() {
                    @Override
                    public CompletionStage<Void> write(List<EncodedAuditEvent> events) {
                        return CompletableFuture.completedFuture(null);
                    }

                    @Override
                    public void close() {
                        throw new IllegalStateException("no");
                    }
                })
                .build();
        odd.start(Map.of());
        odd.close();

        assertThat(odd.statistics().lastFailure()).startsWith("close the audit sink");
    }
}
