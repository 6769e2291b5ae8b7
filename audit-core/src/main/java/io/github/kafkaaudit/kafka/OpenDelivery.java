package io.github.kafkaaudit.kafka;

import io.github.kafkaaudit.event.AuditAction;
import io.github.kafkaaudit.event.AuditEvent;
import io.github.kafkaaudit.event.AuditHeaders;
import io.github.kafkaaudit.event.CausedBy;
import io.github.kafkaaudit.event.Delivery;
import io.github.kafkaaudit.event.Outcome;
import io.github.kafkaaudit.event.RecordSnapshot;
import io.github.kafkaaudit.event.TransactionInfo;
import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * One hand-out of one record to a listener, from its beginning to its single end.
 *
 * <p><b>Threading</b>: belongs to the consumer's thread; only {@link #endedLater} may come from elsewhere.
 */
public final class OpenDelivery extends CurrentDelivery {

    // There is one of these per record; an AtomicBoolean in each would be a second object.
    private static final AtomicIntegerFieldUpdater<OpenDelivery> ENDED =
            AtomicIntegerFieldUpdater.newUpdater(OpenDelivery.class, "ended");

    private final ConsumerSession session;
    private final RecordSnapshot record;
    private final String thread = Thread.currentThread().getName();
    private final long start;
    private final long startNanos = System.nanoTime();

    @SuppressWarnings("UnusedVariable") // read by ENDED
    private volatile int ended;

    private volatile Delivery delivery;
    private @Nullable TransactionInfo transaction;
    private volatile @Nullable Throwable observedError;
    private boolean reachedListener;
    private boolean filtered;
    private boolean endsLater;
    private boolean returned;
    private boolean copied;
    private boolean awaitsTransaction;
    private boolean committedEarly;
    private long endNanos;
    private @Nullable String reason;
    private boolean laterEndKnown;

    OpenDelivery(ConsumerSession session, RecordSnapshot record, Delivery delivery) {
        this.session = session;
        this.record = record;
        this.delivery = delivery;
        this.start = session.recorder().now();
    }

    /**
     * Returns the delivery of the single record that the current thread is processing.
     *
     * @return the delivery, or null
     */
    public static @Nullable OpenDelivery currentRecord() {
        return current() instanceof OpenDelivery delivery ? delivery : null;
    }

    /** Notes that every interceptor of the application let the record pass. */
    public void reachedListener() {
        reachedListener = true;
    }

    /**
     * Notes that a filter discarded a record that the current thread was handed.
     *
     * @param record the record
     */
    public static void filtered(ConsumerRecord<?, ?> record) {
        CurrentDelivery current = current();
        if (current != null) {
            current.filters(record);
        }
    }

    /** Notes that the listener's end is not its return: it returned something that completes later. */
    public void endsLater() {
        endsLater = true;
    }

    /**
     * Notes an exception that the listener threw, as something nearer to it than the container saw it.
     *
     * @param error the exception
     */
    public void observedError(Throwable error) {
        observedError = error;
    }

    /**
     * Ends a delivery whose listener returned something that completes later; called by the thread that completes it.
     *
     * @param error the exception it completed with, or null
     */
    public void endedLater(@Nullable Throwable error) {
        long now = System.nanoTime();
        synchronized (this) {
            laterEndKnown = true;
            observedError = error;
            endNanos = now;
            if (!returned) {
                // It was complete before the listener's return was noted; then that will end it.
                return;
            }
        }
        session.endedLater(this);
    }

    /** Notes the listener's normal return, as the container tells it; returns whether the end is known by that. */
    synchronized boolean returned() {
        returned = true;
        if (endsLater) {
            return laterEndKnown;
        }
        endNanos = System.nanoTime();
        return true;
    }

    RecordSnapshot record() {
        return record;
    }

    TopicPartition partition() {
        return new TopicPartition(record.topic(), record.partition());
    }

    boolean isEndingLater() {
        return endsLater && !filtered && reachedListener;
    }

    boolean hasReachedListener() {
        return reachedListener;
    }

    boolean isFiltered() {
        return filtered;
    }

    boolean startedBefore(long time) {
        return start < time;
    }

    boolean isCopied() {
        return copied;
    }

    /** Returns the exception that was observed nearer to the listener than the container saw it, or null. */
    public @Nullable Throwable observedError() {
        return observedError;
    }

