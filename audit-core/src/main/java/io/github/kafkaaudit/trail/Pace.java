package io.github.kafkaaudit.trail;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * When the audit thread looks again. After a little work it gathers for a while, because a wake-up costs more than an
 * event; with nothing to do it looks seldom; and who cannot wait wakes it.
 */
final class Pace {

    /** As long as the trail gathers while there is traffic; an event is sent that much later. */
    private static final long GATHER = TimeUnit.MILLISECONDS.toNanos(20);

    private static final long LONGEST_IDLE = TimeUnit.MILLISECONDS.toNanos(50);
    private static final long SHORT = TimeUnit.MILLISECONDS.toNanos(1);

    private final AtomicInteger waiting = new AtomicInteger();
    private volatile @Nullable Thread parked;
    private volatile boolean called;
    private long idle;

    /** Somebody waits for everything before to be durable, until {@link #stopWaiting}. */
    void startWaiting() {
        waiting.incrementAndGet();
        wake();
    }

    void stopWaiting() {
        waiting.decrementAndGet();
    }

    /** The sink has answered: no reason to hurry unless somebody waits for it. */
    void answered() {
        if (waiting.get() > 0) {
            wake();
        }
    }

    /** Ends the pause, or the next one if there is none. */
    void wake() {
        called = true;
        LockSupport.unpark(parked);
    }

    /** Whether the audit thread pauses: only then a call of {@link #wake} costs anything. */
    boolean isPausing() {
        return parked != null;
    }

    /**
     * Pauses the audit thread.
     *
     * @param busy whether there is more to do at once
     * @param worked whether anything was done
     * @param hurried whether the trail ends
     */
    void pause(boolean busy, boolean worked, boolean hurried) {
        if (busy) {
            idle = 0;
            return;
        }
        idle = worked ? GATHER : Math.min(LONGEST_IDLE, idle + GATHER);
        long length = hurried || waiting.get() > 0 ? SHORT : idle;
        parked = Thread.currentThread();
        if (!called) {
            LockSupport.parkNanos(this, length);
        }
        parked = null;
        called = false;
    }
}
