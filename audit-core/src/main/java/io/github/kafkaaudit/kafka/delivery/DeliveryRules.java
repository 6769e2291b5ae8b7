package io.github.kafkaaudit.kafka.delivery;

import static io.github.kafkaaudit.kafka.delivery.DeliveryState.AT_LISTENER;
import static io.github.kafkaaudit.kafka.delivery.DeliveryState.AWAITING_ACKNOWLEDGEMENT;
import static io.github.kafkaaudit.kafka.delivery.DeliveryState.AWAITING_RESULT;
import static io.github.kafkaaudit.kafka.delivery.DeliveryState.COMMITTED_AWAITING_RESULT;
import static io.github.kafkaaudit.kafka.delivery.DeliveryState.COMMITTED_FAILURE;
import static io.github.kafkaaudit.kafka.delivery.DeliveryState.COPIED;
import static io.github.kafkaaudit.kafka.delivery.DeliveryState.ENDED;
import static io.github.kafkaaudit.kafka.delivery.DeliveryState.FAILED;
import static io.github.kafkaaudit.kafka.delivery.DeliveryState.FILTERED;
import static io.github.kafkaaudit.kafka.delivery.DeliveryState.HANDED_OUT;
import static io.github.kafkaaudit.kafka.delivery.DeliveryState.LISTENER_FAILED;
import static io.github.kafkaaudit.kafka.delivery.DeliveryState.RESULT_FAILED;
import static io.github.kafkaaudit.kafka.delivery.DeliveryState.RETRYING;
import static io.github.kafkaaudit.kafka.delivery.DeliveryState.RETURNED;

import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The one table that says how a delivery ends: state × signal → the event that is written, and the next state.
 *
 * <p>A signal without a cell says nothing in that state, so whatever is heard twice counts once.
 * {@code docs/delivery-states.md} is made from this table.
 */
final class DeliveryRules {

    private static final Map<DeliveryState, Map<Signal, Transition>> CELLS = new EnumMap<>(DeliveryState.class);

