package io.github.kafkaaudit.embedded;

import io.github.kafkaaudit.elasticsearch.BulkDocument;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
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
        var now = clock.instant().toString();
        var original = Original.of(event.value());
        document.writeStartObject();
        document.writeStringProperty("@timestamp", now);
        document.writeObjectPropertyStart("event");
        if (reason.eventId != null) {
            document.writeStringProperty("id", reason.eventId);
        }
        document.writeStringProperty("ingested", now);
        document.writeStringProperty("reason", reason.sentence);
        if (original != null) {
            document.writeStringProperty("original", original.text);
        }
        document.writeEndObject();
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
        if (original != null) {
            document.writeStringProperty("encoding", original.encoding);
        }
        document.writeEndObject();
        document.writeEndObject();
        document.writeEndObject();
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

        static Reason of(String cause, String sentence, @Nullable String eventId) {
            return new Reason(cause, sentence, eventId, null, null);
        }
    }

    private record Original(String text, String encoding) {

        static @Nullable Original of(byte @Nullable [] value) {
            if (value == null) {
                return null;
            }
            try {
                var text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(value));
                return new Original(text.toString(), "text");
            } catch (CharacterCodingException e) {
                return new Original(Base64.getEncoder().encodeToString(value), "base64");
            }
        }
    }
}
