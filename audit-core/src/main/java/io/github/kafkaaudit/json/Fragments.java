package io.github.kafkaaudit.json;

import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Parts of documents that come again and again, encoded once: those of an action, a topic's partition, a consumer, a
 * thread. A fixed number of places per kind; the latest takes its place.
 *
 * @param <K> what a part depends on
 */
final class Fragments<K> {

    private final @Nullable Object[] keys;
    private final byte[] @Nullable [] fragments;
    private final Function<K, byte[]> encoding;

    /**
     * Creates an empty memory.
     *
     * @param size how many parts are remembered, a power of two
     * @param encoding encodes a part
     */
    Fragments(int size, Function<K, byte[]> encoding) {
        this.keys = new @Nullable Object[size];
        this.fragments = new byte[size][];
        this.encoding = encoding;
    }

    byte[] of(K key) {
        int hash = key.hashCode();
        int slot = (hash ^ (hash >>> 16)) & (keys.length - 1);
        byte[] known = fragments[slot];
        if (known == null || !key.equals(keys[slot])) {
            known = encoding.apply(key);
            keys[slot] = key;
            fragments[slot] = known;
        }
        return known;
    }
}
