package io.github.kafkaaudit.trail;

import io.github.kafkaaudit.AuditSpool;
import io.github.kafkaaudit.EncodedAuditEvent;
import io.github.kafkaaudit.SpoolLoss;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The spool as the audit thread uses it: it never throws, rests after a failure, says what found no room, and passes on
 * what the spool itself has lost. Without a spool nothing finds room.
 */
final class SpoolWriter {

    private static final long PAUSE = TimeUnit.SECONDS.toNanos(1);

    private final @Nullable AuditSpool spool;
    private final String ephemeralId;
    private final EventEncoding encoding;
    private final LostEvents lost;
    private final FailureLog failures;
    private final TrailCounters counters;
    private long usableAt = System.nanoTime();
    private long lookAt = System.nanoTime();
    private boolean full;

    SpoolWriter(
            @Nullable AuditSpool spool,
            String ephemeralId,
            EventEncoding encoding,
            LostEvents lost,
            FailureLog failures,
            TrailCounters counters) {
        this.spool = spool;
        this.ephemeralId = ephemeralId;
        this.encoding = encoding;
        this.lost = lost;
        this.failures = failures;
        this.counters = counters;
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

    /** Returns what the spool did not take: for want of room, then {@link #isFull()}, or because it failed. */
    @SuppressWarnings("CatchingUnchecked")
    List<EncodedAuditEvent> append(List<EncodedAuditEvent> events) {
        if (spool == null || events.isEmpty()) {
            return events;
        }
        List<EncodedAuditEvent> refused = new ArrayList<>(0);
        int done = 0;
        full = false;
        try {
            List<EncodedAuditEvent> marked = new ArrayList<>(events.size());
            for (EncodedAuditEvent event : events) {
                marked.add(encoding.markSpooled(event));
            }
            while (done < events.size()) {
                int taken = spool.append(marked.subList(done, marked.size()));
                counters.spooled(taken);
                done += taken;
                if (done < events.size()) {
                    // The next may still be taken: there is a reserve for failures.
                    refused.add(events.get(done++));
                    full = true;
                }
            }
        } catch (Throwable e) {
            failures.failed("write the audit spool", e);
            usableAt = System.nanoTime() + PAUSE;
            full = false;
            refused.addAll(events.subList(done, events.size()));
        }
        noteLosses();
        return refused;
    }

    /** Returns the oldest events, none if nothing waits; from time to time it looks for what other processes left. */
    @SuppressWarnings("CatchingUnchecked")
    List<EncodedAuditEvent> read(int maxEvents, long maxBytes) {
        if (spool == null || (spool.size() == 0 && System.nanoTime() - lookAt < 0) || !isUsable()) {
            return List.of();
        }
        lookAt = System.nanoTime() + PAUSE;
        try {
            List<EncodedAuditEvent> events = spool.read(maxEvents, maxBytes);
            noteLosses();
            return events;
        } catch (Throwable e) {
            failures.failed("read the audit spool", e);
            usableAt = System.nanoTime() + PAUSE;
            noteLosses();
            return List.of();
        }
    }

    /** Removes the oldest events, which are durable elsewhere. */
    @SuppressWarnings("CatchingUnchecked")
    void remove(int count) {
        try {
            if (spool != null) {
                spool.remove(count);
                full = false;
            }
        } catch (Throwable e) {
            failures.failed("shorten the audit spool", e);
        }
    }

    @SuppressWarnings("CatchingUnchecked")
    void close() {
        try {
            if (spool != null) {
                spool.close();
            }
        } catch (Throwable e) {
            failures.failed("close the audit spool", e);
        }
    }

    private void noteLosses() {
        if (spool == null) {
            return;
        }
        for (SpoolLoss loss : spool.takeLosses()) {
            boolean own = loss.ephemeralId().equals(ephemeralId);
            lost.lost(own ? loss.gap() : loss.gap().of(loss.ephemeralId()), LossReason.SPOOL_DAMAGED);
        }
    }
}
