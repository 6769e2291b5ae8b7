package io.github.kafkaaudit.json;

/** Cuts texts by the bytes that they take in a document, escapes included, never inside a character. */
final class WrittenSize {

    /** What one character takes at most. */
    static final int LONGEST_ESCAPE = 6;

    private WrittenSize() {}

    /** Returns the longest beginning that takes at most so many bytes; the same instance if all of it fits. */
    static String cut(String text, int maxBytes) {
        int length = text.length();
        if (length <= maxBytes / LONGEST_ESCAPE) {
            return text;
        }
        int bytes = 0;
        for (int i = 0; i < length; i++) {
            char c = text.charAt(i);
            bytes += size(c);
            if (bytes > maxBytes) {
                boolean insidePair =
                        i > 0 && Character.isLowSurrogate(c) && Character.isHighSurrogate(text.charAt(i - 1));
                return text.substring(0, insidePair ? i - 1 : i);
            }
        }
        return text;
    }

    private static int size(char c) {
        if (c < 0x80) {
            return c < 0x20 ? LONGEST_ESCAPE : c == '"' || c == '\\' ? 2 : 1;
        }
        if (c < 0x800) {
            return 2;
        }
        // Each half of a surrogate pair is written as an escape.
        return Character.isSurrogate(c) ? LONGEST_ESCAPE : 3;
    }
}
