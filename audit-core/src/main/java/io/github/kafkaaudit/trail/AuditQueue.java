package io.github.kafkaaudit.trail;

import io.github.kafkaaudit.EncodedAuditEvent;
import io.github.kafkaaudit.event.Recordable;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jctools.queues.atomic.MpscAtomicArrayQueue;
import org.jspecify.annotations.Nullable;

/**
 * The hand-over from the application's threads to the audit thread: bounded by count and by bytes, never waiting.
 *
 * <p>An event does not wake the audit thread: a wake-up costs the application's thread more than everything else here.
 * The audit thread looks for itself, see {@link Pace}.
 */
final class AuditQueue {

    // What an event costs beside the bytes it captured: measured by allocation, rounded up.
    private static final int EVENT_OVERHEAD = 512;

    // Not MpscArrayQueue: its use of sun.misc.Unsafe makes Java 24 and later print a warning at the application's
    // start.
    private final MpscAtomicArrayQueue<Object> items;
    private final int capacity;
    private final int successThreshold;
    private final int checked;
    private final MemoryAccount memory;

    AuditQueue(int capacity, MemoryAccount memory) {
        this.items = new MpscAtomicArrayQueue<>(capacity);
        this.capacity = items.capacity();
        // The last tenth is kept for failures and the trail's own events, so that these are never the first to be lost.
        this.successThreshold = Math.max(1, this.capacity - this.capacity / 10);
        this.checked = Math.min(64, this.capacity / 16) - 1;
        this.memory = memory;
    }

    boolean offer(Recordable event) {
        return offer(event, weigh(event), event.isReserved());
    }

    /** Offers an event that the application's thread has encoded itself. */
    boolean offer(EncodedAuditEvent event) {
        return offer(event, weigh(event), event.failure());
    }

    boolean offer(FlushMarker marker) {
        return items.offer(marker);
    }

    /**
     * Returns a {@link Recordable}, an {@link EncodedAuditEvent}, a {@link FlushMarker}, or null; called by the audit
     * thread. What the event was accounted for stays so until {@link #release}.
     */
    @Nullable Object poll() {
        return items.poll();
    }

    /** Returns the time of the oldest event, in milliseconds since the epoch, or -1; called by the audit thread. */
    long oldest() {
        Object item = items.peek();
        if (item instanceof Recordable event) {
            return event.timestamp();
        }
        return item instanceof EncodedAuditEvent event ? event.timestamp() : -1;
    }

    /**
     * Gives the memory of polled events back: for many at once, because every change of the account takes it away from
     * the application's threads.
     */
    void release(long bytes) {
        memory.release(bytes);
    }

    /**
     * Empties the queue for good, whichever thread comes: after the audit thread has looked into it for the last time.
     */
    synchronized void sweep(Consumer<Object> action) {
        Object item;
        while ((item = items.poll()) != null) {
            if (item instanceof Recordable event) {
                memory.release(weigh(event));
            } else if (item instanceof EncodedAuditEvent event) {
                memory.release(weigh(event));
            }
            action.accept(item);
        }
    }

    int size() {
        return items.size();
    }

    boolean isEmpty() {
        return items.isEmpty();
    }

    /**
     * Whether so much waits that the application's threads have to help; early, because what waits has to be worked off
     * first, and memory that is held by sends under way says nothing here.
     */
    boolean isCrowded(long averageWeight) {
        int waiting = items.size();
        return waiting > capacity / 8 || waiting * averageWeight > memory.limit() / 8;
    }

    /** Whether it is time for {@link #isFilling}, which is too dear for every event. */
    boolean isToBeChecked(long sequence) {
        return (sequence & checked) == 0;
    }

    /** Whether so much waits that the audit thread must not pause. */
    boolean isFilling() {
        return items.size() > capacity / 16 || memory.held() > memory.limit() / 8;
    }

    /** Whether so much waits that the disk has to help. */
    boolean isPressed() {
        return items.size() > capacity / 2 || memory.isPressed();
    }

    /** Whether what comes next may soon find no room. */
    boolean isNearlyFull() {
        return items.size() > capacity - capacity / 4 || memory.isNearlyFull();
    }

    /**
     * Waits for room as long as that makes sense and not longer than the timeout: until half is free, because what is
     * under way already will not wait.
     */
    void awaitRoom(Duration timeout, BooleanSupplier makesSense) {
        long deadline = System.nanoTime() + timeout.toNanos();
        // An interrupted thread cannot park: it would spin.
        while (makesSense.getAsBoolean()
                && isPressed()
                && !Thread.currentThread().isInterrupted()
                && System.nanoTime() - deadline < 0) {
            LockSupport.parkNanos(TimeUnit.MICROSECONDS.toNanos(100));
        }
    }

    private boolean offer(Object item, int bytes, boolean reserved) {
        if (!(reserved ? memory.tryHoldForFailure(bytes) : memory.tryHold(bytes))) {
            return false;
        }
        if (reserved ? items.offer(item) : items.offerIfBelowThreshold(item, successThreshold)) {
            return true;
        }
        memory.release(bytes);
        return false;
    }

    /** Returns what a polled event was accounted for. */
    static int weigh(EncodedAuditEvent event) {
        return EVENT_OVERHEAD + event.json().length;
    }

    /** Returns what a polled event was accounted for. */
    static int weigh(Recordable event) {
        return EVENT_OVERHEAD + event.kept();
    }
}
