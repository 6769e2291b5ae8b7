package io.github.kafkaaudit.trail;

import java.util.concurrent.atomic.AtomicLongArray;

/**
 * Numbers of which none comes twice, in no particular order: threads count in different places, so that they do not
 * take one word of memory away from each other with every record.
 */
final class StripedNumbers {

    private static final int STRIPES = 16;
    // As many words as two cache lines, which processors like to fetch in pairs.
    private static final int APART = 16;

    private final AtomicLongArray counts = new AtomicLongArray((STRIPES + 1) * APART);

    long next() {
        int stripe = (int) Thread.currentThread().getId() & (STRIPES - 1);
        return counts.getAndIncrement((stripe + 1) * APART) * STRIPES + stripe;
    }
}
