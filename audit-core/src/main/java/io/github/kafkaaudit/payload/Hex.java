package io.github.kafkaaudit.payload;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Lower-case hexadecimal text behind a prefix. */
final class Hex {

    private static final byte[] DIGITS = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

    private Hex() {}

    static String text(byte[] prefix, byte[] bytes) {
        byte[] text = Arrays.copyOf(prefix, prefix.length + 2 * bytes.length);
        write(bytes, text, prefix.length);
        return new String(text, StandardCharsets.UTF_8);
    }

    static void write(byte[] bytes, byte[] target, int from) {
        int at = from;
        for (byte b : bytes) {
            target[at++] = DIGITS[(b >> 4) & 15];
            target[at++] = DIGITS[b & 15];
        }
    }
}
