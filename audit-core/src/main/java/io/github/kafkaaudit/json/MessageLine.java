package io.github.kafkaaudit.json;

import io.github.kafkaaudit.AuditAction;
import io.github.kafkaaudit.AuditEvent;
import io.github.kafkaaudit.ConsumerIdentity;
import io.github.kafkaaudit.Direction;
import io.github.kafkaaudit.RecordSnapshot;
import io.github.kafkaaudit.TrailInfo;
import org.jspecify.annotations.Nullable;

/** Says in one line what happened, for people who read a list of events. */
final class MessageLine {

    private final StringBuilder line = new StringBuilder(256);
    private final String service;

    MessageLine(String service) {
        this.service = service;
    }

    String of(AuditEvent event) {
        line.setLength(0);
        if (event.record() != null) {
            place(event.record());
            line.append(' ');
        }
        line.append(verb(event.action())).append(" by ").append(who(event));
        if (event.delivery() != null && event.delivery().attempt() > 1) {
            line.append(" (attempt ").append(event.delivery().attempt()).append(')');
        }
        if (event.commit() != null) {
            line.append(" at offset ").append(event.commit().offset());
        }
        if (event.transaction() != null && !event.action().isMessage()) {
            line.append(", ").append(event.transaction().records()).append(" records");
        }
        if (event.deadLetterCoordinate() != null) {
            line.append(" to ").append(event.deadLetterCoordinate());
        }
        trail(event.trail());
        if (event.repeat() != null) {
            line.append(", ").append(event.repeat().count()).append(" times");
        }
        if (event.error() != null) {
            line.append(": ")
                    .append(StackTraceText.rootCause(event.error()).getClass().getSimpleName());
        }
        return line.toString();
    }

    private void place(RecordSnapshot record) {
        line.append(record.topic());
        if (record.partition() >= 0) {
            line.append('/').append(record.partition());
            if (record.offset() >= 0) {
                line.append('/').append(record.offset());
            }
        }
    }

    private String who(AuditEvent event) {
        ConsumerIdentity consumer = event.consumer();
        return event.action().direction() == Direction.CONSUME && consumer != null && consumer.group() != null
                ? consumer.group()
                : service;
    }

    private void trail(@Nullable TrailInfo trail) {
        if (trail != null && trail.gap() != null) {
            line.append(": ").append(trail.gap().count()).append(" events between ");
            line.append(trail.gap().from()).append(" and ").append(trail.gap().to());
        }
        if (trail != null && trail.lastSequence() >= 0) {
            line.append(" after ").append(trail.lastSequence()).append(" events");
        }
    }

    private static String verb(AuditAction action) {
        return switch (action) {
            case MESSAGE_PRODUCED -> "produced";
            case MESSAGE_PRODUCE_FAILED -> "not produced";
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
