package io.github.kafkaaudit.payload;

import java.nio.charset.StandardCharsets;

/** Lower-case hexadecimal text behind a prefix. */
final class Hex {

    private static final byte[] DIGITS = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

    private Hex() {}

    static String text(byte[] prefix, byte[] bytes) {
        byte[] text = new byte[prefix.length + 2 * bytes.length];
        System.arraycopy(prefix, 0, text, 0, prefix.length);
        int at = prefix.length;
        for (byte b : bytes) {
            text[at++] = DIGITS[(b >> 4) & 15];
            text[at++] = DIGITS[b & 15];
        }
        return new String(text, StandardCharsets.UTF_8);
    }
}
