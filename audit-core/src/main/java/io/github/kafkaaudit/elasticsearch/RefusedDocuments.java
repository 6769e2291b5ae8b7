package io.github.kafkaaudit.elasticsearch;

import io.github.kafkaaudit.EncodedAuditEvent;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/** Makes the quarantine's documents: an event that Elasticsearch will never take as it is, as text, and why. */
final class RefusedDocuments {

    private final JsonFactory json = new JsonFactory();
    private final InstantSource clock;

    RefusedDocuments(InstantSource clock) {
        this.clock = clock;
    }

    BulkDocument document(EncodedAuditEvent event, String index, BulkOutcome.Rejected rejected) {
        String now = clock.instant().toString();
        var bytes = new ByteArrayOutputStream(event.json().length + 512);
        try (var document = json.createGenerator(ObjectWriteContext.empty(), bytes)) {
            document.writeStartObject();
            document.writeStringProperty("@timestamp", now);
            document.writeObjectPropertyStart("event");
            document.writeStringProperty("id", event.id());
            document.writeStringProperty("ingested", now);
            document.writeStringProperty("reason", rejected.reason());
            document.writeStringProperty("original", new String(event.json(), StandardCharsets.UTF_8));
            document.writeEndObject();
            document.writeObjectPropertyStart("error");
            document.writeStringProperty("type", rejected.type());
            document.writeEndObject();
            document.writeObjectPropertyStart("kafka_audit");
            document.writeObjectPropertyStart("quarantine");
            document.writeStringProperty("cause", "rejected");
            document.writeStringProperty("index", index);
            document.writeStringProperty("encoding", "text");
            document.writeEndObject();
            document.writeEndObject();
            document.writeEndObject();
        }
        return new BulkDocument(ElasticsearchAuditSink.QUARANTINE, event.id(), bytes.toByteArray());
    }
}
