package io.github.kafkaaudit.payload;

import org.jspecify.annotations.Nullable;

/**
 * A text without its escapes, and where each character of it stood before. A text that quotes JSON, or a text inside of
 * a text, shows a value with the escapes of JSON, once per level; free text may have backslashes of other meanings,
 * which stay.
 */
final class UnescapedText {

    private static final String SIMPLE = "\"\\/bfnrt'";
    private static final String SIMPLE_MEANT = "\"\\/\b\f\n\r\t'";
    private static final int UNICODE_LENGTH = 6;
    private static final int RADIX = 16;

    private final String text;
    // By index in the text: the index in the original one; one more for the end.
    private final int[] origins;

    private UnescapedText(String text, int[] origins) {
        this.text = text;
        this.origins = origins;
    }

    static UnescapedText of(String original) {
        int[] origins = new int[original.length() + 1];
        for (int i = 0; i < origins.length; i++) {
            origins[i] = i;
        }
        return new UnescapedText(original, origins);
    }

    String text() {
        return text;
    }

    int origin(int index) {
        return origins[index];
    }

    /** Returns the text with one level of escapes less, or null if there is none left. */
    @Nullable UnescapedText next() {
        int first = text.indexOf('\\');
        if (first < 0) {
            return null;
        }
        StringBuilder shorter = new StringBuilder(text.length()).append(text, 0, first);
        int[] left = new int[origins.length];
        System.arraycopy(origins, 0, left, 0, first);
        int at = first;
        while (at < text.length()) {
            left[shorter.length()] = origins[at];
            int length = escape(at);
            if (length == 0) {
                shorter.append(text.charAt(at++));
            } else {
                shorter.append(meant(at, length));
                at += length;
            }
        }
        if (shorter.length() == text.length()) {
            return null;
        }
        left[shorter.length()] = origins[text.length()];
        return new UnescapedText(shorter.toString(), left);
    }

    private int escape(int at) {
        if (text.charAt(at) != '\\' || at + 1 == text.length()) {
            return 0;
        }
        char kind = text.charAt(at + 1);
        if (kind != 'u') {
            return SIMPLE.indexOf(kind) < 0 ? 0 : 2;
        }
        if (at + UNICODE_LENGTH > text.length()) {
            return 0;
        }
        for (int i = at + 2; i < at + UNICODE_LENGTH; i++) {
            if (Character.digit(text.charAt(i), RADIX) < 0) {
                return 0;
            }
        }
        return UNICODE_LENGTH;
    }

    private char meant(int at, int length) {
        return length == 2
                ? SIMPLE_MEANT.charAt(SIMPLE.indexOf(text.charAt(at + 1)))
                : (char) Integer.parseInt(text, at + 2, at + UNICODE_LENGTH, RADIX);
    }
}
