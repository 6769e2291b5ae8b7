package io.github.kafkaaudit.payload;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Tells text from binary data. */
final class TextBytes {

    private static final int INVALID = -1;

    private TextBytes() {}

    /** Tells whether the bytes are UTF-8 without control characters other than those of ordinary text. */
    static boolean isText(byte[] bytes, int from, int to) {
        return end(bytes, from, to) == to;
    }

    /** Returns the end of the text when the last character may have been cut off, or -1 if the bytes are no text. */
    static int endOfCut(byte[] bytes, int from, int to) {
        int end = end(bytes, from, to);
        return end == to || (end >= 0 && to - end <= 3 && isBeginning(bytes, end, to)) ? end : INVALID;
    }

    /** Returns the length of the byte order mark that stands here, or 0. */
    static int byteOrderMark(byte[] bytes, int at, int to) {
        boolean mark = to >= at + 3
                && bytes[at] == (byte) 0xEF
                && bytes[at + 1] == (byte) 0xBB
                && bytes[at + 2] == (byte) 0xBF;
        return mark ? 3 : 0;
    }

    /** Tells whether a text is how the bytes begin. */
    static boolean startsWith(byte[] bytes, String text) {
        byte[] beginning = text.getBytes(StandardCharsets.UTF_8);
        return beginning.length <= bytes.length
                && Arrays.equals(bytes, 0, beginning.length, beginning, 0, beginning.length);
    }

    static String text(byte[] bytes, int from, int to) {
        return new String(bytes, from, to - from, StandardCharsets.UTF_8);
    }

    private static int end(byte[] bytes, int from, int to) {
        int at = PlainAscii.end(bytes, from, to);
        while (at < to) {
            byte b = bytes[at];
            if (b >= 0x20) {
                at++;
            } else if (b >= 0) {
                if (!isOrdinary(b)) {
                    return INVALID;
                }
                at++;
            } else {
                int length = JsonText.multibyte(bytes, at, to);
                if (length == 0) {
                    return at;
                }
                at += length;
            }
        }
        return at;
    }

    private static boolean isOrdinary(byte control) {
        return (control >= '\b' && control <= '\r' && control != 0x0B) || control == 0x1B;
    }

    private static boolean isBeginning(byte[] bytes, int from, int to) {
        int first = bytes[from] & 0xFF;
        int length = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : 2;
        if (first < 0xC2 || first > 0xF4 || to - from >= length) {
            return false;
        }
        for (int i = from + 1; i < to; i++) {
            if ((bytes[i] & 0xC0) != 0x80) {
                return false;
            }
        }
        return true;
    }
}
