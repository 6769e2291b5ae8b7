package io.github.kafkaaudit.json;

import io.github.kafkaaudit.payload.PayloadFormat;
import io.github.kafkaaudit.payload.RecordInspector;

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

    void write(DocumentWriter writer, RecordInspector inspector) {
        writer.start(DEDUP);
        writer.text(DEDUP_KEY, inspector.businessKey());
        writer.text(DEDUP_REASON, inspector.businessKeyReason());
        writer.close();
        writer.start(PAYLOAD);
        PayloadFormat format = inspector.format();
        if (format != null) {
            writer.repeated(FORMAT, format.value());
            writer.text(REASON, inspector.reason());
            writer.utf8(HASH, inspector.hash());
            writer.numberFrom(SCHEMA_ID, inspector.schemaId(), 0);
            writer.flag(TRUNCATED, inspector.truncated());
            writer.flag(MASKED, inspector.masked());
        }
        writer.texts(MASKED_FIELDS, inspector.maskedFields());
        if (format != null) {
            writeContent(writer, inspector, format);
        }
        writer.close();
    }

    private static void writeContent(DocumentWriter writer, RecordInspector inspector, PayloadFormat format) {
        byte[] content = inspector.content();
        int from = inspector.contentFrom();
        int length = inspector.contentLength();
        switch (format) {
            case JSON -> writer.json(JSON, content, from, length);
            case TEXT -> writer.utf8(TEXT, content, from, length);
            case BASE64 -> writer.base64(BASE64, content, from, length);
            default -> {}
        }
    }
}
