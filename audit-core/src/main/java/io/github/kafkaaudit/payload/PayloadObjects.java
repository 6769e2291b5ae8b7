package io.github.kafkaaudit.payload;

import org.jspecify.annotations.Nullable;

/**
 * Objects that a payload was serialized from or deserialized to, where its bytes alone cannot be read: Avro records and
 * Protobuf messages.
 *
 * <p><b>Threading</b>: safe for use by many threads.
 */
public final class PayloadObjects {

    private PayloadObjects() {}

    /**
     * Returns what has to be kept of an object so that it can be shown later as it is now.
     *
     * @param object any object, or null
     * @return something that does not change any more, or null if the object has no schema of its own
     */
    public static @Nullable Object snapshot(@Nullable Object object) {
        return SchemaObjectText.snapshot(object);
    }
}
