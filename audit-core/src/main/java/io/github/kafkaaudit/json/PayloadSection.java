package io.github.kafkaaudit.json;

import io.github.kafkaaudit.payload.PayloadFormat;
import io.github.kafkaaudit.payload.RecordInspector;
import io.github.kafkaaudit.payload.ShownPayload;

/** The payload, in the form that it can be shown in, and the business key found in it. */
final class PayloadSection {

    private static final EncodedName DEDUP = new EncodedName("dedup");
    private static final EncodedName PAYLOAD = new EncodedName("payload");

    private static final Field DEDUP_KEY = Field.of(EventFields.DEDUP_KEY, 6 * 1024);
    private static final Field DEDUP_REASON = Field.of(EventFields.DEDUP_REASON);
    private static final Field HASH = Field.of(EventFields.PAYLOAD_HASH);
    private static final Field JSON = Field.of(EventFields.PAYLOAD_JSON);
    private static final Field TEXT = Field.of(EventFields.PAYLOAD_TEXT);
    private static final Field BASE64 = Field.of(EventFields.PAYLOAD_BASE64);
    private static final Field FORMAT = Field.of(EventFields.PAYLOAD_FORMAT);
    private static final Field REASON = Field.of(EventFields.PAYLOAD_REASON);
    private static final Field TRUNCATED = Field.of(EventFields.PAYLOAD_TRUNCATED);
    private static final Field MASKED = Field.of(EventFields.PAYLOAD_MASKED);
    private static final Field MASKED_FIELDS = Field.of(EventFields.PAYLOAD_MASKED_FIELDS);
    private static final Field SCHEMA_ID = Field.of(EventFields.PAYLOAD_SCHEMA_ID);
    private static final Field SCHEMA_UID = Field.of(EventFields.PAYLOAD_SCHEMA_UID);

    void write(DocumentWriter writer, RecordInspector inspector) {
        writer.start(DEDUP);
        writer.text(DEDUP_KEY, inspector.businessKey());
        writer.text(DEDUP_REASON, inspector.businessKeyReason());
        writer.close();
        writer.start(PAYLOAD);
        ShownPayload payload = inspector.payload();
        PayloadFormat format = payload.format();
        if (format != null) {
            writer.repeated(FORMAT, format.value());
            writer.text(REASON, payload.reason());
            writer.utf8(HASH, inspector.hash());
            writer.numberFrom(SCHEMA_ID, payload.schema().number(), 0);
            writer.text(SCHEMA_UID, payload.schema().uid());
            writer.flag(TRUNCATED, payload.truncated());
            writer.flag(MASKED, payload.masked());
        }
        writer.texts(MASKED_FIELDS, inspector.maskedFields());
        if (format != null) {
            writeContent(writer, payload, format);
        }
        writer.close();
    }

    private static void writeContent(DocumentWriter writer, ShownPayload payload, PayloadFormat format) {
        byte[] content = payload.bytes();
        switch (format) {
            case JSON -> writer.json(JSON, content, payload.from(), payload.length());
            case TEXT -> writer.utf8(TEXT, content, payload.from(), payload.length());
            case BASE64 -> writer.base64(BASE64, content, payload.from(), payload.length());
            default -> {}
        }
    }
}
