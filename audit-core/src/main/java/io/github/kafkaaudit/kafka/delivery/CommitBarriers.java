package io.github.kafkaaudit.kafka.delivery;

import io.github.kafkaaudit.trail.Recorder;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * Lets offsets be committed only when the events about the records before them are safe: acknowledged by the sink or in
 * the spool.
 *
 * <p><b>Failure</b>: what cannot be told to be safe is not.
 */
final class CommitBarriers {

    private final Recorder recorder;
    private final Duration timeout;
    private final Set<CommitBarrier> barriers = ConcurrentHashMap.newKeySet();

    CommitBarriers(Recorder recorder, Duration timeout) {
        this.recorder = recorder;
        this.timeout = timeout;
        recorder.onLost(sequence -> barriers.forEach(barrier -> barrier.lost(sequence)));
    }

    /** Opens the barrier of a consumer; it is to be closed with the consumer. */
    CommitBarrier open() {
        CommitBarrier barrier = new CommitBarrier(recorder);
        barriers.add(barrier);
        return barrier;
    }

    void close(CommitBarrier barrier) {
        barriers.remove(barrier);
    }

    /**
     * Waits until the events about a consumer's records are safe.
     *
     * @param limit how long the application itself wants to wait, or null
     * @return whether the offsets may be committed
     */
    boolean await(CommitBarrier barrier, Map<TopicPartition, OffsetAndMetadata> offsets, @Nullable Duration limit) {
        return !isAudited(offsets) || (recorder.awaitEnds(shorter(limit)) && barrier.isSafe(offsets));
    }

    /** The same for offsets that a producer is to commit for a group, whichever consumers of this process are in it. */
    boolean await(String group, Map<TopicPartition, OffsetAndMetadata> offsets) {
        return !isAudited(offsets)
                || (recorder.awaitEnds(timeout)
                        && barriers.stream()
                                .filter(barrier -> barrier.isOf(group))
                                .allMatch(barrier -> barrier.isSafe(offsets)));
    }

    /** Says why something was not committed. */
    String refusal() {
        return "Kafka Audit did not let these offsets be committed: within " + timeout.toMillis()
                + " ms the events about the records before them were not safe, or one of them was lost"
                + " (kafka.audit.commits.barrier.enabled).";
    }

    private boolean isAudited(Map<TopicPartition, OffsetAndMetadata> offsets) {
        return offsets.keySet().stream()
                .anyMatch(partition -> recorder.policy(partition.topic()).consume());
    }

    private Duration shorter(@Nullable Duration limit) {
        return limit != null && limit.compareTo(timeout) < 0 ? limit : timeout;
    }
}
