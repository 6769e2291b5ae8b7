package io.github.kafkaaudit.trail;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;

/**
 * A mark in the queue: completes when every event that was recorded before it is durable, in the sink or in the spool;
 * with false if one of them was lost.
 */
final class FlushMarker extends CompletableFuture<Boolean> {

    private int open;
    private boolean lost;
    private boolean reached;

    /** Puts itself into the queue and waits; returns whether it completed with true in time. */
    boolean isPassed(AuditQueue queue, Pace pace, Duration timeout) {
        pace.startWaiting();
        try {
            return isPassed(queue, timeout);
        } finally {
            pace.stopWaiting();
        }
    }

    private boolean isPassed(AuditQueue queue, Duration timeout) {
        long deadline = System.nanoTime() + timeout.toNanos();
        while (!queue.offer(this)) {
            if (System.nanoTime() - deadline >= 0 || Thread.currentThread().isInterrupted()) {
                return false;
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
        }
        try {
            return get(Math.max(0, deadline - System.nanoTime()), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } catch (ExecutionException | TimeoutException e) {
            return false;
        }
    }

    /** Called by the audit thread for every write that is under way when the mark is reached. */
    void await() {
        open++;
    }

    void reached() {
        reached = true;
        completeWhenDone();
    }

    void settled(boolean durable) {
        open--;
        lost |= !durable;
        completeWhenDone();
    }

    private void completeWhenDone() {
        if (reached && open == 0) {
            complete(!lost);
        }
    }
}
