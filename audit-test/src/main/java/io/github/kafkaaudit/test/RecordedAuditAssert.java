package io.github.kafkaaudit.test;

import io.github.kafkaaudit.event.AuditAction;
import java.time.Duration;
import org.assertj.core.api.AbstractAssert;

/** Assertions about a recorded trail; they wait for what is on its way. */
public final class RecordedAuditAssert extends AbstractAssert<RecordedAuditAssert, RecordedAudit> {

    private Patience patience = Patience.DEFAULT;

    RecordedAuditAssert(RecordedAudit audit) {
        super(audit, RecordedAuditAssert.class);
        isNotNull();
    }

    /**
     * Sets how long the assertions that follow wait for events that must come; ten seconds otherwise.
     *
     * @param timeout the longest wait
     * @return this
     */
    public RecordedAuditAssert within(Duration timeout) {
        patience = new Patience(timeout, patience.quiet());
        return this;
    }

    /**
     * Sets how long the assertions that follow wait for events that must not come, such as a second publication; 300
     * milliseconds otherwise.
     *
     * @param quiet the wait
     * @return this
     */
    public RecordedAuditAssert quietFor(Duration quiet) {
        patience = new Patience(patience.timeout(), quiet);
        return this;
    }

    /**
     * Looks at what was published to a topic: acknowledged by the broker, in a transaction also committed. Copies that
     * retry and dead-letter topics hold of another record are no publications.
     *
     * @param topic the topic
     * @return the assertions about it
     */
    public PublicationsAssert published(String topic) {
        return new PublicationsAssert(actual, patience, topic, AuditAction.MESSAGE_PRODUCED, "published");
    }

    /**
     * Looks at what could not be published to a topic: refused, timed out, or in a transaction that was aborted.
     *
     * @param topic the topic
     * @return the assertions about it
     */
    public PublicationsAssert failedToPublish(String topic) {
        return new PublicationsAssert(
                actual, patience, topic, AuditAction.MESSAGE_PRODUCE_FAILED, "refused or rolled back");
    }

    /**
     * Looks at what was consumed from a topic: every delivery whose listener, and whatever it returned to be waited
     * for, ended normally.
     *
     * @param topic the topic
     * @return the assertions about it
     */
    public ConsumptionsAssert consumed(String topic) {
        return new ConsumptionsAssert(actual, patience, topic, AuditAction.MESSAGE_CONSUMED, "consumed");
    }

    /**
     * Looks at the deliveries from a topic that ended with an exception.
     *
     * @param topic the topic
     * @return the assertions about them
     */
    public ConsumptionsAssert failed(String topic) {
        return new ConsumptionsAssert(actual, patience, topic, AuditAction.MESSAGE_CONSUME_FAILED, "failed");
    }

    /**
     * Looks at the records of a topic that were given up and went to a dead-letter topic.
     *
     * @param topic the topic that they came from
     * @return the assertions about them
     */
    public ConsumptionsAssert deadLettered(String topic) {
        return new ConsumptionsAssert(actual, patience, topic, AuditAction.MESSAGE_DEAD_LETTERED, "dead-lettered");
    }

    /**
     * Looks at the records of a topic that a filter discarded before the listener saw them.
     *
     * @param topic the topic
     * @return the assertions about them
     */
    public ConsumptionsAssert filtered(String topic) {
        return new ConsumptionsAssert(actual, patience, topic, AuditAction.MESSAGE_FILTERED, "filtered");
    }

    /** Checks that no event was lost on its way into the trail. */
    public RecordedAuditAssert hasNoGap() {
        boolean gap = actual.events().stream().anyMatch(event -> event.is(AuditAction.AUDIT_GAP));
        if (gap) {
            failWithMessage("%s", Trail.describe("Expected a trail without a gap", actual.events()));
        }
        return this;
    }
}
