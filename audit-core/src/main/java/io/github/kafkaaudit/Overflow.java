package io.github.kafkaaudit;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The spool as the audit thread uses it: no failure of it comes out, and what it lost is counted. */
final class Overflow {

    private static final long PAUSE = TimeUnit.SECONDS.toNanos(1);

    private final @Nullable AuditSpool spool;
    private final String ephemeralId;
    private final EventEncoding encoding;
    private final LostEvents lost;
    private final FailureLog failures;
    private final TrailCounters counters;
    private long appendAt = System.nanoTime();
    private long readAt = System.nanoTime();

    Overflow(
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

    /** Whether the spool exists and did not refuse something just now. */
    boolean isUsable() {
        return spool != null && System.nanoTime() - appendAt >= 0;
    }

    boolean isEmpty() {
        return spool == null || spool.size() == 0;
    }

    /** Returns what the spool did not take. */
    List<EncodedAuditEvent> append(List<EncodedAuditEvent> events) {
        if (spool == null || events.isEmpty()) {
            return events;
        }
        int taken = 0;
        try {
            List<EncodedAuditEvent> marked = new ArrayList<>(events.size());
            for (EncodedAuditEvent event : events) {
                marked.add(encoding.markSpooled(event));
            }
            taken = spool.append(marked);
        } catch (Exception e) {
            failures.failed("write the audit spool", e);
        }
        counters.spooled(taken);
        if (taken < events.size()) {
            appendAt = System.nanoTime() + PAUSE;
        }
        return events.subList(taken, events.size());
    }

    /** Returns the oldest events; a spool that seems empty is asked seldom, for what dead processes left. */
    List<EncodedAuditEvent> read(int maxEvents, long maxBytes) {
        if (spool == null || (spool.size() == 0 && System.nanoTime() - readAt < 0)) {
            return List.of();
        }
        List<EncodedAuditEvent> events = List.of();
        try {
            events = spool.read(maxEvents, maxBytes);
            spool.takeLosses().forEach(this::disclose);
        } catch (Exception e) {
            failures.failed("read the audit spool", e);
        }
        if (events.isEmpty()) {
            readAt = System.nanoTime() + PAUSE;
        }
        return events;
    }

    void remove(int count) {
        try {
            if (spool != null) {
                spool.remove(count);
            }
        } catch (Exception e) {
            failures.failed("shorten the audit spool", e);
        }
    }

    void close() {
        try {
            if (spool != null) {
                spool.close();
            }
        } catch (Exception e) {
            failures.failed("close the audit spool", e);
        }
    }

    private void disclose(SpoolLoss loss) {
        String otherLife = loss.ephemeralId().equals(ephemeralId) ? null : loss.ephemeralId();
        lost.lost(loss.gap(), LossReason.SPOOL_DAMAGED, otherLife);
    }
}
