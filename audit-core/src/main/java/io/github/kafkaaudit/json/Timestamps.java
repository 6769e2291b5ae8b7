package io.github.kafkaaudit.json;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/** Writes times as {@code 2026-11-22T12:00:00.000Z}; consecutive times of the same second cost next to nothing. */
final class Timestamps {

    /** 9999-12-31T23:59:59.999Z: what Elasticsearch's default date format reads. */
    static final long LAST = 253_402_300_799_999L;

    /** How long a text is. */
    static final int LENGTH = 24;

    private static final DateTimeFormatter FORMAT =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.'000Z'").withZone(ZoneOffset.UTC);

    private final byte[] text = new byte[LENGTH];
    private long second = Long.MIN_VALUE;

    static boolean isWritable(long millis) {
        return millis >= 0 && millis <= LAST;
    }

    /** Returns the text of a writable time; valid until the next call. */
    byte[] format(long millis) {
        long s = millis / 1000;
        if (s != second) {
            byte[] formatted = FORMAT.format(Instant.ofEpochSecond(s)).getBytes(StandardCharsets.US_ASCII);
            System.arraycopy(formatted, 0, text, 0, text.length);
            second = s;
        }
        int fraction = (int) (millis - s * 1000);
        text[20] = (byte) ('0' + fraction / 100);
        text[21] = (byte) ('0' + fraction / 10 % 10);
        text[22] = (byte) ('0' + fraction % 10);
        return text;
    }
}
