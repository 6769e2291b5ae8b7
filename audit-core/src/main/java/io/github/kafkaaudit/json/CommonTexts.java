package io.github.kafkaaudit.json;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.io.SerializedString;

/** The encoded form of texts that come again and again: topics, groups, threads. A fixed number, the latest wins. */
final class CommonTexts {

    private static final int SLOTS = 256;

    private final @Nullable SerializedString[] slots = new @Nullable SerializedString[SLOTS];

    SerializedString encoded(String text) {
        int hash = text.hashCode();
        int slot = (hash ^ (hash >>> 16)) & (SLOTS - 1);
        SerializedString known = slots[slot];
        if (known == null || !known.getValue().equals(text)) {
            known = new SerializedString(text);
            slots[slot] = known;
        }
        return known;
    }
}
