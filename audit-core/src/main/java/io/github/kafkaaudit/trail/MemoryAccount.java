package io.github.kafkaaudit.trail;

import java.util.concurrent.atomic.AtomicLong;

/**
 * How many bytes of the application's data the trail keeps alive, against the limit it was given. The last tenth is
 * kept for failures.
 */
final class MemoryAccount {

    private final AtomicLong held = new AtomicLong();
    private final long limit;
    private final long successLimit;

    MemoryAccount(long limit) {
        this.limit = limit;
        this.successLimit = limit - limit / 10;
    }

    boolean tryHold(long bytes) {
        return tryHold(bytes, successLimit);
    }

    boolean tryHoldForFailure(long bytes) {
        return tryHold(bytes, limit);
    }

    void release(long bytes) {
        if (bytes != 0) {
            held.addAndGet(-bytes);
        }
    }

    /** Whether more than half is taken: the next event may be too large for the rest. */
    boolean isPressed() {
        return held.get() > limit / 2;
    }

    /** Whether more than three quarters are taken. */
    boolean isNearlyFull() {
        return held.get() > limit - limit / 4;
    }

    long limit() {
        return limit;
    }

    long held() {
        return held.get();
    }

    private boolean tryHold(long bytes, long upTo) {
        // Added first and taken back when it was too much: of many threads at the limit none gets past it.
        if (bytes != 0 && held.addAndGet(bytes) > upTo) {
            held.addAndGet(-bytes);
            return false;
        }
        return true;
    }
}
