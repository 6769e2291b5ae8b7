package io.github.kafkaaudit;

import org.jctools.queues.MpscArrayQueue;
import org.jspecify.annotations.Nullable;

/**
 * The hand-over from the application's threads to the audit thread: bounded by count and by bytes, never waiting.
 *
 * <p>Nothing wakes the audit thread: a wake-up costs the application's thread more than everything else here. The audit
 * thread looks for itself, often while there is traffic and seldom while there is none.
 */
final class AuditQueue {

    // What an event costs beside the bytes it captured: measured by allocation, rounded up.
    private static final long EVENT_OVERHEAD = 512;

    private final MpscArrayQueue<Object> items;
    private final int capacity;
    private final int successThreshold;
    private final MemoryAccount memory;

    AuditQueue(int capacity, MemoryAccount memory) {
        this.items = new MpscArrayQueue<>(capacity);
        this.capacity = items.capacity();
        // The last tenth is kept for failures, so that these are never the first to be lost.
        this.successThreshold = Math.max(1, this.capacity - this.capacity / 10);
        this.memory = memory;
    }

    boolean offer(AuditEvent event) {
        long bytes = weight(event);
        if (event.outcome() == Outcome.FAILURE) {
            memory.hold(bytes);
            if (items.offer(event)) {
                return true;
            }
            memory.release(bytes);
            return false;
        }
        if (!memory.tryHold(bytes)) {
            return false;
        }
        if (items.offerIfBelowThreshold(event, successThreshold)) {
            return true;
        }
        memory.release(bytes);
        return false;
    }

    boolean offer(SafePoint safePoint) {
        return items.offer(safePoint);
    }

    /** Returns an {@link AuditEvent}, a {@link SafePoint}, or null; called by the audit thread. */
    @Nullable Object poll() {
        Object item = items.poll();
        if (item instanceof AuditEvent event) {
            memory.release(weight(event));
        }
        return item;
    }

    int size() {
        return items.size();
    }

    boolean isEmpty() {
        return items.isEmpty();
    }

    /** Whether so much waits that the disk has to help. */
    boolean isPressed() {
        return items.size() > capacity / 2 || memory.isExhausted();
    }

    /** Whether a success would be refused. */
    boolean isFull() {
        return items.size() >= successThreshold || memory.isExhausted();
    }

    private static long weight(AuditEvent event) {
        RecordSnapshot record = event.record();
        return EVENT_OVERHEAD + (record == null ? 0 : record.kept());
    }
}
