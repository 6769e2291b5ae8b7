package io.github.kafkaaudit;

import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The overflow on disk: events wait here in order while they cannot be written to the sink.
 *
 * <p><b>Threading</b>: one call at a time, from different threads, except {@link #size()}, {@link #bytes()} and
 * {@link #problem()}, which any thread may call at any time. <b>Failure</b>: an {@link IOException} means that the
 * operation had no effect that a later process would see; the events concerned are kept by the caller or counted as
 * lost.
 */
public interface AuditSpool extends AutoCloseable {

    /**
     * Appends events in order, as far as there is room.
     *
     * <p>The first event that is not taken ends the call. The caller gives that event up and goes on with the rest:
     * there is a reserve for events that report failures, so a later one may still be taken.
     *
     * @param events the events
     * @return how many of them, from the first on, were taken; fewer than given when the spool or the disk is full
     * @throws IOException when they could not be written
     */
    int append(List<EncodedAuditEvent> events) throws IOException;

    /**
     * Reads the oldest events without removing them, those that an earlier process left first.
     *
     * <p>It is cheap when nothing waits, and from time to time it then looks for what other processes left: call it now
     * and then even when {@link #size()} is 0.
     *
     * @param maxEvents how many at most
     * @param maxBytes how many bytes of documents at most; one event is always returned if there is any
     * @return the events, empty if there are none
     * @throws IOException when the spool cannot be read
     */
    List<EncodedAuditEvent> read(int maxEvents, long maxBytes) throws IOException;

    /**
     * Removes the oldest events: those of the last {@link #read} once they are durable elsewhere.
     *
     * @param count how many
     * @throws IOException when the removal could not be recorded; they may be read again later
     */
    void remove(int count) throws IOException;

    /**
     * Returns the events found to be lost since the last call, so that the gap can be disclosed.
     *
     * @return the losses, usually none
     */
    default List<SpoolLoss> takeLosses() {
        return List.of();
    }

    /**
     * Says what keeps the spool from doing its work at the moment, for the health details.
     *
     * @return one sentence without contents of events, or null if there is nothing to say; asked by any thread
     */
    default @Nullable String problem() {
        return null;
    }

    /**
     * Returns the number of events that wait.
     *
     * @return the number of events
     */
    long size();

    /**
     * Returns the space on disk.
     *
     * @return the number of bytes
     */
    long bytes();

    /** Makes what was appended survive a power loss, if the spool is set to. */
    @Override
    void close() throws IOException;
}
