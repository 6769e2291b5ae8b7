package io.github.kafkaaudit;

import java.util.List;
import java.util.concurrent.CompletionStage;

/**
 * Where encoded events go.
 *
 * <p><b>Threading</b>: all methods are called on the audit thread only; the returned stage may be completed by any
 * thread. <b>Failure</b>: a stage that fails, or an exception, means that none of the events is known to be durable;
 * they are written again later, so a sink must tolerate repetitions (every document carries its id).
 */
public interface AuditSink extends AutoCloseable {

    /**
     * Writes events.
     *
     * @param events in the order of the trail, never empty
     * @return a stage that completes when all of them are durable
     */
    CompletionStage<Void> write(List<EncodedAuditEvent> events);

    /** Releases what the sink holds; called once, after the last write has ended or was given up. */
    @Override
    default void close() {}
}
