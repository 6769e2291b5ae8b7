package io.github.kafkaaudit.kafka.delivery;

import io.github.kafkaaudit.event.AuditAction;
import io.github.kafkaaudit.event.AuditEvent;
import io.github.kafkaaudit.event.AuditHeaders;
import io.github.kafkaaudit.event.CausedBy;
import io.github.kafkaaudit.event.Coordinate;
import io.github.kafkaaudit.event.Delivery;
import io.github.kafkaaudit.event.RecordSnapshot;
import io.github.kafkaaudit.event.RetryHeaders;
import io.github.kafkaaudit.event.TransactionInfo;
import java.util.concurrent.atomic.AtomicReferenceFieldUpdater;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * One hand-out of one record, from its beginning to its single end.
 *
 * <p><b>Threading</b>: belongs to the consumer's thread; {@link #completed} and {@link #failed} may come from
 * elsewhere.
 */
public final class OpenDelivery {

    // There is one of these per record; an AtomicReference in each would be a second object.
    private static final AtomicReferenceFieldUpdater<OpenDelivery, DeliveryState> STATE =
            AtomicReferenceFieldUpdater.newUpdater(OpenDelivery.class, DeliveryState.class, "state");

    private final DeliverySession session;
    private final RecordSnapshot record;
    private final String thread = Thread.currentThread().getName();
    private final long start;
    private final long startNanos = System.nanoTime();
    private final Delivery delivery;

    private volatile DeliveryState state = DeliveryState.HANDED_OUT;
    private volatile @Nullable Throwable error;
    private volatile boolean reported;
    private volatile @Nullable String reason;
    private volatile long endNanos;
    private @Nullable TransactionInfo transaction;
    private @Nullable ConsumerRecord<?, ?> handledFailure;
    private volatile @Nullable PossibleCopy possibleCopy;
    private boolean shown;

    OpenDelivery(DeliverySession session, RecordSnapshot record, Delivery delivery) {
        this.session = session;
        this.record = record;
        this.delivery = delivery;
        this.start = session.recorder().now();
    }

    /** Notes that every interceptor of the application let the record pass. */
    public void reachedListener() {
        signal(Signal.REACHED_LISTENER);
    }

    /** Notes that a filter in front of the listener discarded the record. */
    public void discarded() {
        signal(Signal.DISCARDED);
    }

    /**
     * Notes an exception that the listener threw, as something nearer to it than the container saw it: whether the
     * container is told is another matter.
     *
     * @param thrown the exception
     * @param why the reason that the event has if the container is not told, or null for a handler that swallows it
     */
    public void listenerThrew(Throwable thrown, @Nullable String why) {
        error = thrown;
        if (why != null) {
            reason = why;
        }
        signal(Signal.LISTENER_THREW);
    }

    /** Notes that the listener's end is not its return: it returned something that completes later. */
    public void awaitsResult() {
        signal(Signal.RESULT_PENDING);
    }

    /**
     * Notes the end of what the listener returned; may be called by any thread, and before its return is noted.
     *
     * @param failure the exception it completed with, or null
     */
    public void completed(@Nullable Throwable failure) {
        endNanos = System.nanoTime();
        if (failure != null) {
            error = failure;
            signal(Signal.RESULT_THREW);
        } else {
            signal(reported ? Signal.RESULT_SWALLOWED : Signal.RESULT_SUCCEEDED);
        }
    }

    /** Takes a failure that the application handles by itself. */
    void failed(Throwable failure) {
        reported = true;
        listenerThrew(failure, "reported by the application");
    }

    RecordSnapshot record() {
        return record;
    }

    DeliveryState state() {
        return state;
    }

    boolean hasEnded() {
        return state == DeliveryState.ENDED;
    }

    boolean startedBefore(long time) {
        return start < time;
    }

    boolean isAt(String topic, int partition, long offset) {
        return record.offset() == offset
                && record.partition() == partition
                && record.topic().equals(topic);
    }

