package io.github.kafkaaudit;

import java.util.concurrent.atomic.AtomicLong;

/** How many bytes of the application's data the trail keeps alive, against the limit it was given. */
final class MemoryAccount {

    private final AtomicLong held = new AtomicLong();
    private final long limit;

    MemoryAccount(long limit) {
        this.limit = limit;
    }

    boolean tryHold(long bytes) {
        if (held.get() + bytes > limit) {
            return false;
        }
        held.addAndGet(bytes);
        return true;
    }

    void hold(long bytes) {
        held.addAndGet(bytes);
    }

    void release(long bytes) {
        held.addAndGet(-bytes);
    }

    boolean isExhausted() {
        return held.get() >= limit;
    }

    long held() {
        return held.get();
    }
}
