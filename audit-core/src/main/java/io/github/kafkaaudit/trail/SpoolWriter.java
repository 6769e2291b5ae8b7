package io.github.kafkaaudit.trail;

import io.github.kafkaaudit.AuditSpool;
import io.github.kafkaaudit.EncodedAuditEvent;
import io.github.kafkaaudit.SpoolLoss;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The spool as the trail uses it: it never throws, rests after a failure, says what found no room, and passes on what
 * the spool itself has lost. Without a spool nothing finds room.
 *
 * <p><b>Threading</b>: the audit thread's, but for {@link #takeOver}: a lock keeps the calls apart.
 */
final class SpoolWriter {

    private static final Logger logger = LoggerFactory.getLogger(AuditTrail.class);
    private static final long PAUSE = TimeUnit.SECONDS.toNanos(1);

    /** How long an application's thread waits for others that write; beyond it the disk hangs. */
    private static final long CALLERS_PATIENCE = TimeUnit.SECONDS.toNanos(1);

    private static final long CALLERS_PAUSE = TimeUnit.SECONDS.toNanos(10);

    private final @Nullable AuditSpool spool;
    private final String ephemeralId;
    private final EventEncoding encoding;
    private final TrailLedger ledger;
    private final ReentrantLock lock = new ReentrantLock();
    private volatile long usableAt = System.nanoTime();
    private volatile long callersAt = System.nanoTime();
    private volatile boolean full;
    private volatile boolean closed;
    private volatile long oldest = -1;
    private long lookAt = System.nanoTime();

    SpoolWriter(@Nullable AuditSpool spool, String ephemeralId, EventEncoding encoding, TrailLedger ledger) {
        this.spool = spool;
        this.ephemeralId = ephemeralId;
        this.encoding = encoding;
        this.ledger = ledger;
    }

    /** Whether there is a spool that did not fail just now. */
    boolean isUsable() {
        return spool != null && System.nanoTime() - usableAt >= 0;
    }

    boolean isEmpty() {
        return spool == null || spool.size() == 0;
    }

    /** Whether the last events found no room. */
    boolean isFull() {
        return full;
    }

    long size() {
        return spool == null ? 0 : spool.size();
    }

    /** Returns the time of the oldest event that waits, in milliseconds since the epoch, or -1 if that is not known. */
    long oldest() {
        return isEmpty() ? -1 : oldest;
    }

    /** Returns what the spool did not take: for want of room, then {@link #isFull()}, or because it failed. */
    List<EncodedAuditEvent> append(List<EncodedAuditEvent> events) {
        if (spool == null || events.isEmpty()) {
            return events;
        }
        List<EncodedAuditEvent> marked = new ArrayList<>(events.size());
        for (EncodedAuditEvent event : events) {
            marked.add(encoding.markSpooled(event));
        }
        lock.lock();
        try {
            return append(spool, events, marked);
        } finally {
            lock.unlock();
        }
    }

    /**
     * Takes an event over from an application's thread that found the queue full.
     *
     * @param marked the event, marked as spooled
     * @return null, or why it was not taken
     */
    @Nullable LossReason takeOver(EncodedAuditEvent marked) {
        AuditSpool target = spool;
        if (target == null || !isUsable() || System.nanoTime() - callersAt < 0) {
            return LossReason.QUEUE_FULL;
        }
        if (!lockForCaller()) {
            callersAt = System.nanoTime() + CALLERS_PAUSE;
            return LossReason.QUEUE_FULL;
        }
        try {
            if (closed) {
                return LossReason.SHUTDOWN;
            }
            boolean taken = append(target, List.of(marked), List.of(marked)).isEmpty();
            return taken ? null : full ? LossReason.SPOOL_FULL : LossReason.QUEUE_FULL;
        } finally {
            lock.unlock();
        }
    }

    /** Returns the oldest events, none if nothing waits; from time to time it looks for what other processes left. */
    @SuppressWarnings("CatchingUnchecked")
    List<EncodedAuditEvent> read(int maxEvents, long maxBytes) {
        if (spool == null || (spool.size() == 0 && System.nanoTime() - lookAt < 0) || !isUsable()) {
            return List.of();
        }
        lookAt = System.nanoTime() + PAUSE;
        lock.lock();
        try {
            List<EncodedAuditEvent> events = spool.read(maxEvents, maxBytes);
            if (!events.isEmpty()) {
                oldest = events.get(0).timestamp();
            }
            return events;
        } catch (Throwable e) {
            ledger.failed("read the audit spool", e);
            usableAt = System.nanoTime() + PAUSE;
            return List.of();
        } finally {
            noteLosses();
            lock.unlock();
        }
    }

    /** Removes the oldest events, which are durable elsewhere. */
    @SuppressWarnings("CatchingUnchecked")
    void remove(int count) {
        lock.lock();
        try {
            if (spool != null) {
                spool.remove(count);
                full = false;
            }
        } catch (Throwable e) {
            ledger.failed("shorten the audit spool", e);
        } finally {
            lock.unlock();
        }
    }

    @SuppressWarnings("CatchingUnchecked")
    void close() {
        lock.lock();
        try {
            closed = true;
            if (spool != null) {
                spool.close();
            }
        } catch (Throwable e) {
            ledger.failed("close the audit spool", e);
        } finally {
            lock.unlock();
        }
    }

    @SuppressWarnings("CatchingUnchecked")
    private List<EncodedAuditEvent> append(
            AuditSpool target, List<EncodedAuditEvent> events, List<EncodedAuditEvent> marked) {
        List<EncodedAuditEvent> refused = new ArrayList<>(0);
        int done = 0;
        full = false;
        try {
            if (target.size() == 0) {
                oldest = events.get(0).timestamp();
            }
            while (done < events.size()) {
                int taken = target.append(marked.subList(done, marked.size()));
                ledger.counters().spooled(taken);
                done += taken;
                if (done < events.size()) {
                    // The next may still be taken: there is a reserve for failures.
                    refused.add(events.get(done++));
                    full = true;
                }
            }
        } catch (Throwable e) {
            ledger.failed("write the audit spool", e);
            usableAt = System.nanoTime() + PAUSE;
            full = false;
            refused.addAll(events.subList(done, events.size()));
        }
        noteLosses();
        return refused;
    }

    private boolean lockForCaller() {
        try {
            return lock.tryLock() || lock.tryLock(CALLERS_PATIENCE, TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private void noteLosses() {
        if (spool == null) {
            return;
        }
        for (SpoolLoss loss : spool.takeLosses()) {
            boolean own = loss.ephemeralId().equals(ephemeralId);
            ledger.lost().lost(own ? loss.gap() : loss.gap().of(loss.ephemeralId()), LossReason.SPOOL_DAMAGED);
            tell(loss);
        }
    }

    private void tell(SpoolLoss loss) {
        ledger.failures().note("read the audit spool: " + loss.reason());
        try {
            logger.warn(
                    "Kafka Audit: {} spooled events of the run {}, sequences {} to {}, are lost: {}.",
                    loss.gap().count(),
                    loss.ephemeralId(),
                    loss.gap().from(),
                    loss.gap().to(),
                    loss.reason());
        } catch (RuntimeException e) {
            ledger.failures().note("log a loss: " + e.getClass().getName());
        }
    }
}
