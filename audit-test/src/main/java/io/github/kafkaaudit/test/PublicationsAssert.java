package io.github.kafkaaudit.test;

import io.github.kafkaaudit.event.AuditAction;

/** Assertions about the publications to one topic, and about what became of each of them. */
public final class PublicationsAssert extends EventsAssert<PublicationsAssert> {

    PublicationsAssert(RecordedAudit audit, Patience patience, String topic, AuditAction action, String verb) {
        super(audit, PublicationsAssert.class, patience, topic, action, verb);
        with("", event -> !event.isCopy());
    }

    /**
     * Looks at how often a group has consumed each of these records.
     *
     * @param group the consumer group
     * @return the assertions about it
     */
    public OutcomesAssert consumedBy(String group) {
        return new OutcomesAssert(this, actual, group, AuditAction.MESSAGE_CONSUMED, "consumed");
    }

    /**
     * Looks at how often a group has failed at each of these records.
     *
     * @param group the consumer group
     * @return the assertions about it
     */
    public OutcomesAssert failedIn(String group) {
        return new OutcomesAssert(this, actual, group, AuditAction.MESSAGE_CONSUME_FAILED, "failed");
    }

    /**
     * Looks at how often a group has given each of these records up.
     *
     * @param group the consumer group
     * @return the assertions about it
     */
    public OutcomesAssert deadLetteredBy(String group) {
        return new OutcomesAssert(this, actual, group, AuditAction.MESSAGE_DEAD_LETTERED, "dead-lettered");
    }

    /**
     * Looks at how often a filter of a group has discarded each of these records.
     *
     * @param group the consumer group
     * @return the assertions about it
     */
    public OutcomesAssert filteredBy(String group) {
        return new OutcomesAssert(this, actual, group, AuditAction.MESSAGE_FILTERED, "filtered");
    }
}
