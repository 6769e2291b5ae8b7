package io.github.kafkaaudit.kafka.delivery;

import io.github.kafkaaudit.event.OffsetCommit;
import io.github.kafkaaudit.event.Outcome;
import io.github.kafkaaudit.trail.Recorder;
import java.util.Collection;
import java.util.List;
import java.util.function.Predicate;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.jspecify.annotations.Nullable;

/**
 * What the calls of a consumer tell about the deliveries of a {@link DeliverySession}: polls, commits, seeks,
 * revocations.
 *
 * <p><b>Threading</b>: belongs to the consumer's thread. <b>Failure</b>: callers run it inside {@link Recorder#guard}.
 */
public final class ConsumerCalls {

    /** So long what was processed waits for its acknowledgement, and what failed for the commit of its offset. */
    private static final long WAIT = 60_000;

    private final DeliverySession session;
    private final Recorder recorder;
    private final DeliveryTable table;
    private final CommitLog commits;
    private final @Nullable CommitBarrier barrier;
    private @Nullable Throwable commitFailure;
    private boolean transactionRefused;

    ConsumerCalls(
            DeliverySession session,
            Recorder recorder,
            DeliveryTable table,
            CommitLog commits,
            @Nullable CommitBarrier barrier) {
        this.session = session;
        this.recorder = recorder;
        this.table = table;
        this.commits = commits;
        this.barrier = barrier;
    }

    /**
     * Tells that the consumer is about to poll.
     *
     * @param isPaused whether a partition is paused, in which the container then may have records to hand out
     */
    public void pollStarts(Predicate<TopicPartition> isPaused) {
        session.roundEnded();
        commitFailure = null;
        transactionRefused = false;
        for (TopicPartition partition : table.awaitingThatTheConsumerMovesOn()) {
            if (!isPaused.test(partition)) {
                table.of(List.of(partition), Signal.MOVED_ON);
            }
        }
        table.startedBefore(recorder.now() - WAIT, Signal.WAITED_TOO_LONG);
        commits.writeDue();
    }

    /**
     * Tells that the next record of a partition is not the one behind the last: the consumer seeked, or is new to it.
     *
     * @param partition the partition
     */
    public void jumped(TopicPartition partition) {
        session.jumped(partition);
    }

    /**
     * Tells that an offset was committed.
     *
     * @param partition the partition
     * @param offset the offset
     * @param mode how
     */
    public void committed(TopicPartition partition, long offset, OffsetCommit.Mode mode) {
        settled(partition, offset);
        commits.committed(partition, offset, mode, session.identity());
    }

    /**
     * Tells that an offset was committed in a way that is recorded elsewhere.
     *
     * @param partition the partition
     * @param offset the offset
     */
    public void settled(TopicPartition partition, long offset) {
        table.committed(partition, offset);
        if (barrier != null) {
            barrier.committed(partition, offset);
        }
    }

    /**
     * Tells that an offset was not committed.
     *
     * @param partition the partition
     * @param offset the offset
     * @param mode how it was to be
     * @param error why not
     */
    public void commitFailed(TopicPartition partition, long offset, OffsetCommit.Mode mode, Throwable error) {
        commitFailure = error;
        table.before(partition, offset, Signal.COMMIT_FAILED);
        // A wake-up says nothing about the commit; the container repeats it.
        Outcome outcome = error instanceof WakeupException ? Outcome.UNKNOWN : Outcome.FAILURE;
        commits.failed(partition, offset, mode, session.identity(), error, outcome);
    }

    /**
     * Tells that the consumer goes to an offset.
     *
     * @param partition the partition
     * @param offset the offset
     */
    public void sought(TopicPartition partition, long offset) {
        table.soughtBack(partition, offset);
    }

    /**
     * Tells that partitions are taken away.
     *
     * @param partitions the partitions
     */
    public void revoked(Collection<TopicPartition> partitions) {
        session.settle();
        table.of(partitions, Signal.REVOKED);
        table.forget(partitions);
        partitions.forEach(this::jumped);
        commits.writeAll(partitions);
        if (barrier != null) {
            barrier.forget(partitions);
        }
    }

    /**
     * Writes what is known of the records before an offset whose commit waits for that to be safe.
     *
     * @param partition the partition
     * @param offset the offset
     */
    public void aboutToCommit(TopicPartition partition, long offset) {
        table.before(partition, offset, Signal.COMMITTING);
    }

    void offsetsRefused(Throwable error) {
        commitFailure = error;
        transactionRefused = true;
    }

    void closed() {
        table.all(Signal.CLOSED);
        commits.writeAll();
    }

    void memberOf(@Nullable String group) {
        if (barrier != null) {
            barrier.group(group);
        }
    }

    @Nullable CommitBarrier barrier() {
        return barrier;
    }

    /** What the report of a failure is, if it reports a commit that failed; else null. */
    @Nullable Signal refusal(Throwable reported) {
        for (Throwable cause = reported; cause != null; cause = cause.getCause()) {
            if (cause == commitFailure) {
                return transactionRefused ? Signal.TRANSACTION_REFUSED : Signal.COMMIT_REFUSED;
            }
        }
        return null;
    }
}
