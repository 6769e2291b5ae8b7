package io.github.kafkaaudit.json;

import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Parts of documents that come again and again, encoded once: those of an action, a topic's partition, a consumer, a
 * thread. A fixed number of places per kind; the latest takes its place.
 *
 * @param <K> what a part depends on
 * @param <V> the encoded part
 */
@SuppressWarnings("ReferenceEquality") // equal keys that are not the same instance take the longer way
final class Fragments<K, V> {

    private final @Nullable Object[] keys;
    private final @Nullable Object[] fragments;
    private final Function<K, V> encoding;
    // Often the same instance comes again at once.
    private @Nullable K latestKey;
    private @Nullable V latest;

    /**
     * Creates an empty memory.
     *
     * @param size how many parts are remembered, a power of two
     * @param encoding encodes a part
     */
    Fragments(int size, Function<K, V> encoding) {
        this.keys = new @Nullable Object[size];
        this.fragments = new @Nullable Object[size];
        this.encoding = encoding;
    }

    V of(K key) {
        if (key == latestKey && latest != null) {
            return latest;
        }
        latest = find(key);
        latestKey = key;
        return latest;
    }

    @SuppressWarnings("unchecked") // what is in a place was encoded by this instance
    private V find(K key) {
        int hash = key.hashCode();
        int slot = (hash ^ (hash >>> 16)) & (keys.length - 1);
        V known = (V) fragments[slot];
        if (known == null || !key.equals(keys[slot])) {
            known = encoding.apply(key);
            keys[slot] = key;
            fragments[slot] = known;
        }
        return known;
    }
}
