package io.github.kafkaaudit.trail;

/** Why events were lost inside the process. */
public enum LossReason {
    /** They came faster than the audit thread could take them. */
    QUEUE_FULL("queue full"),
    /** The topic's policy is to drop while the sink is behind or away. */
    POLICY("dropped by policy"),
    /** The spool reached its size limit or could not be written. */
    SPOOL_FULL("spool full"),
    /** The spool could not be read back. */
    SPOOL_DAMAGED("spool damaged"),
    /** The event could not be encoded. */
    NOT_ENCODED("could not be encoded"),
    /** The process ended before they could be written. */
    SHUTDOWN("shutdown");

    private final String text;

    LossReason(String text) {
        this.text = text;
    }

    /**
     * Returns the words that {@code event.reason} of an {@code audit-gap} event carries.
     *
     * @return the words
     */
    public String text() {
        return text;
    }
}