    /**
     * Tells whether it is the delivery of a record.
     *
     * @param other a record, or another one at the same place
     * @return whether it is
     */
    public boolean isOf(ConsumerRecord<?, ?> other) {
        return isAt(other.topic(), other.partition(), other.offset());
    }

    TopicPartition partition() {
        return new TopicPartition(record.topic(), record.partition());
    }

    boolean hasTransaction() {
        return transaction != null;
    }

    void transactionEnded(TransactionInfo ended) {
        transaction = ended;
    }

    void reason(@Nullable String why) {
        reason = why;
    }

    void error(Throwable thrown) {
        error = thrown;
    }

    /** Names itself as the cause of a send. */
    CausedBy asCause(@Nullable String inheritedMessageId) {
        String own = AuditHeaders.messageId(record.headers().last(AuditHeaders.MESSAGE_ID), record.topic());
        return new CausedBy(
                record.coordinate(), session.identity().group(), inheritedMessageId == null ? own : inheritedMessageId);
    }

    /** The first record of the chain of copies that its record is the last of; without such a chain its own. */
    Coordinate original() {
        Coordinate first = RetryHeaders.first(record.headers(), record.topic());
        return first == null ? new Coordinate(record.topic(), record.partition(), record.offset()) : first;
    }

    /** Whether a copy of a record is one of this: a copy of a copy names the first record of the chain. */
    boolean isNamedBy(Coordinate source) {
        return (source.offset() == record.offset()
                        && source.partition() == record.partition()
                        && source.topic().equals(record.topic()))
                || source.equals(original());
    }

    /** Remembers the record while the container handles its failure: a copy may carry the very same value. */
    void handles(@Nullable ConsumerRecord<?, ?> failed) {
        handledFailure = failed;
    }

    @Nullable ConsumerRecord<?, ?> handledFailure() {
        return handledFailure;
    }

    void possibleCopy(PossibleCopy copy) {
        possibleCopy = copy;
    }

    /** Hears something about itself, writes what follows from that, and takes the state that follows. */
    void signal(Signal signal) {
        Transition transition;
        do {
            DeliveryState known = state;
            transition = DeliveryRules.of(known, signal);
            if (transition == null) {
                return;
            }
            if (STATE.compareAndSet(this, known, transition.next())) {
                break;
            }
        } while (true);
        if (signal == Signal.RETURNED || signal == Signal.ASSUMED) {
            endNanos = System.nanoTime();
        }
        Written written = transition.written();
        if (written != null) {
            write(written);
        }
    }

    /** An event about this record in this consumer's hands. */
    AuditEvent.Builder event(AuditAction action) {
        return AuditEvent.of(action)
                .thread(thread)
                .start(start)
                .record(record)
                .consumer(session.identity())
                .delivery(delivery)
                .transaction(transaction);
    }

    void record(AuditEvent.Builder event) {
        session.record(event);
    }

    DeliverySession session() {
        return session;
    }

    private void write(Written written) {
        if (written == Written.DELIVERED_SO_FAR) {
            if (shown) {
                return;
            }
            shown = true;
        }
        if (written == Written.GIVEN_UP) {
            PossibleCopy copy = possibleCopy;
            if (copy != null) {
                copy.wasIt(this);
                return;
            }
        }
        AuditEvent.Builder event = event(written.action()).delivery(marked(written));
        String known = written.isEnd() ? reason : null;
        event.reason(known == null || written == Written.INTERCEPTOR_THREW ? written.reason() : known);
        if (written.outcome() != null) {
            event.outcome(written.outcome());
        }
        if (written.isEnd()) {
            long end = endNanos == 0 ? System.nanoTime() : endNanos;
            event.duration(end - startNanos);
        }
        if (written.hasError()) {
            event.error(error);
        }
        session.record(event);
    }

    private Delivery marked(Written written) {
        return switch (written) {
            case CONSUMED_UNCOMMITTED -> delivery.withoutCommit();
            case FAILED_SWALLOWED -> delivery.withErrorSwallowed();
            case FAILED_COMMITTED -> delivery.committedWithoutProcessing();
            default -> delivery;
        };
    }
}
