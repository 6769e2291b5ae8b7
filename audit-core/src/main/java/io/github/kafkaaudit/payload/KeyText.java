package io.github.kafkaaudit.payload;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Reads values out of JSON bytes. */
final class KeyText {

    private static final int MAX_SCALE = 100;

    private KeyText() {}

    /** Returns the text of a string, or the bytes of any other value as they stand. */
    static byte[] leaf(byte[] json, int start, int end) {
        if (json[start] != '"') {
            return Arrays.copyOfRange(json, start, end);
        }
        byte[] decoded = new byte[end - start - 2];
        int length = JsonText.decode(json, start + 1, end - 1, decoded);
        return length == decoded.length ? decoded : Arrays.copyOf(decoded, length);
    }

    /** Returns a value as text in which equal values are equal: numbers without sign of zero, exponent or padding. */
    static String canonical(byte[] json, int start, int end) {
        byte first = json[start];
        if (first == '{' || first == '[') {
            ContentBuffer compacted = new ContentBuffer();
            compacted.append(json, start, end);
            compacted.compact();
            return new String(compacted.bytes(), 0, compacted.size(), StandardCharsets.UTF_8);
        }
        byte[] leaf = leaf(json, start, end);
        String text = new String(leaf, StandardCharsets.UTF_8);
        return first == '-' || (first >= '0' && first <= '9') ? number(text) : text;
    }

    private static String number(String text) {
        boolean integer = text.indexOf('.') < 0 && text.indexOf('e') < 0 && text.indexOf('E') < 0;
        if (integer) {
            return text.equals("-0") ? "0" : text;
        }
        try {
            BigDecimal number = new BigDecimal(text).stripTrailingZeros();
            // 1e999999999 in full would not fit into memory.
            return Math.abs((long) number.scale()) > MAX_SCALE ? number.toString() : number.toPlainString();
        } catch (ArithmeticException | NumberFormatException e) {
            return text;
        }
    }
}
