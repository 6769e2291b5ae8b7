package io.github.kafkaaudit.kafka.delivery;

import io.github.kafkaaudit.event.AuditAction;
import io.github.kafkaaudit.event.Outcome;
import io.github.kafkaaudit.event.RecordSnapshot;
import org.jspecify.annotations.Nullable;

/**
 * A send that may have been the copy of a failed record: it was made while its failure was handled and carries the same
 * value, but nothing names the record. It was the copy if the record is given up.
 *
 * <p><b>Threading</b>: the send ends on one thread, the record is given up on another.
 */
final class PossibleCopy {

    private @Nullable OpenDelivery givenUp;
    private @Nullable RecordSnapshot sent;
    private @Nullable Throwable failure;

    /** The send has ended. */
    void ended(RecordSnapshot copy, @Nullable Throwable error) {
        OpenDelivery delivery;
        synchronized (this) {
            sent = copy;
            failure = error;
            delivery = givenUp;
        }
        if (delivery != null) {
            write(delivery, copy, error);
        }
    }

    /** The record was given up. */
    void wasIt(OpenDelivery delivery) {
        RecordSnapshot copy;
        Throwable error;
        synchronized (this) {
            givenUp = delivery;
            copy = sent;
            error = failure;
        }
        if (copy != null) {
            write(delivery, copy, error);
        }
    }

    private static void write(OpenDelivery delivery, RecordSnapshot copy, @Nullable Throwable error) {
        var event =
                delivery.event(AuditAction.MESSAGE_DEAD_LETTERED).reason("its value was sent on and it was given up");
        if (error == null) {
            event.deadLetterCoordinate(copy.coordinate());
        } else {
            event.outcome(Outcome.FAILURE).error(error);
        }
        delivery.record(event);
    }
}
