package io.github.kafkaaudit;

import java.security.SecureRandom;
import java.util.UUID;

/**
 * UUIDs of version 7 (RFC 9562) without contention: the random part is drawn once and mixed bijectively with a number
 * that never repeats, so ids of one instance cannot collide and ids of two instances do so only as random ones would.
 */
final class EventIds {

    private static final long SIXTY_TWO_BITS = (1L << 62) - 1;
    // Odd, so that multiplying by it modulo 2^62 is a bijection.
    private static final long FACTOR = 0x1E3779B97F4A7C15L;

    private final long randomA;
    private final long randomB;

    EventIds() {
        this(new SecureRandom());
    }

    private EventIds(SecureRandom random) {
        this.randomA = random.nextLong() & 0xFFF;
        this.randomB = random.nextLong() & SIXTY_TWO_BITS;
    }

    /** Returns the id of the number: the same id for the same number and time. */
    UUID id(long number, long epochMillis) {
        long mixed = (number * FACTOR) & SIXTY_TWO_BITS;
        mixed ^= mixed >>> 31;
        mixed = (mixed * FACTOR) & SIXTY_TWO_BITS;
        long high = (epochMillis << 16) | 0x7000 | randomA;
        long low = 0x8000000000000000L | ((mixed ^ randomB) & SIXTY_TWO_BITS);
        return new UUID(high, low);
    }
}
