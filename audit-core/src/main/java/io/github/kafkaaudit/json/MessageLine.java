package io.github.kafkaaudit.json;

import io.github.kafkaaudit.event.AuditAction;
import io.github.kafkaaudit.event.AuditEvent;
import io.github.kafkaaudit.event.ConsumerIdentity;
import io.github.kafkaaudit.event.Direction;
import io.github.kafkaaudit.event.RecordSnapshot;
import io.github.kafkaaudit.event.TrailInfo;
import org.jspecify.annotations.Nullable;

/** Says in one line what happened, for people who read a list of events. */
final class MessageLine {

    private final String service;

    MessageLine(String service) {
        this.service = service;
    }

    void write(DocumentWriter line, AuditEvent event) {
        if (event.record() != null) {
            place(line, event.record());
            line.part(' ');
        }
        line.part(verb(event.action())).part(" by ").part(who(event));
        if (event.delivery() != null && event.delivery().attempt() > 1) {
            line.part(" (attempt ").part(event.delivery().attempt()).part(')');
        }
        if (event.commit() != null) {
            line.part(" at offset ").part(event.commit().offset());
        }
        if (event.transaction() != null && !event.action().isMessage()) {
            line.part(", ").part(event.transaction().records()).part(" records");
        }
        if (event.deadLetterCoordinate() != null) {
            line.part(" to ").part(event.deadLetterCoordinate());
        }
        trail(line, event.trail());
        if (event.repeat() != null) {
            line.part(", ").part(event.repeat().count()).part(" times");
        }
        if (event.error() != null) {
            line.part(": ")
                    .part(StackTraceText.rootCause(event.error()).getClass().getSimpleName());
        }
    }

    /** Writes the coordinate of a record that has its place in the log. */
    static void coordinate(DocumentWriter text, RecordSnapshot record) {
        text.part(record.topic()).part('/').part(record.partition()).part('/').part(record.offset());
    }

    private static void place(DocumentWriter line, RecordSnapshot record) {
        if (record.partition() >= 0 && record.offset() >= 0) {
            coordinate(line, record);
            return;
        }
        line.part(record.topic());
        if (record.partition() >= 0) {
            line.part('/').part(record.partition());
        }
    }

    private String who(AuditEvent event) {
        ConsumerIdentity consumer = event.consumer();
        return event.action().direction() == Direction.CONSUME && consumer != null && consumer.group() != null
                ? consumer.group()
                : service;
    }

    private static void trail(DocumentWriter line, @Nullable TrailInfo trail) {
        if (trail != null && trail.gap() != null) {
            line.part(": ").part(trail.gap().count()).part(" events between ");
            line.part(trail.gap().from()).part(" and ").part(trail.gap().to());
        }
        if (trail != null && trail.lastSequence() >= 0) {
            line.part(" after ").part(trail.lastSequence()).part(" events");
        }
    }

    private static String verb(AuditAction action) {
        return switch (action) {
            case MESSAGE_PRODUCED -> "produced";
            case MESSAGE_PRODUCE_FAILED -> "not produced";
            case MESSAGE_PRODUCE_PENDING -> "neither produced nor failed, being sent";
            case MESSAGE_CONSUMED -> "consumed";
            case MESSAGE_CONSUME_FAILED -> "failed to be consumed";
            case MESSAGE_FILTERED -> "filtered out";
            case MESSAGE_SKIPPED -> "skipped";
            case MESSAGE_REJECTED -> "sent back";
            case MESSAGE_DESERIALIZATION_FAILED -> "could not be deserialized";
            case MESSAGE_NOT_PROCESSED -> "not processed";
            case MESSAGE_DELIVERED -> "polled";
            case MESSAGE_DEAD_LETTERED -> "given up";
            case MESSAGE_RETRY_SCHEDULED -> "scheduled for retry";
            case OFFSET_COMMITTED -> "committed";
            case OFFSET_COMMIT_FAILED -> "could not be committed";
            case TRANSACTION_COMMITTED -> "transaction committed";
            case TRANSACTION_ABORTED -> "transaction not committed";
            case AUDIT_STARTED -> "audit started";
            case AUDIT_STOPPED -> "audit stopped";
            case AUDIT_GAP -> "audit events lost";
            case AUDIT_CHANGED -> "auditing changed";
        };
    }
}
