package io.github.kafkaaudit.policy;

/** How much of a record's payload goes into its events. */
public enum PayloadCapture {
    /** The payload up to the size limit, and its digest. */
    FULL,
    /**
     * As {@link #FULL}, but once per record: the event of a delivery leaves the payload out when the record says that
     * the event of its send has it, on a topic and by a service that are believed. Digest, size and business key stay.
     */
    ONCE,
    /** Only the digest and the size. */
    HASH,
    /** Only the size. */
    NONE;

    /**
     * Tells whether payloads are shown, in the events of sends at least.
     *
     * @return whether it is {@link #FULL} or {@link #ONCE}
     */
    public boolean shows() {
        return this == FULL || this == ONCE;
    }
}
