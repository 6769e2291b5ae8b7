package io.github.kafkaaudit.trail;

import io.github.kafkaaudit.EncodedAuditEvent;
import io.github.kafkaaudit.event.Recordable;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings events into the queue, onto the disk if that is full, or counts them as lost; on the application's threads.
 */
final class EventIntake {

    private static final Logger logger = LoggerFactory.getLogger(AuditTrail.class);

    private final AuditQueue queue;
    private final AuditWorker worker;
    private final Pace pace;
    private final CallerEncoding callers;
    private final LostEvents lost;
    private final LongAdder passedBy = new LongAdder();
    private final AtomicBoolean toldLate = new AtomicBoolean();

    EventIntake(AuditQueue queue, AuditWorker worker, Pace pace, CallerEncoding callers, LostEvents lost) {
        this.queue = queue;
        this.worker = worker;
        this.pace = pace;
        this.callers = callers;
        this.lost = lost;
    }

    /** Takes an event that has its place in the trail; returns whether it was taken. */
    boolean take(Recordable event) {
        EncodedAuditEvent encoded = null;
        try {
            encoded = encodeIfBehind(event);
            if (encoded == null ? queue.offer(event) : queue.offer(encoded)) {
                wakeInTime(event.sequence());
                if (worker.isOver()) {
                    // It came between the last look into the queue and the end.
                    loseTheRest();
                }
                return true;
            }
            pace.wake();
            LossReason reason = callers.spool(event, encoded);
            if (reason != null) {
                lost.lost(event.sequence(), reason, event.timestamp());
            }
            passedBy.increment();
            return reason == null;
        } catch (VirtualMachineError e) {
            lost.lost(event.sequence(), LossReason.NOT_ENCODED, event.timestamp());
            passedBy.increment();
            throw e;
        }
    }

    /** Counts an event that came after the end. */
    void late(Recordable event) {
        lost.late(event.sequence());
        if (!toldLate.getAndSet(true)) {
            logger.warn("An event was recorded after Kafka Audit had ended; this and later events are lost.");
        }
    }

    /** Returns how many events with a place in the trail did not come into the queue. */
    long passedBy() {
        return passedBy.sum();
    }

    /** Counts what is in the queue as lost, when nobody looks into it any more. */
    void loseTheRest() {
        queue.sweep(this::lose);
    }

    @SuppressWarnings("ThreadPriorityCheck") // nothing depends on the yield; it only makes a loss less likely
    private @Nullable EncodedAuditEvent encodeIfBehind(Recordable event) {
        if (!worker.isBehind()) {
            return null;
        }
        EncodedAuditEvent encoded = callers.encode(event);
        if (queue.isNearlyFull()) {
            // Where every processor is busy the audit thread needs one; where one is idle this does nothing.
            Thread.yield();
        }
        return encoded;
    }

    /** Now and then looks whether the audit thread pauses too long for what comes. */
    private void wakeInTime(long sequence) {
        if (queue.isToBeChecked(sequence) && pace.isPausing() && queue.isFilling()) {
            pace.wake();
        }
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
