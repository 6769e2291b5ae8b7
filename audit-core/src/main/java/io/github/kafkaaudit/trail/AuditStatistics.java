package io.github.kafkaaudit.trail;

import io.github.kafkaaudit.event.AuditAction;
import io.github.kafkaaudit.event.Outcome;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a trail has done so far and how it is.
 *
 * @param events how many events were encoded, by action and outcome
 * @param written how many events are known to be durable in the sink
 * @param spooled how many events went to the spool
 * @param lost how many events were lost, by reason
 * @param queueSize how many events wait for the audit thread
 * @param queueMemory how many captured bytes are kept in memory
 * @param bytesUnderWay how many encoded bytes wait for the sink's answer
 * @param spoolSize how many events wait in the spool
 * @param spoolBytes how many bytes the spool takes on disk
 * @param spoolProblem what keeps the spool from doing its work, in one sentence, or null
 * @param oldestUnsent the time of the oldest event that is not durable in the sink, wherever it waits, in milliseconds
 *     since the epoch, or -1
 * @param writes how many writes to the sink have ended, well or not
 * @param writeTime how long they took together, in nanoseconds
 * @param running whether the trail has a sink and has not ended
 * @param sinkHealthy whether the sink took the last write
 * @param failures how often the library itself failed at something
 * @param lastFailure the kind of its last failure, or null if it is over, or longer ago than ten minutes
 */
public record AuditStatistics(
        Map<AuditAction, Map<Outcome, Long>> events,
        long written,
        long spooled,
        Map<LossReason, Long> lost,
        int queueSize,
        long queueMemory,
        long bytesUnderWay,
        long spoolSize,
        long spoolBytes,
        @Nullable String spoolProblem,
        long oldestUnsent,
        long writes,
        long writeTime,
        boolean running,
        boolean sinkHealthy,
        long failures,
        @Nullable String lastFailure) {

    /** Returns how many events were lost in all. */
    public long lostTotal() {
        return lost.values().stream().mapToLong(Long::longValue).sum();
    }
}
