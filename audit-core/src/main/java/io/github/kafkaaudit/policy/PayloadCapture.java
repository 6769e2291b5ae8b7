package io.github.kafkaaudit.policy;

/** How much of a record's payload goes into its events. */
public enum PayloadCapture {
    /** The payload up to the size limit, and its digest. */
    FULL,
    /** Only the digest and the size. */
    HASH,
    /** Only the size. */
    NONE
}
