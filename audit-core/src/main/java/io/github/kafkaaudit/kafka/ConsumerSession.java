package io.github.kafkaaudit.kafka;

import io.github.kafkaaudit.event.AuditAction;
import io.github.kafkaaudit.event.AuditEvent;
import io.github.kafkaaudit.event.ConsumerIdentity;
import io.github.kafkaaudit.event.OffsetCommit;
import io.github.kafkaaudit.event.Outcome;
import io.github.kafkaaudit.trail.Recorder;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.jspecify.annotations.Nullable;

/**
 * What is known of the deliveries of one consumer, from their hand-out to their end.
 *
 * <p>A listener container tells what it hands out and how that returned; the consumer's own calls (commit, seek, poll,
 * close) tell what the container does not: that a record was sent back, never acknowledged, given up.
 *
 * <p><b>Threading</b>: belongs to the consumer's thread; only the completion of asynchronous listeners comes from
 * elsewhere. <b>Failure</b>: callers run it inside the trail's guard.
 */
public final class ConsumerSession {

    /** After this time a record that was processed but not acknowledged is recorded as uncommitted. */
    private static final long ACKNOWLEDGEMENT_WAIT = 60_000;

    /** So long after its hand-out a record whose result failed is recorded whatever becomes of its offset. */
    private static final long COMMIT_WAIT = 60_000;

    private final Recorder recorder;
    private final CommitLog commits;
    private final @Nullable CommitBarrier barrier;
    private final RepeatedEvents repeats;
    private final OpenDeliveries open;
    private final ReturnedDeliveries returned = new ReturnedDeliveries();
    private final LaterDeliveries later = new LaterDeliveries();
    private final FailedDeliveries failed = new FailedDeliveries();
    private volatile ConsumerIdentity identity;
    private boolean observed;
    private boolean acknowledgedByListener;
    private @Nullable Throwable commitFailure;

    ConsumerSession(
            Recorder recorder,
            OpenDeliveries open,
            CommitLog commits,
            @Nullable CommitBarrier barrier,
            ConsumerIdentity identity) {
        this.recorder = recorder;
        this.barrier = barrier;
        this.open = open;
        this.commits = commits;
        this.repeats = new RepeatedEvents(recorder, this::record);
        this.identity = identity;
    }

    /**
     * Tells that a listener container hands this consumer's records out and reports every hand-out here.
     *
     * @param listenerId the listener's id, or null
     * @param acknowledgedByListener whether the listener acknowledges records itself, so that one that returns without
     *     doing so has processed the record but left it uncommitted
     */
    public void observedBy(@Nullable String listenerId, boolean acknowledgedByListener) {
        this.observed = true;
        this.acknowledgedByListener = acknowledgedByListener;
        ConsumerIdentity known = identity;
        identity = new ConsumerIdentity(known.group(), known.clientId(), known.memberId(), listenerId);
    }

    /**
     * Begins a delivery.
     *
     * @param record the record that is handed out
     * @return the delivery, or null if the topic is not audited
     */
    public @Nullable OpenDelivery handOut(ConsumerRecord<?, ?> record) {
        returned.settle(acknowledgedByListener);
        OpenDelivery delivery = open(record, 0, -1);
        if (delivery == null) {
            CurrentDelivery.clearCurrent();
        } else {
            delivery.makeCurrent();
        }
        return delivery;
    }

    /**
     * Begins the deliveries of a batch.
     *
     * @param records the records that are handed out together, in order
     * @return the deliveries of those records whose topic is audited
     */
    public List<OpenDelivery> handOut(Collection<? extends ConsumerRecord<?, ?>> records) {
        returned.settle(acknowledgedByListener);
        // A batch that is tried again in place comes without a poll in between.
        endForgotten();
        List<OpenDelivery> deliveries = new ArrayList<>(records.size());
        int index = 0;
        for (ConsumerRecord<?, ?> record : records) {
            OpenDelivery delivery = open(record, records.size(), index++);
            if (delivery != null) {
                deliveries.add(delivery);
            }
        }
        new OpenBatch(deliveries, identity.group()).makeCurrent();
        return deliveries;
    }

