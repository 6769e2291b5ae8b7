package io.github.kafkaaudit.event;

import org.jspecify.annotations.Nullable;

/**
 * What the application's thread hands over when something has happened: no more than is known, because the audit thread
 * has the time to make an {@link AuditEvent} of it.
 *
 * <p><b>Threading</b>: once recorded it belongs to the trail and does not change any more.
 */
public abstract sealed class Recordable permits AuditEvent.Builder, SentRecord {

    private long sequence;
    private long timestamp;

    Recordable() {}

    /** Tells what happened; called by whichever thread encodes the event, and again if that failed. */
    abstract AuditEvent.Builder describe();

    /**
     * Returns the topic of the record that it is about.
     *
     * @return the topic, or null if it is not about a record
     */
    public abstract @Nullable String recordedTopic();

    /**
     * Returns how many bytes of the application's data it keeps in memory: the same at any time.
     *
     * @return the number of bytes
     */
    public abstract int kept();

    /**
     * Returns whether it is to be the last to be lost: a failure, or an event of the trail's own.
     *
     * @return whether it is
     */
    public abstract boolean isReserved();

    /**
     * Gives it its place in the trail; called once, before it is handed over.
     *
     * @param sequence the place, from 1 on
     * @param timestamp the current time in milliseconds since the epoch
     */
    public final void stamp(long sequence, long timestamp) {
        this.sequence = sequence;
        this.timestamp = timestamp;
    }

    /**
     * Returns its place in the trail.
     *
     * @return the sequence, from 1 on; 0 before it has one
     */
    public final long sequence() {
        return sequence;
    }

    /**
     * Returns when it was recorded.
     *
     * @return milliseconds since the epoch; 0 before it has its place
     */
    public final long timestamp() {
        return timestamp;
    }

    /**
     * Makes the event of it; what is expensive is done here, on the thread that encodes.
     *
     * @return the event
     */
    public final AuditEvent event() {
        return describe().build(sequence, timestamp);
    }
}
