package io.github.kafkaaudit.payload;

import io.github.kafkaaudit.event.RecordSnapshot;
import io.github.kafkaaudit.event.WireBytes;
import org.jspecify.annotations.Nullable;

/**
 * Makes of a payload's wire bytes what can be read: the first of three steps, before the reading (masking, business
 * key) and the showing. Everything behind it sees text, JSON or bytes, and knows no serialization format.
 */
final class PayloadDecoder {

    private PayloadDecoder() {}

    /** Decodes the value of a record; it must have one. */
    static ReadablePayload decode(RecordSnapshot record) {
        WireBytes value = record.value();
        byte[] wire = value.bytes();
        Object object = record.deserialized();
        SchemaId schema = object == null ? SchemaId.NONE : SchemaFraming.of(wire, value.isWhole(), object);
        byte[] json = SchemaObjectText.of(object);
        if (json != null) {
            return new ReadablePayload(json, 0, json.length, true, schema);
        }
        return wire == null ? ReadablePayload.NOTHING : from(wire, 0, value.isWhole(), schema);
    }

    /** Decodes the JSON behind a frame, or returns null if there is none: whether it is JSON, its reading tells. */
    static @Nullable ReadablePayload decodeFramed(RecordSnapshot record) {
        byte[] wire = record.value().bytes();
        if (wire == null || wire.length == 0 || record.deserialized() != null) {
            return null;
        }
        int from = SchemaFraming.json(wire);
        return from == 0 ? null : from(wire, from, record.value().isWhole(), SchemaFraming.id(wire, from));
    }

    private static ReadablePayload from(byte[] wire, int from, boolean whole, SchemaId schema) {
        int start = from + TextBytes.byteOrderMark(wire, from, wire.length);
        return new ReadablePayload(wire, start, wire.length, whole, schema);
    }
}
