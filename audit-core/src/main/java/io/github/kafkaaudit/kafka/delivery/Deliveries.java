package io.github.kafkaaudit.kafka.delivery;

import io.github.kafkaaudit.event.ConsumerIdentity;
import io.github.kafkaaudit.trail.Recorder;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * Opens the sessions of the consumers of one process, and knows what they share: how often a record was handed out, and
 * whether the events about records are safe, so that offsets may be committed.
 *
 * <p><b>Threading</b>: safe for use by many threads.
 */
public final class Deliveries {

    private final Recorder recorder;
    private final Duration commitInterval;
    private final @Nullable CommitBarriers barriers;
    private final DeliveryAttempts attempts = new DeliveryAttempts();

    /**
     * Begins without any consumer.
     *
     * @param recorder what everything is recorded with
     * @param commitInterval the shortest time between two events about successful commits of one partition
     * @param commitBarrier how long a commit waits at most for the events before it to be safe, or null for commits
     *     that do not wait
     */
    public Deliveries(Recorder recorder, Duration commitInterval, @Nullable Duration commitBarrier) {
        this.recorder = recorder;
        this.commitInterval = commitInterval;
        this.barriers = commitBarrier == null ? null : new CommitBarriers(recorder, commitBarrier);
    }

    /**
     * Opens the session of a consumer.
     *
     * @param consumer the consumer; its group and member id may come later
     * @param snapshots takes the snapshots of its records
     * @param holdsBack whether its commits can be kept waiting
     * @return the session, which is to be closed with the consumer
     */
    public DeliverySession open(ConsumerIdentity consumer, Snapshots snapshots, boolean holdsBack) {
        CommitBarrier barrier = barriers == null || !holdsBack ? null : barriers.open();
        if (barrier != null) {
            barrier.group(consumer.group());
        }
        return new DeliverySession(
                recorder,
                new DeliveryOpener(recorder, snapshots, attempts),
                new CommitLog(recorder, commitInterval),
                barrier,
                consumer);
    }

    /**
     * Tells whether commits wait.
     *
     * @return whether they do
     */
    public boolean haveBarrier() {
        return barriers != null;
    }

    /**
     * Waits until offsets of a session's consumer may be committed.
     *
     * @param session the session
     * @param offsets what is to be committed
     * @param limit how long the application itself wants to wait, or null
     * @return whether they may be
     */
    public boolean awaitSafe(
            DeliverySession session, Map<TopicPartition, OffsetAndMetadata> offsets, @Nullable Duration limit) {
        CommitBarrier barrier = session.consumer().barrier();
        if (barriers == null || barrier == null) {
            return true;
        }
        offsets.forEach((partition, offset) -> session.consumer().aboutToCommit(partition, offset.offset()));
        return barriers.await(barrier, offsets, limit);
    }

    /**
     * Waits until offsets may be committed that a producer is to commit for a group.
     *
     * @param group the group
     * @param offsets what is to be committed
     * @return whether they may be
     */
    public boolean awaitSafe(String group, Map<TopicPartition, OffsetAndMetadata> offsets) {
        return barriers == null || barriers.await(group, offsets);
    }

    /**
     * Says why something was not committed.
     *
     * @return the message of the exception
     */
    public String refusal() {
        return barriers == null ? "" : barriers.refusal();
    }

    /**
     * Tells that a consumer has these partitions and no others now.
     *
     * @param session the consumer's session
     * @param partitions the partitions
     */
    public void reassigned(DeliverySession session, Collection<TopicPartition> partitions) {
        CommitBarrier barrier = session.consumer().barrier();
        if (barrier != null) {
            barrier.forgetAllBut(partitions);
        }
    }

    /**
     * Ends a session: its consumer is closed.
     *
     * @param session the session
     */
    public void close(DeliverySession session) {
        session.closed();
        CommitBarrier barrier = session.consumer().barrier();
        if (barriers != null && barrier != null) {
            barriers.close(barrier);
        }
    }
}
