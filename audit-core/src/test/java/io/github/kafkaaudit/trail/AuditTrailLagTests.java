package io.github.kafkaaudit.trail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.kafkaaudit.EncodedAuditEvent;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The lag is the age of the oldest event that is not durable in the sink, wherever it waits. */
class AuditTrailLagTests {

    private final RecordingAuditSink sink = new RecordingAuditSink();
    private final SteppableClock clock = new SteppableClock("2026-11-22T10:00:00Z");
    private final InMemoryAuditSpool spool = new InMemoryAuditSpool();
    private final AuditTrail trail = Trails.to(sink).clock(clock).spool(spool).build();
    private final long begin = trail.recorder().now();

    @AfterEach
    void close() {
        sink.recover();
        sink.answerAll();
        trail.close();
    }

    @Test
    void growsAsLongAsAnOutageLastsThoughNewEventsCome() {
        sink.refuse(new IllegalStateException("away"));
        trail.start(Map.of());
        await().until(() -> spool.size() > 0);
        for (int i = 1; i <= 20; i++) {
            clock.step(Duration.ofMinutes(1));
            trail.recorder().record(Trails.produced());
            trail.flush(Duration.ofSeconds(5));
            assertThat(trail.statistics().oldestUnsent()).isEqualTo(begin);
        }

        sink.recover();
        await().atMost(Duration.ofSeconds(20)).until(() -> trail.statistics().oldestUnsent() == -1);
    }

    @Test
    void countsWhatTheSinkHasNotAnswered() {
        sink.stopAnswering();
        trail.start(Map.of());

        await().until(() -> trail.statistics().oldestUnsent() == begin);
    }

    @Test
    void countsWhatAnEarlierRunLeft() {
        spool.holds(new EncodedAuditEvent("earlier", 1, 1_000, false, "{}".getBytes(StandardCharsets.UTF_8)));
        sink.refuse(new IllegalStateException("away"));
        trail.start(Map.of());

        await().until(() -> trail.statistics().oldestUnsent() == 1_000);
    }

    @Test
    void countsWhatWaitsInTheQueue() {
        AuditTrail small = Trails.to(sink).clock(clock).settings(Trails.SMALL).build();
        sink.stopAnswering();
        small.start(Map.of());
        await().pollInterval(Duration.ofMillis(1)).until(() -> {
            small.recorder().record(Trails.produced(new byte[16 * 1024]));
            return small.statistics().queueSize() > 10;
        });
        clock.step(Duration.ofMinutes(1));

        await().until(() -> small.statistics().oldestUnsent() == begin);
        sink.answerAll();
        small.close();
    }
}
