package io.github.kafkaaudit.policy;

/** What happens to a topic's events when they come faster than the audit topic takes them. */
public enum OverflowPolicy {
    /** They are dropped, counted and disclosed by an {@code audit-gap} event. */
    DROP,
    /** They go to disk and are sent later. */
    SPOOL,
    /** The application's thread waits a bounded time for room, then the event goes the way of {@link #SPOOL}. */
    BLOCK
}
