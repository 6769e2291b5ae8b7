package io.github.kafkaaudit.event;

import org.jspecify.annotations.Nullable;

/**
 * Everything that an event can report: the closed list behind {@code event.action}.
 *
 * <p>Each action knows its {@code messaging.operation.type} (the names of the OpenTelemetry messaging conventions), its
 * usual outcome, and its {@code kafka_audit.step}: how far a record has got when the event is written.
 */
public enum AuditAction {
    /** The broker acknowledged the record; in a transaction: the transaction was committed. */
    MESSAGE_PRODUCED("message-produced", "send", Direction.PRODUCE, Outcome.SUCCESS, 10),
    /** The record was not published: the send threw, the broker refused it, or its transaction was aborted. */
    MESSAGE_PRODUCE_FAILED("message-produce-failed", "send", Direction.PRODUCE, Outcome.FAILURE, 0),
    /** The send has been neither acknowledged nor failed for long; its end is another event. */
    MESSAGE_PRODUCE_PENDING("message-produce-pending", "send", Direction.PRODUCE, Outcome.UNKNOWN, 0),
    /** The listener, and whatever it returned to be waited for, ended normally. */
    MESSAGE_CONSUMED("message-consumed", "process", Direction.CONSUME, Outcome.SUCCESS, 50),
    /** One delivery attempt ended with an exception. */
    MESSAGE_CONSUME_FAILED("message-consume-failed", "process", Direction.CONSUME, Outcome.FAILURE, 30),
    /** A filter discarded the record before the listener saw it. */
    MESSAGE_FILTERED("message-filtered", "process", Direction.CONSUME, Outcome.SUCCESS, 30),
    /** An interceptor of the application swallowed the record before the listener saw it. */
    MESSAGE_SKIPPED("message-skipped", "process", Direction.CONSUME, Outcome.SUCCESS, 30),
    /** The listener sent the record back to be delivered again. */
    MESSAGE_REJECTED("message-rejected", "process", Direction.CONSUME, Outcome.FAILURE, 30),
    /** The key or the value could not be deserialized. */
    MESSAGE_DESERIALIZATION_FAILED("message-deserialization-failed", "process", Direction.CONSUME, Outcome.FAILURE, 30),
    /** The record was handed out and never ended, or stood behind the failed one of a batch. */
    MESSAGE_NOT_PROCESSED("message-not-processed", "process", Direction.CONSUME, Outcome.UNKNOWN, 20),
    /** The record was polled by a consumer whose processing cannot be observed. */
    MESSAGE_DELIVERED("message-delivered", "receive", Direction.CONSUME, Outcome.UNKNOWN, 20),
    /** A recoverer gave the record up, usually to a dead-letter topic. */
    MESSAGE_DEAD_LETTERED("message-dead-lettered", "settle", Direction.CONSUME, Outcome.SUCCESS, 40),
    /** The record was handed to a retry topic. */
    MESSAGE_RETRY_SCHEDULED("message-retry-scheduled", "settle", Direction.CONSUME, Outcome.SUCCESS, 40),
    /** A consumer group's offset of one partition was committed. */
    OFFSET_COMMITTED("offset-committed", "settle", Direction.CONSUME, Outcome.SUCCESS, 60),
    /** A consumer group's offset of one partition could not be committed. */
    OFFSET_COMMIT_FAILED("offset-commit-failed", "settle", Direction.CONSUME, Outcome.FAILURE, 0),
    /** A producer's transaction was committed. */
    TRANSACTION_COMMITTED("transaction-committed", "settle", Direction.PRODUCE, Outcome.SUCCESS, 0),
    /** A producer's transaction was aborted, or nobody can tell whether it was committed. */
    TRANSACTION_ABORTED("transaction-aborted", "settle", Direction.PRODUCE, Outcome.FAILURE, 0),
    /** A life of the audit trail began. */
    AUDIT_STARTED("audit-started", null, null, Outcome.SUCCESS, 0),
    /** A life of the audit trail ended in order. */
    AUDIT_STOPPED("audit-stopped", null, null, Outcome.SUCCESS, 0),
    /** Events were lost inside the process. */
    AUDIT_GAP("audit-gap", null, null, Outcome.FAILURE, 0),
    /** Somebody changed at run time what is audited. */
    AUDIT_CHANGED("audit-changed", null, null, Outcome.SUCCESS, 0);

    private final String value;
    private final @Nullable String operationType;
    private final @Nullable Direction direction;
    private final Outcome outcome;
    private final int step;

    AuditAction(
            String value, @Nullable String operationType, @Nullable Direction direction, Outcome outcome, int step) {
        this.value = value;
        this.operationType = operationType;
        this.direction = direction;
        this.outcome = outcome;
        this.step = step;
    }

    /**
     * Returns the name that {@code event.action} carries.
     *
     * @return the name
     */
    public String value() {
        return value;
    }

    /**
     * Returns the {@code messaging.operation.type}.
     *
     * @return {@code send}, {@code receive}, {@code process}, {@code settle}, or null for an event of the trail itself
     */
    public @Nullable String operationType() {
        return operationType;
    }

    /**
     * Returns the side of Kafka on which it happens.
     *
     * @return the direction, or null for an event of the trail itself
     */
    public @Nullable Direction direction() {
        return direction;
    }

    /**
     * Returns the outcome that the action has unless an event says otherwise.
     *
     * @return the usual outcome
     */
    public Outcome outcome() {
        return outcome;
    }

    /**
     * Returns how far the record has got, so that the furthest step of a record is a maximum.
     *
     * @return the step, or 0 where the action says nothing about one record's progress
     */
    public int step() {
        return step;
    }

    /**
     * Tells whether the event is about one record, as opposed to an offset, a transaction or the trail.
     *
     * @return whether it is
     */
    public boolean isMessage() {
        return value.startsWith("message-");
    }
}
