package io.github.kafkaaudit;

import java.util.List;
import java.util.concurrent.CompletionStage;

/**
 * Where encoded events go.
 *
 * <p><b>Threading</b>: all methods are called on one thread, which belongs to the sink; the returned stage may be
 * completed by any thread. Only {@link #place} is called by others. A call may wait for the destination; events that
 * wait for it too long go to the spool as well. <b>Failure</b>: a stage that fails, or an exception, means that none of
 * the events is known to be durable; they are written again later, so a sink must tolerate repetitions (every document
 * carries its id).
 */
public interface AuditSink extends AutoCloseable {

    /**
     * Writes events.
     *
     * @param events in the order of the trail, never empty
     * @return a stage that completes when all of them are durable
     */
    CompletionStage<Void> write(List<EncodedAuditEvent> events);

    /**
     * Names the place that events go to, such as a cluster and a topic: what waits in a spool for one place is never
     * sent to another one, and a later process with a sink of the same place sends it. Asked by any thread when the
     * spool is used for the first time.
     *
     * @return the place, without credentials; by default the name of the class, which is enough for a sink that always
     *     writes to the same place
     * @throws IllegalStateException if it is not known yet; it is asked again after a pause
     */
    default String place() {
        String name = getClass().getName();
        // A lambda's name has another end in every process.
        int end = name.indexOf('/');
        return end < 0 ? name : name.substring(0, end);
    }

    /** Releases what the sink holds; called once, after the last write has ended or was given up. */
    @Override
    default void close() {}
}
