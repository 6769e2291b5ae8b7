package io.github.kafkaaudit.kafka.delivery;

import io.github.kafkaaudit.event.AuditAction;
import io.github.kafkaaudit.event.AuditEvent;
import io.github.kafkaaudit.event.ConsumerIdentity;
import io.github.kafkaaudit.event.OffsetCommit;
import io.github.kafkaaudit.event.Outcome;
import io.github.kafkaaudit.event.RecordSnapshot;
import io.github.kafkaaudit.trail.Recorder;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * The commits of one consumer. A committed offset covers all before it, so successes are written at most once per
 * partition and interval, the last one always; failures are all written.
 */
final class CommitLog {

    private final Recorder recorder;
    private final long interval;
    private final Map<TopicPartition, Partition> partitions = new HashMap<>();

    CommitLog(Recorder recorder, Duration interval) {
        this.recorder = recorder;
        this.interval = interval.toMillis();
    }

    void committed(TopicPartition partition, long offset, OffsetCommit.Mode mode, ConsumerIdentity consumer) {
        if (!recorder.policy(partition.topic()).commits()) {
            return;
        }
        Partition known = partitions.computeIfAbsent(partition, key -> new Partition());
        if (known.offset == offset) {
            // The container and the auto-commit repeat themselves.
            return;
        }
        known.offset = offset;
        known.mode = mode;
        known.consumer = consumer;
        known.unwritten = true;
        writeIfDue(partition, known, recorder.now());
    }

    void failed(
            TopicPartition partition,
            long offset,
            OffsetCommit.Mode mode,
            ConsumerIdentity consumer,
            Throwable error,
            Outcome outcome) {
        if (recorder.policy(partition.topic()).commits()) {
            recorder.record(event(AuditAction.OFFSET_COMMIT_FAILED, partition, offset, mode, consumer)
                    .outcome(outcome)
                    .error(error));
        }
    }

    void writeDue() {
        long now = recorder.now();
        partitions.forEach((partition, known) -> writeIfDue(partition, known, now));
    }

    void writeAll() {
        partitions.forEach((partition, known) -> writeIfDue(partition, known, Long.MAX_VALUE));
    }

    void writeAll(Collection<TopicPartition> lost) {
        for (TopicPartition partition : lost) {
            // What was committed stays known: the answer to an automatic commit may come after the revocation.
            Partition known = partitions.get(partition);
            if (known != null) {
                writeIfDue(partition, known, Long.MAX_VALUE);
            }
        }
    }

    private void writeIfDue(TopicPartition partition, Partition known, long now) {
        ConsumerIdentity consumer = known.consumer;
        if (known.unwritten && consumer != null && now - known.written >= interval) {
            known.unwritten = false;
            known.written = now;
            recorder.record(event(AuditAction.OFFSET_COMMITTED, partition, known.offset, known.mode, consumer));
        }
    }

    private static AuditEvent.Builder event(
            AuditAction action,
            TopicPartition partition,
            long offset,
            OffsetCommit.Mode mode,
            ConsumerIdentity consumer) {
        return AuditEvent.of(action)
                .record(RecordSnapshot.ofPartition(partition.topic(), partition.partition()))
                .consumer(consumer)
                .commit(new OffsetCommit(offset, mode));
    }

    private static final class Partition {

        private long offset = -1;
        private OffsetCommit.Mode mode = OffsetCommit.Mode.SYNC;
        private @Nullable ConsumerIdentity consumer;
        private boolean unwritten;
        private long written;
    }
}
