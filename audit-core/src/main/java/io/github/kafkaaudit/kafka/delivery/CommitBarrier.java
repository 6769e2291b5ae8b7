package io.github.kafkaaudit.kafka.delivery;

import io.github.kafkaaudit.event.AuditEvent;
import io.github.kafkaaudit.event.RecordSnapshot;
import io.github.kafkaaudit.trail.Recorder;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * The events about one consumer's records that are not committed yet, and which of them were lost: the offsets that
 * these stand for must not be committed before the records were handed out, and recorded, again.
 *
 * <p><b>Threading</b>: losses come from the threads that lose events; no other lock is taken while this one is held.
 */
final class CommitBarrier {

    private final Recorder recorder;
    private final Map<TopicPartition, UncommittedEvents> partitions = new HashMap<>();
    private volatile @Nullable String group;

    CommitBarrier(Recorder recorder) {
        this.recorder = recorder;
    }

    void group(@Nullable String id) {
        group = id;
    }

    boolean isOf(String id) {
        return id.equals(group);
    }

    /** Records an event and watches what becomes of it. */
    void record(AuditEvent.Builder event) {
        RecordSnapshot record = event.record();
        if (record == null || record.offset() < 0) {
            recorder.record(event);
        } else {
            recorder.record(event, sequence -> watch(record, sequence));
        }
    }

    synchronized void lost(long sequence) {
        partitions.values().forEach(events -> events.lost(sequence));
    }

    /** Whether none of the events is lost that stand for the records before these offsets. */
    synchronized boolean isSafe(Map<TopicPartition, OffsetAndMetadata> offsets) {
        for (Map.Entry<TopicPartition, OffsetAndMetadata> entry : offsets.entrySet()) {
            UncommittedEvents events = partitions.get(entry.getKey());
            if (events != null && !events.isSafe(entry.getValue().offset())) {
                return false;
            }
        }
        return true;
    }

    synchronized void committed(TopicPartition partition, long offset) {
        UncommittedEvents events = partitions.get(partition);
        if (events != null) {
            events.committed(offset);
        }
    }

    /** Who comes to a partition begins at its committed offset, and records everything from there on again. */
    synchronized void forget(Collection<TopicPartition> revoked) {
        revoked.forEach(partitions::remove);
    }

    /** The same for an assignment by hand: Kafka goes on where it was in the partitions that stay. */
    synchronized void forgetAllBut(Collection<TopicPartition> assigned) {
        partitions.keySet().retainAll(assigned);
    }

    private synchronized void watch(RecordSnapshot record, long sequence) {
        partitions
                .computeIfAbsent(
                        new TopicPartition(record.topic(), record.partition()), partition -> new UncommittedEvents())
                .recorded(record.offset(), sequence);
    }
}
