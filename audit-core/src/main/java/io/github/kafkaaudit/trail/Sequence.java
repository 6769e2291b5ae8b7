package io.github.kafkaaudit.trail;

import java.util.concurrent.atomic.AtomicLong;

/**
 * The places of the trail, 1 and on. Once it is sealed, only the trail itself is given more of them: what an
 * application thread draws then is no place but a number that says so.
 */
final class Sequence {

    private static final long LATE = 1L << 62;

    private final AtomicLong numbers = new AtomicLong();
    private long own;
    private long last = -1;

    /** Draws a number for an event of the application. */
    long next() {
        return numbers.incrementAndGet();
    }

    /** Whether a number was drawn after the sequence had been sealed. */
    static boolean isLate(long number) {
        return number > LATE;
    }

    /** Draws a place for an event of the trail's own; always a valid one. */
    synchronized long nextOwn() {
        own++;
        if (last < 0) {
            return numbers.incrementAndGet();
        }
        last++;
        return last;
    }

    /** Lets nobody but the trail itself draw a valid place from now on. */
    synchronized void seal() {
        if (last < 0) {
            last = numbers.getAndAdd(LATE);
        }
    }

    /** Returns how many places were given to others than the trail itself; final once the sequence is sealed. */
    synchronized long givenAway() {
        return (last < 0 ? numbers.get() : last) - own;
    }
}
