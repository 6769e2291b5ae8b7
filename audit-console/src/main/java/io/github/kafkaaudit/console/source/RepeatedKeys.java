package io.github.kafkaaudit.console.source;

import java.util.List;

/**
 * Business keys that may have been published more than once.
 *
 * @param keys the keys, the most frequent first
 * @param cut whether there are more
 */
public record RepeatedKeys(List<String> keys, boolean cut) {

    /** Copies the list. */
    public RepeatedKeys {
        keys = List.copyOf(keys);
    }
}