    void delivery(Delivery changed) {
        delivery = changed;
    }

    Delivery delivery() {
        return delivery;
    }

    void reason(@Nullable String changed) {
        reason = changed;
    }

    @Override
    CausedBy asCause(@Nullable String inheritedMessageId) {
        String own = AuditHeaders.messageId(record.headers().last(AuditHeaders.MESSAGE_ID), record.topic());
        return new CausedBy(
                record.coordinate(), session.identity().group(), inheritedMessageId == null ? own : inheritedMessageId);
    }

    @Override
    void sending(ProducerRecord<?, ?> copy) {
        copied |= isCopyOfThis(RecordOrigin.of(copy));
    }

    @Override
    void copied(RecordSnapshot sent, @Nullable Throwable failure) {
        RecordOrigin origin = RecordOrigin.of(sent.topic(), sent.headers());
        if (origin == null || !isCopyOfThis(origin)) {
            return;
        }
        if (failure == null) {
            AuditAction action =
                    origin.retry() ? AuditAction.MESSAGE_RETRY_SCHEDULED : AuditAction.MESSAGE_DEAD_LETTERED;
            session.record(event(action).deadLetterCoordinate(sent.coordinate()));
        } else {
            session.repeats()
                    .happened(
                            AuditAction.MESSAGE_DEAD_LETTERED,
                            record.coordinate(),
                            () -> event(AuditAction.MESSAGE_DEAD_LETTERED)
                                    .outcome(Outcome.FAILURE)
                                    .reason("the copy could not be sent")
                                    .error(failure));
        }
    }

    /** A copy of a copy names the first record of the chain. */
    private boolean isCopyOfThis(@Nullable RecordOrigin origin) {
        if (origin == null) {
            return false;
        }
        RecordOrigin own = RecordOrigin.of(record.topic(), record.headers());
        return origin.coordinate().equals(own == null ? record.coordinate() : own.coordinate())
                || origin.coordinate().equals(record.coordinate());
    }

    @Override
    void filters(ConsumerRecord<?, ?> discarded) {
        filtered |= isAt(discarded.topic(), discarded.partition(), discarded.offset());
    }

    boolean isAt(String topic, int partition, long offset) {
        return record.offset() == offset
                && record.partition() == partition
                && record.topic().equals(topic);
    }

    boolean isOf(TopicPartition other) {
        return record.partition() == other.partition() && record.topic().equals(other.topic());
    }

    /** Whether a commit of an offset covers it. */
    boolean isBefore(TopicPartition other, long offset) {
        return record.offset() < offset && isOf(other);
    }

    boolean hasTransaction() {
        return transaction != null;
    }

    @Override
    void transactionEnded(TransactionInfo ended) {
        transaction = ended;
    }

    @Override
    void aboutToCommit(TopicPartition partition, long offset) {
        session.aboutToCommit(partition, offset);
    }

    /** Writes that it was handed out, once, because its offset is committed before its end is known. */
    void committedEarly() {
        if (ended == 0 && !committedEarly) {
            committedEarly = true;
            session.record(event(AuditAction.MESSAGE_DELIVERED).reason("committed before its end was known"));
        }
    }

    @Override
    void offsetsRefused(Throwable error) {
        awaitsTransaction = true;
        session.commitFailed(error);
    }

    boolean awaitsTransaction() {
        return awaitsTransaction;
    }

    @Override
    void committed(TopicPartition committed, long offset) {
        session.settled(committed, offset);
    }

    /** Writes the event that ends it, unless it has ended. */
    void end(AuditAction action, @Nullable Throwable error) {
        if (ENDED.compareAndSet(this, 0, 1)) {
            long end = endNanos == 0 ? System.nanoTime() : endNanos;
            session.record(event(action).duration(end - startNanos).error(error));
        }
    }

    /** Forgets it without an event. */
    void drop() {
        ended = 1;
    }

    /** Writes an event about it that is not its end. */
    void record(AuditEvent.Builder event) {
        session.record(event);
    }

    /** An event about this record in this consumer's hands. */
    AuditEvent.Builder event(AuditAction action) {
        return AuditEvent.of(action)
                .thread(thread)
                .start(start)
                .record(record)
                .consumer(session.identity())
                .delivery(delivery)
                .transaction(transaction)
                .reason(reason);
    }
}
