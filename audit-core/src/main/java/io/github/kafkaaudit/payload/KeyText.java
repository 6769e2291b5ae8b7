package io.github.kafkaaudit.payload;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Reads values out of JSON bytes. */
final class KeyText {

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

    /** Returns a value as text in which equal values are equal, however numbers and texts are written in it. */
    static String canonical(byte[] json, int start, int end) {
        byte first = json[start];
        if (first == '{' || first == '[') {
            return structure(json, start, end);
        }
        String text = new String(leaf(json, start, end), StandardCharsets.UTF_8);
        return isNumber(first) ? NumberText.canonical(text) : text;
    }

    private static String structure(byte[] json, int start, int end) {
        ContentBuffer canonical = new ContentBuffer();
        int at = start;
        while (at < end) {
            byte b = json[at];
            int next = at + 1;
            if (b == '"') {
                next = stringEnd(json, at);
                canonical.appendQuoted(new String(leaf(json, at, next), StandardCharsets.UTF_8));
            } else if (isNumber(b)) {
                while (next < end && isPartOfNumber(json[next])) {
                    next++;
                }
                String number = new String(json, at, next - at, StandardCharsets.US_ASCII);
                byte[] one = NumberText.canonical(number).getBytes(StandardCharsets.US_ASCII);
                canonical.append(one, 0, one.length);
            } else if (b > ' ') {
                canonical.append(json, at, next);
            }
            at = next;
        }
        return new String(canonical.bytes(), 0, canonical.size(), StandardCharsets.UTF_8);
    }

    private static int stringEnd(byte[] json, int start) {
        int at = start + 1;
        while (json[at] != '"') {
            at += json[at] == '\\' ? 2 : 1;
        }
        return at + 1;
    }

    private static boolean isNumber(byte first) {
        return first == '-' || (first >= '0' && first <= '9');
    }

    private static boolean isPartOfNumber(byte b) {
        return isNumber(b) || b == '+' || b == '.' || b == 'e' || b == 'E';
    }
}
