package io.github.kafkaaudit.payload;

import org.jspecify.annotations.Nullable;

/**
 * What is shown of one payload.
 *
 * @param format its form, or null if the record has no value
 * @param reason why it has another form than its content suggests, or null
 * @param bytes the array that holds what is shown; nobody may change it
 * @param from where it begins
 * @param length how many bytes it has
 * @param truncated whether only the beginning is shown
 * @param masked whether something in it was masked
 * @param schema the schema's id from the payload's framing
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record ShownPayload(
        @Nullable PayloadFormat format,
        @Nullable String reason,
        byte[] bytes,
        int from,
        int length,
        boolean truncated,
        boolean masked,
        SchemaId schema) {

    private static final byte[] NO_BYTES = {};

    /** Of a record without a value. */
    public static final ShownPayload NONE = nothing(null, null, false, SchemaId.NONE);

    /** Shows no content. */
    static ShownPayload nothing(
            @Nullable PayloadFormat format, @Nullable String reason, boolean masked, SchemaId schema) {
        return new ShownPayload(format, reason, NO_BYTES, 0, 0, false, masked, schema);
    }
}
