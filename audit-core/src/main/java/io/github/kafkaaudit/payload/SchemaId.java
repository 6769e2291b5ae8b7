package io.github.kafkaaudit.payload;

import org.jspecify.annotations.Nullable;

/**
 * The id of a payload's schema, as the payload's own framing has it: a number or something else.
 *
 * @param number the number, from 1 on, or -1
 * @param uid an id that is no number, such as a UUID or a fingerprint, or null
 */
public record SchemaId(long number, @Nullable String uid) {

    /** The payload has no framing, or none that can be told from content. */
    public static final SchemaId NONE = new SchemaId(-1, null);
}
