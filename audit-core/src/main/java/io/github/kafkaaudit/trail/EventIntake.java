package io.github.kafkaaudit.trail;

import io.github.kafkaaudit.EncodedAuditEvent;
import io.github.kafkaaudit.event.Recordable;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Brings events into the queue, or counts them as lost; on the application's threads. */
final class EventIntake {

    private static final Logger logger = LoggerFactory.getLogger(AuditTrail.class);

    private final AuditQueue queue;
    private final AuditWorker worker;
    private final CallerEncoding help;
    private final LostEvents lost;
    private final AtomicBoolean toldLate = new AtomicBoolean();

    EventIntake(AuditQueue queue, AuditWorker worker, CallerEncoding help, LostEvents lost) {
        this.queue = queue;
        this.worker = worker;
        this.help = help;
        this.lost = lost;
    }

    /** Takes an event that has its place in the trail; returns whether it was taken. */
    boolean take(Recordable event, boolean open) {
        if (open && offer(event)) {
            if (worker.isOver()) {
                // It came between the last look into the queue and the end.
                loseTheRest();
            }
            return true;
        }
        lost.lost(event.sequence(), open ? LossReason.QUEUE_FULL : LossReason.SHUTDOWN, event.timestamp());
        if (!open && !toldLate.getAndSet(true)) {
            logger.warn("An event was recorded after Kafka Audit had ended; it and all that follow are lost.");
        }
        return false;
    }

    /** Counts what is in the queue as lost, when nobody looks into it any more. */
    void loseTheRest() {
        queue.sweep(this::lose);
    }

    @SuppressWarnings("ThreadPriorityCheck") // nothing depends on the yield; it only makes a loss less likely
    private boolean offer(Recordable event) {
        EncodedAuditEvent encoded = null;
        try {
            if (worker.isBehind()) {
                encoded = help.encode(event);
                if (queue.isNearlyFull()) {
                    // Where every processor is busy the audit thread needs one; where one is idle this does nothing.
                    Thread.yield();
                }
            }
        } catch (VirtualMachineError e) {
            lost.lost(event.sequence(), LossReason.NOT_ENCODED, event.timestamp());
            throw e;
        }
        return encoded == null ? queue.offer(event) : queue.offer(encoded);
    }

    private void lose(Object item) {
        if (item instanceof Recordable event) {
            lost.lost(event.sequence(), LossReason.SHUTDOWN, event.timestamp());
        } else if (item instanceof EncodedAuditEvent event) {
            lost.lost(event.sequence(), LossReason.SHUTDOWN, event.timestamp());
        } else if (item instanceof FlushMarker marker) {
            marker.complete(false);
        }
    }
}
