package io.github.kafkaaudit.trail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.kafkaaudit.EncodedAuditEvent;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * A sink that neither takes nor refuses must not keep events in memory, where a kill of the process would cost them.
 */
class AuditTrailSlowSinkTests {

    private final RecordingAuditSink sink = new RecordingAuditSink();
    private final InMemoryAuditSpool spool = new InMemoryAuditSpool();
    private final AuditTrail trail = Trails.to(sink).spool(spool).build();

    @AfterEach
    void close() {
        sink.answerAll();
        trail.close();
    }

    @Test
    void copiesToDiskWhatTheSinkDoesNotAnswer() {
        sink.stopAnswering();
        trail.start(Map.of());
        record(10);

        await().atMost(Duration.ofSeconds(2)).until(() -> spool.size() == 11);
        assertThat(trail.flush(Duration.ofSeconds(5))).isTrue();
    }

    @Test
    void bringsToDiskWhatComesWhileTheSinkDoesNotAnswer() {
        sink.stopAnswering();
        trail.start(Map.of());
        await().until(() -> spool.size() == 1);
        record(10);

        await().atMost(Duration.ofMillis(500)).until(() -> spool.size() == 11);
        assertThat(sink.attempts()).isEqualTo(1);
    }

    @Test
    void bringsToDiskWhatComesWhileTheSinkDoesNotReturn() {
        sink.hang();
        trail.start(Map.of());
        record(10);

        await().atMost(Duration.ofSeconds(2)).until(() -> spool.size() == 11);
    }

    @Test
    void doesNotSendACopyWhoseOriginalArrived() {
        sink.stopAnswering();
        trail.start(Map.of());
        record(10);
        await().until(() -> spool.size() == 11);
        sink.answerAll();

        await().until(() -> spool.size() == 0);
        trail.close();
        assertThat(sink.written())
                .extracting(EncodedAuditEvent::sequence)
                .doesNotHaveDuplicates()
                .hasSize(12);
        assertThat(trail.statistics().written()).isEqualTo(12);
    }

    private void record(int events) {
        for (int i = 0; i < events; i++) {
            trail.recorder().record(Trails.produced());
        }
    }
}