    static {
        in(HANDED_OUT)
                .on(Signal.REACHED_LISTENER, AT_LISTENER)
                .on(Signal.RETURNED, Written.SKIPPED, ENDED)
                .on(Signal.THREW, Written.INTERCEPTOR_THREW, FAILED)
                .on(Signal.COMMIT_REFUSED, Written.SKIPPED, ENDED)
                .on(Signal.TRANSACTION_REFUSED, Written.SKIPPED, ENDED)
                .on(Signal.NOT_READABLE, Written.NOT_DESERIALIZED, FAILED)
                .on(Signal.READ_AS_NULL, Written.SKIPPED, ENDED)
                .on(Signal.NOT_SEEN, Written.SKIPPED, ENDED)
                .on(Signal.PASSED_OVER, Written.NOT_PROCESSED, ENDED)
                .on(Signal.ASSUMED, Written.SKIPPED, ENDED)
                .on(Signal.NOT_DUE, ENDED)
                .on(Signal.COMMITTING, Written.DELIVERED_SO_FAR, HANDED_OUT)
                .on(Signal.FORGOTTEN, Written.SKIPPED, ENDED)
                .on(Signal.CLOSED, Written.SKIPPED, ENDED);
        in(AT_LISTENER)
                .on(Signal.DISCARDED, FILTERED)
                .on(Signal.LISTENER_THREW, LISTENER_FAILED)
                .on(Signal.RESULT_PENDING, AWAITING_RESULT)
                .on(Signal.RETURNED, RETURNED)
                .on(Signal.THREW, Written.FAILED, FAILED)
                .on(Signal.COMMIT_REFUSED, Written.CONSUMED, ENDED)
                .on(Signal.TRANSACTION_REFUSED, RETURNED)
                .on(Signal.NOT_READABLE, Written.NOT_DESERIALIZED, FAILED)
                .on(Signal.READ_AS_NULL, Written.NOT_DESERIALIZED, ENDED)
                .on(Signal.NOT_SEEN, Written.DELIVERED, ENDED)
                .on(Signal.PASSED_OVER, Written.NOT_PROCESSED, ENDED)
                .on(Signal.ASSUMED, RETURNED)
                .on(Signal.NOT_DUE, ENDED)
                .on(Signal.COMMITTING, Written.DELIVERED_SO_FAR, AT_LISTENER)
                .on(Signal.FORGOTTEN, Written.CONTAINER_DIED, ENDED)
                .on(Signal.CLOSED, Written.CONTAINER_DIED, ENDED);
        in(FILTERED)
                .on(Signal.RETURNED, Written.FILTERED, ENDED)
                .on(Signal.THREW, Written.FILTERED, FAILED)
                .on(Signal.COMMIT_REFUSED, Written.FILTERED, ENDED)
                .on(Signal.TRANSACTION_REFUSED, Written.FILTERED, ENDED)
                .on(Signal.READ_AS_NULL, Written.FILTERED, ENDED)
                .on(Signal.NOT_SEEN, Written.FILTERED, ENDED)
                .on(Signal.PASSED_OVER, Written.FILTERED, ENDED)
                .on(Signal.ASSUMED, Written.FILTERED, ENDED)
                .on(Signal.COMMITTING, Written.DELIVERED_SO_FAR, FILTERED)
                .on(Signal.FORGOTTEN, Written.FILTERED, ENDED)
                .on(Signal.CLOSED, Written.FILTERED, ENDED);
        in(LISTENER_FAILED)
                .on(Signal.RESULT_PENDING, AWAITING_RESULT)
                .on(Signal.RETURNED, Written.FAILED_SWALLOWED, ENDED)
                .on(Signal.THREW, Written.FAILED, FAILED)
                .on(Signal.COMMIT_REFUSED, Written.FAILED_SWALLOWED, ENDED)
                .on(Signal.TRANSACTION_REFUSED, Written.FAILED_SWALLOWED, ENDED)
                .on(Signal.NOT_READABLE, Written.NOT_DESERIALIZED, FAILED)
                .on(Signal.READ_AS_NULL, Written.NOT_DESERIALIZED, ENDED)
                .on(Signal.NOT_SEEN, Written.FAILED_SWALLOWED, ENDED)
                .on(Signal.PASSED_OVER, Written.FAILED_SWALLOWED, ENDED)
                .on(Signal.ASSUMED, Written.FAILED_SWALLOWED, ENDED)
                .on(Signal.NOT_DUE, ENDED)
                .on(Signal.COMMITTING, Written.DELIVERED_SO_FAR, LISTENER_FAILED)
                .on(Signal.FORGOTTEN, Written.CONTAINER_DIED, ENDED)
                .on(Signal.CLOSED, Written.CONTAINER_DIED, ENDED);
        in(AWAITING_RESULT)
                .on(Signal.RESULT_SUCCEEDED, Written.CONSUMED, ENDED)
                .on(Signal.RESULT_SWALLOWED, Written.FAILED_SWALLOWED, ENDED)
                .on(Signal.RESULT_THREW, RESULT_FAILED)
                .on(Signal.THREW, Written.FAILED, FAILED)
                .on(Signal.COMMITTING, Written.DELIVERED_SO_FAR, AWAITING_RESULT)
                .on(Signal.COMMITTED, COMMITTED_AWAITING_RESULT)
                .on(Signal.CLOSED, Written.CLOSED_BEFORE_RESULT, ENDED);
        in(COMMITTED_AWAITING_RESULT)
                .on(Signal.RESULT_SUCCEEDED, Written.CONSUMED, ENDED)
                .on(Signal.RESULT_SWALLOWED, Written.FAILED_SWALLOWED, ENDED)
                .on(Signal.RESULT_THREW, Written.FAILED_COMMITTED, RETRYING)
                .on(Signal.THREW, Written.FAILED_COMMITTED, RETRYING)
                .on(Signal.CLOSED, Written.CLOSED_BEFORE_RESULT, ENDED);
        in(RESULT_FAILED)
                .on(Signal.COMMITTING, Written.FAILED_COMMITTED, RETRYING)
                .on(Signal.COMMITTED, Written.FAILED_COMMITTED, RETRYING)
                .on(Signal.HANDED_OUT_AGAIN, Written.FAILED, ENDED)
                .on(Signal.COPY_SENT, Written.FAILED, COPIED)
                .on(Signal.WAITED_TOO_LONG, Written.FAILED, ENDED)
                .on(Signal.CLOSED, Written.FAILED, ENDED);
        in(RETURNED)
                .on(Signal.LISTENER_THREW, Written.FAILED_SWALLOWED, ENDED)
                .on(Signal.COMMITTING, Written.CONSUMED, ENDED)
                .on(Signal.COMMITTED, Written.CONSUMED, ENDED)
                .on(Signal.COMMIT_FAILED, Written.CONSUMED, ENDED)
                .on(Signal.SOUGHT_BACK, Written.REJECTED, ENDED)
                .on(Signal.ROLLED_BACK, Written.CONSUMED, ENDED)
                .on(Signal.SETTLED, Written.CONSUMED, ENDED)
                .on(Signal.SETTLED_UNACKNOWLEDGED, AWAITING_ACKNOWLEDGEMENT)
                .on(Signal.REVOKED, Written.CONSUMED_UNCOMMITTED, ENDED)
                .on(Signal.CLOSED, Written.CONSUMED_UNCOMMITTED, ENDED);
        in(AWAITING_ACKNOWLEDGEMENT)
                .on(Signal.LISTENER_THREW, Written.FAILED_SWALLOWED, ENDED)
                .on(Signal.COMMITTING, Written.CONSUMED, ENDED)
                .on(Signal.COMMITTED, Written.CONSUMED, ENDED)
                .on(Signal.COMMIT_FAILED, Written.CONSUMED, ENDED)
                .on(Signal.WAITED_TOO_LONG, Written.CONSUMED_UNCOMMITTED, ENDED)
                .on(Signal.REVOKED, Written.CONSUMED_UNCOMMITTED, ENDED)
                .on(Signal.CLOSED, Written.CONSUMED_UNCOMMITTED, ENDED);
        in(FAILED)
                .on(Signal.COMMITTED, COMMITTED_FAILURE)
                .on(Signal.SOUGHT_BACK, RETRYING)
                .on(Signal.ROLLED_BACK, RETRYING)
                .on(Signal.HANDED_OUT_AGAIN, ENDED)
                .on(Signal.COPY_SENT, COPIED)
                .on(Signal.REVOKED, ENDED)
                .on(Signal.CLOSED, ENDED);
        in(COMMITTED_FAILURE)
                .on(Signal.SOUGHT_BACK, RETRYING)
                .on(Signal.ROLLED_BACK, RETRYING)
                .on(Signal.MOVED_ON, Written.GIVEN_UP, ENDED)
                .on(Signal.HANDED_OUT_AGAIN, ENDED)
                .on(Signal.COPY_SENT, COPIED)
                .on(Signal.REVOKED, Written.GIVEN_UP, ENDED)
                .on(Signal.CLOSED, Written.GIVEN_UP, ENDED);
        in(RETRYING)
                .on(Signal.HANDED_OUT_AGAIN, ENDED)
                .on(Signal.COPY_SENT, COPIED)
                .on(Signal.WAITED_TOO_LONG, ENDED)
                .on(Signal.REVOKED, ENDED)
                .on(Signal.CLOSED, ENDED);
        in(COPIED)
                .on(Signal.COMMITTED, ENDED)
                .on(Signal.MOVED_ON, ENDED)
                .on(Signal.HANDED_OUT_AGAIN, ENDED)
                .on(Signal.REVOKED, ENDED)
                .on(Signal.CLOSED, ENDED);
    }

    private DeliveryRules() {}

    /** Returns what follows from a signal, or null if it says nothing in this state. */
    static @Nullable Transition of(DeliveryState state, Signal signal) {
        Map<Signal, Transition> row = CELLS.get(state);
        return row == null ? null : row.get(signal);
    }

    private static Row in(DeliveryState state) {
        Map<Signal, Transition> cells = new EnumMap<>(Signal.class);
        CELLS.put(state, cells);
        return new Row(cells);
    }

    /** The cells of one state. */
    private record Row(Map<Signal, Transition> cells) {

        Row on(Signal signal, DeliveryState next) {
            cells.put(signal, new Transition(null, next));
            return this;
        }

        Row on(Signal signal, Written written, DeliveryState next) {
            cells.put(signal, new Transition(written, next));
            return this;
        }
    }
}
