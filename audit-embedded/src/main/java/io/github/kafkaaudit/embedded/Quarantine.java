package io.github.kafkaaudit.embedded;

import io.github.kafkaaudit.elasticsearch.BulkDocument;
import java.io.ByteArrayOutputStream;
import java.time.Clock;
import java.util.Arrays;
import java.util.Base64;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/** Makes the documents of {@code kafka-audit-quarantine}: what cannot be an event's document, and why. */
final class Quarantine {

    static final String INDEX = "kafka-audit-quarantine";

    private final JsonFactory json = new JsonFactory();
    private final Clock clock;

    Quarantine(Clock clock) {
        this.clock = clock;
    }

    /** The id is the record's place on the audit topic, so that a replay finds the document it made before. */
    BulkDocument document(ConsumerRecord<byte[], byte[]> event, Reason reason) {
        var bytes = new ByteArrayOutputStream();
        try (var document = json.createGenerator(ObjectWriteContext.empty(), bytes)) {
            write(document, event, reason);
        }
        var id = event.topic() + "-" + event.partition() + "-" + event.offset();
        return new BulkDocument(INDEX, id, bytes.toByteArray());
    }

    private void write(JsonGenerator document, ConsumerRecord<byte[], byte[]> event, Reason reason) {
        var now = AdmissionRules.text(clock.instant());
        var original = event.value() == null ? new byte[0] : event.value();
        document.writeStartObject();
        document.writeStringProperty("@timestamp", now);
        document.writeObjectPropertyStart("event");
        if (reason.eventId != null) {
            document.writeStringProperty("id", reason.eventId);
        }
        document.writeStringProperty("ingested", now);
        document.writeStringProperty("reason", reason.sentence);
        document.writeStringProperty("original", base64(original));
        document.writeEndObject();
        writeExcerpt(document, original);
        if (reason.errorType != null) {
            document.writeObjectPropertyStart("error");
            document.writeStringProperty("type", reason.errorType);
            document.writeEndObject();
        }
        writeCoordinate(document, event);
        document.writeObjectPropertyStart("quarantine");
        document.writeStringProperty("cause", reason.cause);
        if (reason.index != null) {
            document.writeStringProperty("index", reason.index);
        }
        document.writeStringProperty("encoding", "base64");
        document.writeNumberProperty("size", original.length);
        document.writeEndObject();
        document.writeEndObject();
        document.writeEndObject();
    }

    /** The bytes in a form that nothing on the way can change. */
    private static String base64(byte[] original) {
        var kept = original.length > AdmissionRules.MAX_ORIGINAL_BYTES
                ? Arrays.copyOf(original, AdmissionRules.MAX_ORIGINAL_BYTES)
                : original;
        return Base64.getEncoder().encodeToString(kept);
    }

    /** So much of the text that a person can tell what it is. */
    private static void writeExcerpt(JsonGenerator document, byte[] original) {
        var text = RecordReader.text(original);
        if (text != null && !text.isEmpty()) {
            var length = Math.min(AdmissionRules.EXCERPT_LENGTH, text.codePointCount(0, text.length()));
            document.writeStringProperty("message", text.substring(0, text.offsetByCodePoints(0, length)));
        }
    }

    /** Leaves the object {@code kafka_audit} open. */
    private static void writeCoordinate(JsonGenerator document, ConsumerRecord<byte[], byte[]> event) {
        document.writeObjectPropertyStart("messaging");
        document.writeObjectPropertyStart("destination");
        document.writeStringProperty("name", event.topic());
        document.writeObjectPropertyStart("partition");
        document.writeStringProperty("id", Integer.toString(event.partition()));
        document.writeEndObject();
        document.writeEndObject();
        document.writeObjectPropertyStart("kafka");
        document.writeNumberProperty("offset", event.offset());
        document.writeEndObject();
        document.writeEndObject();
        document.writeObjectPropertyStart("kafka_audit");
        document.writeObjectPropertyStart("record");
        document.writeStringProperty("coordinate", event.topic() + "/" + event.partition() + "/" + event.offset());
        document.writeEndObject();
    }

    /**
     * Why a record is in quarantine.
     *
     * @param cause one word to filter by
     * @param sentence the explanation
     * @param eventId the event's id where it could be read
     * @param index the index that the event was meant for, where there was one
     * @param errorType the type of Elasticsearch's error, where Elasticsearch refused the document
     */
    record Reason(
            String cause,
            String sentence,
            @Nullable String eventId,
            @Nullable String index,
            @Nullable String errorType) {

        static Reason of(String cause, String sentence) {
            return new Reason(cause, sentence, null, null, null);
        }

        Reason ofEvent(String id) {
            return new Reason(cause, sentence, id, index, errorType);
        }

        Reason meantFor(String newIndex) {
            return new Reason(cause, sentence, eventId, newIndex, errorType);
        }

        Reason withErrorType(String type) {
            return new Reason(cause, sentence, eventId, index, type);
        }
    }
}
