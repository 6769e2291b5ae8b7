package io.github.kafkaaudit.json;

import org.jspecify.annotations.Nullable;

/** Partition numbers as text, without making the same few strings again and again. */
final class SmallNumbers {

    private static final String[] TEXTS = new String[256];

    static {
        for (int i = 0; i < TEXTS.length; i++) {
            TEXTS[i] = Integer.toString(i);
        }
    }

    private SmallNumbers() {}

    /** Returns the number as text, or null if it is negative. */
    static @Nullable String text(int number) {
        if (number < 0) {
            return null;
        }
        return number < TEXTS.length ? TEXTS[number] : Integer.toString(number);
    }
}
