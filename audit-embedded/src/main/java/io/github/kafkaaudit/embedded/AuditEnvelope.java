package io.github.kafkaaudit.embedded;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.exc.StreamReadException;
import tools.jackson.core.json.JsonFactory;

/**
 * What has to be known of an event to index it; the rest of the document stays as it came, byte by byte.
 *
 * <p>Parsing and writing it again would change numbers and the order of keys.
 */
final class AuditEnvelope {

    // Deeper than Elasticsearch accepts: what is too deep is its decision, and the reason is in the quarantine.
    private static final JsonFactory JSON = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(2_000)
                    .maxStringLength(Integer.MAX_VALUE)
                    .maxNumberLength(Integer.MAX_VALUE)
                    .build())
            .build();

    private final byte[] document;
    private @Nullable String id;
    private @Nullable Instant timestamp;
    private boolean hasIngested;
    private int insertAt = -1;
    private String insertedName = "event.ingested";
    private boolean insertedAlone;

    private AuditEnvelope(byte[] document) {
        this.document = document;
    }

    /** Reads one JSON object and fails with a {@code JacksonException} when the bytes are anything else. */
    static AuditEnvelope read(byte[] document) {
        var envelope = new AuditEnvelope(document);
        try (var parser = JSON.createParser(ObjectReadContext.empty(), document)) {
            // Jackson skips a byte order mark, Elasticsearch does not.
            if (parser.nextToken() != JsonToken.START_OBJECT || document[0] == (byte) 0xef) {
                throw new StreamReadException(parser, "not an object");
            }
            envelope.readObject(parser);
            if (parser.nextToken() != null) {
                throw new StreamReadException(parser, "more than one value");
            }
        }
        return envelope;
    }

    /** The event's id, null when there is none. */
    @Nullable String id() {
        return id;
    }

    /** The event's own timestamp, null when there is none that can be understood. */
    @Nullable Instant timestamp() {
        return timestamp;
    }

    /** The document with {@code event.ingested}, on one line. */
    byte[] ingestedAt(Instant now) {
        var result = new ByteArrayOutputStream(document.length + 64);
        if (hasIngested) {
            result.writeBytes(document);
        } else {
            result.write(document, 0, insertAt);
            var property = "\"" + insertedName + "\":\"" + now + "\"" + (insertedAlone ? "" : ",");
            result.writeBytes(property.getBytes(StandardCharsets.US_ASCII));
            result.write(document, insertAt, document.length - insertAt);
        }
        return onOneLine(result.toByteArray());
    }

    private void readObject(JsonParser parser) {
        insertAt = offset(parser);
        while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
            var name = parser.currentName();
            var value = parser.nextToken();
            if ("event".equals(name) && value == JsonToken.START_OBJECT) {
                readEvent(parser);
            } else if ("@timestamp".equals(name)) {
                timestamp = instant(parser, value);
            } else {
                readEventProperty(parser, value, name.startsWith("event.") ? name.substring("event.".length()) : "");
            }
        }
    }

    private void readEvent(JsonParser parser) {
        insertAt = offset(parser);
        insertedName = "ingested";
        insertedAlone = true;
        while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
            insertedAlone = false;
            var name = parser.currentName();
            readEventProperty(parser, parser.nextToken(), name);
        }
    }

    private void readEventProperty(JsonParser parser, JsonToken value, String name) {
        if ("id".equals(name) && value == JsonToken.VALUE_STRING) {
            id = parser.getString();
        } else if ("ingested".equals(name)) {
            hasIngested = true;
            parser.skipChildren();
        } else {
            parser.skipChildren();
        }
    }

    /** No offset means no UTF-8: Jackson would read UTF-16 and UTF-32 too, Elasticsearch does not. */
    private static int offset(JsonParser parser) {
        var offset = parser.currentLocation().getByteOffset();
        if (offset < 0) {
            throw new StreamReadException(parser, "not UTF-8");
        }
        return (int) offset;
    }

    private static @Nullable Instant instant(JsonParser parser, JsonToken value) {
        if (value == JsonToken.VALUE_NUMBER_INT && parser.getNumberType() != JsonParser.NumberType.BIG_INTEGER) {
            return Instant.ofEpochMilli(parser.getLongValue());
        }
        if (value != JsonToken.VALUE_STRING) {
            parser.skipChildren();
            return null;
        }
        var text = parser.getString();
        try {
            return OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeException e) {
            return withoutOffset(text);
        }
    }

    /** Elasticsearch takes such a time for UTC. */
    private static @Nullable Instant withoutOffset(String text) {
        try {
            return LocalDateTime.parse(text).toInstant(ZoneOffset.UTC);
        } catch (DateTimeException e) {
            return null;
        }
    }

    /** In valid JSON a raw line break is white space; in a bulk request it would end the document. */
    private static byte[] onOneLine(byte[] json) {
        for (var i = 0; i < json.length; i++) {
            if (json[i] == '\n' || json[i] == '\r') {
                json[i] = ' ';
            }
        }
        return json;
    }
}
