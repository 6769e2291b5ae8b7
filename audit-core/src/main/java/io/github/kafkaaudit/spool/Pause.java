package io.github.kafkaaudit.spool;

import java.time.Duration;

/** Keeps something from being done too often. */
final class Pause {

    private final long nanos;
    private long over = System.nanoTime();

    Pause(Duration length) {
        this.nanos = length.toNanos();
    }

    boolean isOver() {
        return System.nanoTime() - over >= 0;
    }

    void restart() {
        over = System.nanoTime() + nanos;
    }
}
