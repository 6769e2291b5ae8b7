package io.github.kafkaaudit.kafka.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.kafkaaudit.event.AuditAction;
import io.github.kafkaaudit.event.ConsumerIdentity;
import io.github.kafkaaudit.event.OffsetCommit;
import io.github.kafkaaudit.trail.AuditTrail;
import io.github.kafkaaudit.trail.RecordingAuditSink;
import io.github.kafkaaudit.trail.SteppableClock;
import io.github.kafkaaudit.trail.Trails;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Which commits of a consumer are written. */
class CommitLogTests {

    private static final TopicPartition PARTITION = new TopicPartition("recruit.result", 0);
    private static final ConsumerIdentity CONSUMER = new ConsumerIdentity("jobda", "jobda-1", null, null);

    private final RecordingAuditSink sink = new RecordingAuditSink();
    private final SteppableClock clock = new SteppableClock("2026-11-22T10:00:00Z");
    private final AuditTrail trail = Trails.to(sink).clock(clock).build();
    private final CommitLog log = new CommitLog(trail.recorder(), Duration.ofSeconds(1));

    @AfterEach
    void close() {
        trail.close();
    }

    @Test
    void writesAnOffsetOnceThoughTheAnswerToAnAutomaticCommitComesAfterTheRevocation() {
        commit(5);
        log.writeAll(List.of(PARTITION));
        clock.step(Duration.ofSeconds(2));
        commit(5);
        log.writeAll();

        assertThat(written()).containsExactly(5L);
    }

    @Test
    void writesACommitThatComesAfterTheRevocation() {
        commit(5);
        log.writeAll(List.of(PARTITION));
        commit(6);
        log.writeAll();

        assertThat(written()).containsExactly(5L, 6L);
    }

    @Test
    void writesTheLastCommitOfARevokedPartitionAtOnce() {
        commit(5);
        commit(6);
        log.writeAll(List.of(PARTITION));

        assertThat(written()).containsExactly(5L, 6L);
    }

    private void commit(long offset) {
        log.committed(PARTITION, offset, OffsetCommit.Mode.AUTO, CONSUMER);
    }

    private List<Long> written() {
        trail.start(Map.of());
        assertThat(trail.flush(Duration.ofSeconds(10))).isTrue();
        return sink.documents(AuditAction.OFFSET_COMMITTED).stream()
                .map(event -> event.number("kafka_audit.commit.offset"))
                .toList();
    }
}