    /**
     * Returns the delivery of a record that was handed out and has not ended.
     *
     * @param record the record, or one with the same place
     * @return the delivery, or null
     */
    public @Nullable OpenDelivery find(ConsumerRecord<?, ?> record) {
        return open.find(record);
    }

    /**
     * Ends a delivery the way the container reports success: which it does for records that were filtered, skipped,
     * sent back or not even finished as well.
     *
     * @param delivery the delivery
     */
    public void returned(OpenDelivery delivery) {
        open.remove(delivery);
        Throwable swallowed = delivery.observedError();
        if (!delivery.hasReachedListener()) {
            delivery.end(AuditAction.MESSAGE_SKIPPED, null);
        } else if (delivery.isFiltered()) {
            delivery.end(AuditAction.MESSAGE_FILTERED, null);
        } else if (delivery.isEndingLater()) {
            later.returned(delivery);
        } else if (swallowed != null) {
            delivery.delivery(delivery.delivery().withErrorSwallowed());
            delivery.reason("swallowed by error handler");
            delivery.end(AuditAction.MESSAGE_CONSUME_FAILED, swallowed);
        } else {
            delivery.returned();
            returned.add(delivery);
        }
    }

    /**
     * Ends a delivery with an exception.
     *
     * @param delivery the delivery
     * @param error what the container reports
     */
    public void threw(OpenDelivery delivery, Throwable error) {
        if (isCommitFailure(error)) {
            // The container reports a failed commit as if the listener had failed, and then goes back.
            returned(delivery);
            if (!delivery.awaitsTransaction()) {
                returned.settle(false);
            }
            return;
        }
        open.remove(delivery);
        if (!delivery.hasReachedListener()) {
            delivery.reason("interceptor threw");
        }
        delivery.end(AuditAction.MESSAGE_CONSUME_FAILED, error);
        failed.add(delivery);
    }

    /**
     * Ends a delivery whose key or value could not be deserialized.
     *
     * @param delivery the delivery
     * @param error why
     */
    public void notDeserialized(OpenDelivery delivery, Throwable error) {
        open.remove(delivery);
        delivery.end(AuditAction.MESSAGE_DESERIALIZATION_FAILED, error);
        failed.add(delivery);
    }

    /**
     * Ends a delivery of a batch that the listener never came to.
     *
     * @param delivery the delivery
     * @param reason why
     */
    public void notProcessed(OpenDelivery delivery, String reason) {
        open.remove(delivery);
        delivery.reason(reason);
        delivery.end(AuditAction.MESSAGE_NOT_PROCESSED, null);
    }

    /**
     * Ends a delivery of a batch that the framework takes for processed because a later record is the one that failed.
     *
     * @param delivery the delivery
     */
    public void assumedProcessed(OpenDelivery delivery) {
        delivery.reason("assumed by the framework");
        returned(delivery);
    }

    /**
     * Ends a delivery of which nobody can tell whether the listener processed it.
     *
     * @param delivery the delivery
     * @param reason why not
     */
    public void unknown(OpenDelivery delivery, String reason) {
        if (!delivery.hasReachedListener()) {
            returned(delivery);
            return;
        }
        open.remove(delivery);
        delivery.reason(reason);
        delivery.end(AuditAction.MESSAGE_DELIVERED, null);
    }

    /**
     * Takes a hand-out back that was none: the record was not due yet.
     *
     * @param delivery the delivery
     */
    public void notDue(OpenDelivery delivery) {
        open.takeBack(delivery, identity);
    }

    /** Tells that the container is done with the record, its error handling included. */
    public void released() {
        CurrentDelivery.clearCurrent();
    }

    /** Tells that the container's thread begins or ends a round: what is still open now ended in no regular way. */
    public void roundEnded() {
        returned.settle(acknowledgedByListener);
        endForgotten();
        CurrentDelivery.clearCurrent();
    }

    ConsumerIdentity identity() {
        return identity;
    }

    Recorder recorder() {
        return recorder;
    }

    void record(AuditEvent.Builder event) {
        if (barrier == null) {
            recorder.record(event);
        } else {
            barrier.record(event);
        }
    }

