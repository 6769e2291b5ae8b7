package io.github.kafkaaudit.test;

import io.github.kafkaaudit.event.AuditAction;

/** Assertions about the deliveries from one topic. */
public final class ConsumptionsAssert extends EventsAssert<ConsumptionsAssert> {

    ConsumptionsAssert(RecordedAudit audit, Patience patience, String topic, AuditAction action, String verb) {
        super(audit, ConsumptionsAssert.class, patience, topic, action, verb);
    }

    /**
     * Looks only at one consumer group.
     *
     * @param group the group
     * @return this
     */
    public ConsumptionsAssert by(String group) {
        return with(" by group " + group, event -> group.equals(event.group()));
    }
}
