package io.github.kafkaaudit.payload;

import io.github.kafkaaudit.event.RecordSnapshot;
import io.github.kafkaaudit.event.WireBytes;

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
        int schemaId = SchemaFraming.schemaId(wire, record.deserialized());
        byte[] json = SchemaObjectText.of(record.deserialized());
        if (json != null) {
            return new ReadablePayload(json, 0, json.length, true, schemaId);
        }
        if (wire == null) {
            return ReadablePayload.NOTHING;
        }
        int from =
                schemaId > 0 && ReadablePayload.startsLikeJson(wire, SchemaFraming.LENGTH) ? SchemaFraming.LENGTH : 0;
        from += TextBytes.byteOrderMark(wire, from, wire.length);
        return new ReadablePayload(wire, from, wire.length, value.isWhole(), schemaId);
    }
}