    RepeatedEvents repeats() {
        return repeats;
    }

    boolean isObserved() {
        return observed;
    }

    void memberId(@Nullable String group, @Nullable String memberId) {
        ConsumerIdentity known = identity;
        if (!Objects.equals(known.memberId(), memberId) || !Objects.equals(known.group(), group)) {
            identity = new ConsumerIdentity(group, known.clientId(), memberId, known.listenerId());
        }
    }

    /** Records deliveries of a consumer that nobody observes. */
    void delivered(Iterable<? extends ConsumerRecord<?, ?>> records) {
        for (ConsumerRecord<?, ?> record : records) {
            OpenDelivery delivery = open(record, 0, -1);
            if (delivery != null) {
                open.remove(delivery);
                delivery.end(AuditAction.MESSAGE_DELIVERED, null);
            }
        }
    }

    void endedLater(OpenDelivery delivery) {
        later.ended(delivery);
    }

    /** Writes what is known of the records before an offset whose commit waits for that to be safe. */
    void aboutToCommit(TopicPartition partition, long offset) {
        for (OpenDelivery delivery : open.all()) {
            // The container may commit before it reports the listener's return, but the listener itself may commit too,
            // and still fail.
            if (delivery.isBefore(partition, offset)) {
                delivery.committedEarly();
            }
        }
        returned.processed(partition, offset);
        later.aboutToCommit(partition, offset);
    }

    void committed(TopicPartition partition, long offset, OffsetCommit.Mode mode) {
        settled(partition, offset);
        commits.committed(partition, offset, mode, identity);
    }

    /** An offset was committed, whoever records that. */
    void settled(TopicPartition partition, long offset) {
        returned.committed(partition, offset);
        later.committed(partition, offset);
        failed.committed(partition, offset);
        if (barrier != null) {
            barrier.committed(partition, offset);
        }
    }

    void commitFailed(TopicPartition partition, long offset, OffsetCommit.Mode mode, Throwable error) {
        commitFailure = error;
        returned.processed(partition, offset);
        // A wake-up says nothing about the commit; the container repeats it.
        Outcome outcome = error instanceof WakeupException ? Outcome.UNKNOWN : Outcome.FAILURE;
        commits.failed(partition, offset, mode, identity, error, outcome);
    }

    void commitFailed(Throwable error) {
        commitFailure = error;
    }

    void sought(TopicPartition partition, long offset) {
        returned.sought(partition, offset);
    }

    void pollStarts() {
        roundEnded();
        commitFailure = null;
        failed.pollStarts();
        returned.giveUpWaiting(recorder.now() - ACKNOWLEDGEMENT_WAIT);
        later.giveUpWaiting(recorder.now() - COMMIT_WAIT);
        commits.writeDue();
    }

    void revoked(Collection<TopicPartition> partitions) {
        returned.settle(acknowledgedByListener);
        returned.revoked(partitions);
        commits.writeAll(partitions);
        failed.revoked(partitions);
        if (barrier != null) {
            barrier.forget(partitions);
        }
    }

    void closed() {
        roundEnded();
        returned.close();
        later.close();
        commits.writeAll();
        repeats.end();
        open.close();
    }

    private @Nullable OpenDelivery open(ConsumerRecord<?, ?> record, int batchSize, int batchIndex) {
        failed.handedOut(record.topic(), record.partition(), record.offset());
        later.handedOut(record.topic(), record.partition(), record.offset());
        return open.begin(this, record, batchSize, batchIndex);
    }

    private void endForgotten() {
        for (OpenDelivery delivery : open.all()) {
            if (delivery.isEndingLater()) {
                continue;
            }
            if (delivery.hasReachedListener()) {
                notProcessed(delivery, "container died");
            } else {
                // A batch that an interceptor swallowed ends without a word.
                open.remove(delivery);
                delivery.end(AuditAction.MESSAGE_SKIPPED, null);
            }
        }
    }

    private boolean isCommitFailure(Throwable error) {
        for (Throwable cause = error; cause != null; cause = cause.getCause()) {
            if (cause == commitFailure) {
                return true;
            }
        }
        return false;
    }
}
