package io.github.kafkaaudit.trail;

import io.github.kafkaaudit.EncodedAuditEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Writes what the trail says about itself: the gaps, and its end. Used by the audit thread. */
final class Disclosure {

    private static final long GAP_INTERVAL = TimeUnit.SECONDS.toNanos(1);

    private final EventEncoding encoding;
    private final EventOutlet outlet;
    private final LostEvents lost;
    private long gapAllowedAt = System.nanoTime();
    private boolean saidGoodbye;

    Disclosure(EventEncoding encoding, EventOutlet outlet, LostEvents lost) {
        this.encoding = encoding;
        this.outlet = outlet;
        this.lost = lost;
    }

    boolean saidGoodbye() {
        return saidGoodbye;
    }

    boolean isPending() {
        return lost.isPending();
    }

    /** Discloses what was lost, once a second at most unless the trail ends. */
    boolean discloseGaps(boolean ending) {
        if (!lost.isPending() || (System.nanoTime() - gapAllowedAt < 0 && !ending) || !outlet.isOpen()) {
            return false;
        }
        gapAllowedAt = System.nanoTime() + GAP_INTERVAL;
        boolean direct = outlet.isDirect();
        List<EncodedAuditEvent> gaps = new ArrayList<>();
        for (LostEvents.Loss loss : lost.take()) {
            EncodedAuditEvent gap = encoding.encodeGap(loss);
            if (gap == null) {
                lost.restore(loss.gap(), loss.reason());
            } else {
                gaps.add(gap);
            }
        }
        outlet.place(gaps, direct);
        return !gaps.isEmpty();
    }

    /** Lets {@code audit-stopped} follow the last event, which must have its place. */
    boolean sayGoodbye() {
        if (saidGoodbye || lost.isPending()) {
            return false;
        }
        // What is in the spool is sent if the sink takes this one.
        outlet.askNow();
        if (!outlet.isOpen()) {
            return false;
        }
        saidGoodbye = true;
        EncodedAuditEvent stopped = encoding.encodeStopped();
        if (stopped != null) {
            outlet.place(List.of(stopped), outlet.isDirect());
        }
        return true;
    }

    /** Leaves in the spool what could not be said in time; a gap that finds no place stays undisclosed. */
    void leaveInSpool(boolean complete) {
        boolean disclosed = true;
        for (LostEvents.Loss loss : lost.take()) {
            EncodedAuditEvent gap = encoding.encodeGap(loss);
            if (gap == null || !outlet.isSpooled(gap)) {
                lost.restore(loss.gap(), loss.reason());
                disclosed = false;
            }
        }
        if (complete && disclosed && !saidGoodbye) {
            EncodedAuditEvent stopped = encoding.encodeStopped();
            saidGoodbye = stopped != null && outlet.isSpooled(stopped);
        }
    }
}
