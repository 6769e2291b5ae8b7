package io.github.kafkaaudit.payload;

import org.jspecify.annotations.Nullable;

/**
 * What there is to read of a payload: text or JSON where a {@link PayloadDecoder} could make that of it, else the bytes
 * on the wire.
 *
 * @param bytes the array, or null if nothing was kept; nobody may change it
 * @param from where the content begins, behind framing and byte order mark
 * @param to where it ends
 * @param whole whether this is all of it
 * @param schema the schema's id from the payload's framing
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record ReadablePayload(byte @Nullable [] bytes, int from, int to, boolean whole, SchemaId schema) {

    /** Nothing was kept. */
    static final ReadablePayload NOTHING = new ReadablePayload(null, 0, 0, false, SchemaId.NONE);

    boolean isEmpty() {
        return bytes != null && whole && from == to;
    }

    /** Tells whether it is text that does not even begin like JSON. */
    boolean isPlainText() {
        if (bytes == null || !whole || !TextBytes.isText(bytes, from, to)) {
            return false;
        }
        int first = from;
        while (first < to && bytes[first] <= ' ') {
            first++;
        }
        return first == to || (!startsLikeJson(bytes, first) && bytes[first] != '"');
    }

    static boolean startsLikeJson(byte[] bytes, int at) {
        return at < bytes.length && (bytes[at] == '{' || bytes[at] == '[');
    }
}
