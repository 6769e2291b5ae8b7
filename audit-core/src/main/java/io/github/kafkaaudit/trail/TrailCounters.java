package io.github.kafkaaudit.trail;

import io.github.kafkaaudit.event.AuditAction;
import io.github.kafkaaudit.event.Outcome;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * What was done so far; written by the audit thread, the count of encoded events by all that encode, read by anyone.
 */
@SuppressWarnings("EnumOrdinal") // an index within one process, never stored
final class TrailCounters {

    private static final int OUTCOMES = Outcome.values().length;

    private final AtomicLongArray encoded = new AtomicLongArray(AuditAction.values().length * OUTCOMES);
    private volatile long written;
    private volatile long spooled;
    private volatile long oldestUnsent = -1;

    void encoded(AuditAction action, Outcome outcome) {
        int index = action.ordinal() * OUTCOMES + outcome.ordinal();
        encoded.incrementAndGet(index);
    }

    @SuppressWarnings("NonAtomicVolatileUpdate") // the audit thread is the only writer
    void written(int events) {
        written += events;
    }

    @SuppressWarnings("NonAtomicVolatileUpdate") // under the lock of the spool
    void spooled(int events) {
        spooled += events;
    }

    void oldestUnsent(long timestamp) {
        oldestUnsent = timestamp;
    }

    long written() {
        return written;
    }

    long spooled() {
        return spooled;
    }

    long oldestUnsent() {
        return oldestUnsent;
    }

    Map<AuditAction, Map<Outcome, Long>> encoded() {
        Map<AuditAction, Map<Outcome, Long>> counts = new EnumMap<>(AuditAction.class);
        for (AuditAction action : AuditAction.values()) {
            Map<Outcome, Long> byOutcome = new EnumMap<>(Outcome.class);
            for (Outcome outcome : Outcome.values()) {
                long count = encoded.get(action.ordinal() * OUTCOMES + outcome.ordinal());
                if (count > 0) {
                    byOutcome.put(outcome, count);
                }
            }
            if (!byOutcome.isEmpty()) {
                counts.put(action, byOutcome);
            }
        }
        return counts;
    }
}
