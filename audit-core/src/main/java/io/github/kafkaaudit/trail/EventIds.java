package io.github.kafkaaudit.trail;

import java.nio.charset.StandardCharsets;
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

    private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

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
        return new UUID(high(epochMillis), low(number));
    }

    /** Returns the same id as the ASCII characters of its text, for a header. */
    byte[] ascii(long number, long epochMillis) {
        byte[] text = new byte[36];
        long high = high(epochMillis);
        long low = low(number);
        hex(high >>> 32, 8, text, 0);
        hex(high >>> 16, 4, text, 9);
        hex(high, 4, text, 14);
        hex(low >>> 48, 4, text, 19);
        hex(low, 12, text, 24);
        text[8] = '-';
        text[13] = '-';
        text[18] = '-';
        text[23] = '-';
        return text;
    }

    private long high(long epochMillis) {
        return (epochMillis << 16) | 0x7000 | randomA;
    }

    private long low(long number) {
        long mixed = (number * FACTOR) & SIXTY_TWO_BITS;
        mixed ^= mixed >>> 31;
        mixed = (mixed * FACTOR) & SIXTY_TWO_BITS;
        return 0x8000000000000000L | ((mixed ^ randomB) & SIXTY_TWO_BITS);
    }

    private static void hex(long value, int digits, byte[] text, int from) {
        long rest = value;
        for (int i = from + digits - 1; i >= from; i--) {
            text[i] = HEX[(int) (rest & 0xF)];
            rest >>>= 4;
        }
    }
}
