package io.github.kafkaaudit.kafka.delivery;

import io.github.kafkaaudit.event.AuditAction;
import io.github.kafkaaudit.event.Outcome;
import org.jspecify.annotations.Nullable;

/** The event that a delivery's change of state writes. */
enum Written {
    CONSUMED(AuditAction.MESSAGE_CONSUMED, null, null),
    CONSUMED_UNCOMMITTED(AuditAction.MESSAGE_CONSUMED, "delivery.uncommitted", null),
    FAILED(AuditAction.MESSAGE_CONSUME_FAILED, null, null),
    INTERCEPTOR_THREW(AuditAction.MESSAGE_CONSUME_FAILED, null, "interceptor threw"),
    FAILED_SWALLOWED(AuditAction.MESSAGE_CONSUME_FAILED, "delivery.error_swallowed", "swallowed by error handler"),
    FAILED_COMMITTED(AuditAction.MESSAGE_CONSUME_FAILED, "delivery.committed_unprocessed", null),
    FILTERED(AuditAction.MESSAGE_FILTERED, null, null),
    SKIPPED(AuditAction.MESSAGE_SKIPPED, null, null),
    REJECTED(AuditAction.MESSAGE_REJECTED, null, null),
    NOT_DESERIALIZED(AuditAction.MESSAGE_DESERIALIZATION_FAILED, null, null),
    NOT_PROCESSED(AuditAction.MESSAGE_NOT_PROCESSED, null, null),
    CONTAINER_DIED(AuditAction.MESSAGE_NOT_PROCESSED, null, "container died"),
    CLOSED_BEFORE_RESULT(
            AuditAction.MESSAGE_NOT_PROCESSED, null, "the consumer was closed before the listener's result completed"),
    DELIVERED(AuditAction.MESSAGE_DELIVERED, null, null),
    DELIVERED_SO_FAR(AuditAction.MESSAGE_DELIVERED, null, "committed before its end was known"),
    GIVEN_UP(
            AuditAction.MESSAGE_DEAD_LETTERED,
            null,
            "given up: its offset was committed after the failure, and no copy of it was seen");

    private final AuditAction action;
    private final @Nullable String flag;
    private final @Nullable String reason;

    Written(AuditAction action, @Nullable String flag, @Nullable String reason) {
        this.action = action;
        this.flag = flag;
        this.reason = reason;
    }

    AuditAction action() {
        return action;
    }

    /** The outcome of the event, where it is not the action's own. */
    @Nullable Outcome outcome() {
        // A copy that nobody here saw may exist.
        return this == GIVEN_UP ? Outcome.UNKNOWN : null;
    }

    /** The reason that the event has unless the delivery knows a better one. */
    @Nullable String reason() {
        return reason;
    }

    /** Whether it ends the delivery's own story: one such event is written per delivery. */
    boolean isEnd() {
        return this != DELIVERED_SO_FAR && this != GIVEN_UP;
    }

    boolean hasError() {
        return action == AuditAction.MESSAGE_CONSUME_FAILED
                || action == AuditAction.MESSAGE_DESERIALIZATION_FAILED
                || this == CONTAINER_DIED;
    }

    /** How the documentation names it. */
    String words() {
        return "`" + action.value() + "`" + (flag == null ? "" : " with `" + flag + "`")
                + (outcome() == null ? "" : " with outcome `" + Outcome.UNKNOWN.value() + "`");
    }
}
