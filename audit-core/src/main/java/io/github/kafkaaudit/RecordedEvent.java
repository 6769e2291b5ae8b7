package io.github.kafkaaudit;

import org.jspecify.annotations.Nullable;

/**
 * What the application's thread hands over when something has happened: no more than is known, because the audit thread
 * has the time to make an {@link AuditEvent} of it.
 *
 * <p><b>Threading</b>: once recorded it belongs to the trail and does not change any more.
 */
abstract sealed class RecordedEvent permits AuditEvent.Builder, SentRecord {

    private long sequence;
    private long timestamp;

    /** Tells what happened; called by whichever thread encodes the event, and again if that failed. */
    abstract AuditEvent.Builder describe();

    /** Returns the topic of the record that it is about, or null if it is not about one. */
    abstract @Nullable String recordedTopic();

    /** Returns how many bytes of the application's data it keeps in memory: the same at any time. */
    abstract int kept();

    /** Whether it is to be the last to be lost: a failure, or an event of the trail's own. */
    abstract boolean isReserved();

    final void place(long sequence, long timestamp) {
        this.sequence = sequence;
        this.timestamp = timestamp;
    }

    final long sequence() {
        return sequence;
    }

    final long timestamp() {
        return timestamp;
    }

    final AuditEvent event() {
        return describe().build(sequence, timestamp);
    }
}
