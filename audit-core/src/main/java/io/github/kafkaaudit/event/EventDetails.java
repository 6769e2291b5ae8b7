package io.github.kafkaaudit.event;

import org.jspecify.annotations.Nullable;

/**
 * What few events have: kept apart, because an event without any of it is made per record on the application's threads.
 *
 * <p>Every method returns the details to go on with: {@link #NONE} becomes an object of its own with the first thing
 * that is known.
 */
final class EventDetails {

    /** Shared by all events that have none; never written to. */
    static final EventDetails NONE = new EventDetails();

    @Nullable Outcome outcome;

    @Nullable String reason;

    @Nullable String messageId;

    @Nullable TransactionInfo transaction;

    @Nullable CausedBy causedBy;

    @Nullable Throwable error;

    @Nullable RequestedRecord requested;

    @Nullable Repeat repeat;

    @Nullable ShareDelivery share;

    @Nullable OffsetCommit commit;

    @Nullable String deadLetterCoordinate;

    @Nullable TrailInfo trail;

    @Nullable Coordinate original;

    private EventDetails() {}

    EventDetails outcome(@Nullable Outcome value) {
        if (isNothingNew(value)) {
            return this;
        }
        EventDetails own = own();
        own.outcome = value;
        return own;
    }

    EventDetails reason(@Nullable String value) {
        if (isNothingNew(value)) {
            return this;
        }
        EventDetails own = own();
        own.reason = value;
        return own;
    }

    EventDetails messageId(@Nullable String value) {
        if (isNothingNew(value)) {
            return this;
        }
        EventDetails own = own();
        own.messageId = value;
        return own;
    }

    EventDetails transaction(@Nullable TransactionInfo value) {
        if (isNothingNew(value)) {
            return this;
        }
        EventDetails own = own();
        own.transaction = value;
        return own;
    }

    EventDetails causedBy(@Nullable CausedBy value) {
        if (isNothingNew(value)) {
            return this;
        }
        EventDetails own = own();
        own.causedBy = value;
        return own;
    }

    EventDetails error(@Nullable Throwable value) {
        if (isNothingNew(value)) {
            return this;
        }
        EventDetails own = own();
        own.error = value;
        return own;
    }

    EventDetails requested(@Nullable RequestedRecord value) {
        if (isNothingNew(value)) {
            return this;
        }
        EventDetails own = own();
        own.requested = value;
        return own;
    }

    EventDetails repeat(@Nullable Repeat value) {
        if (isNothingNew(value)) {
            return this;
        }
        EventDetails own = own();
        own.repeat = value;
        return own;
    }

    EventDetails share(@Nullable ShareDelivery value) {
        if (isNothingNew(value)) {
            return this;
        }
        EventDetails own = own();
        own.share = value;
        return own;
    }

    EventDetails commit(@Nullable OffsetCommit value) {
        if (isNothingNew(value)) {
            return this;
        }
        EventDetails own = own();
        own.commit = value;
        return own;
    }

    EventDetails deadLetterCoordinate(@Nullable String value) {
        if (isNothingNew(value)) {
            return this;
        }
        EventDetails own = own();
        own.deadLetterCoordinate = value;
        return own;
    }

    EventDetails trail(@Nullable TrailInfo value) {
        if (isNothingNew(value)) {
            return this;
        }
        EventDetails own = own();
        own.trail = value;
        return own;
    }

    EventDetails original(@Nullable Coordinate value) {
        if (isNothingNew(value)) {
            return this;
        }
        EventDetails own = own();
        own.original = value;
        return own;
    }

    private boolean isNothingNew(@Nullable Object value) {
        return value == null && isNone();
    }

    private EventDetails own() {
        return isNone() ? new EventDetails() : this;
    }

    @SuppressWarnings("ReferenceEquality")
    private boolean isNone() {
        return this == NONE;
    }
}
