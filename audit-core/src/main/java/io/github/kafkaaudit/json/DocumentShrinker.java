package io.github.kafkaaudit.json;

import io.github.kafkaaudit.payload.PayloadFormat;
import java.io.ByteArrayOutputStream;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/** Copies a finished document and leaves out what makes it too large, step by step, and names what it left out. */
final class DocumentShrinker {

    private static final JsonFactory FACTORY = new JsonFactory();
    private static final Set<String> CONTENT =
            Set.of(EventFields.PAYLOAD_JSON, EventFields.PAYLOAD_TEXT, EventFields.PAYLOAD_BASE64);
    private static final Set<String> OBJECTS =
            Set.of(EventFields.RECORD_HEADERS, EventFields.REQUESTED_HEADERS, EventFields.COVERAGE);
    private static final String PAYLOAD = "kafka_audit.payload";
    private static final String SCHEMA = "kafka_audit.schema";
    private static final String REASON = "the event was too large for the sink";

    private final ByteArrayOutputStream buffer = new ByteArrayOutputStream();
    private final JsonGenerator json = FACTORY.createGenerator(ObjectWriteContext.empty(), buffer);
    private final JsonParser parser;
    private final boolean dropsObjects;
    private final int longestText;
    private final Set<String> truncated = new LinkedHashSet<>();

    private DocumentShrinker(byte[] document, boolean dropsObjects, int longestText) {
        this.parser = FACTORY.createParser(ObjectReadContext.empty(), document);
        this.dropsObjects = dropsObjects;
        this.longestText = longestText;
    }

    /** Returns the largest copy that fits, or the smallest that can be made. */
    static byte[] shrink(byte[] document, int maxSize) {
        byte[] result = copy(document, false, Integer.MAX_VALUE);
        if (result.length > maxSize) {
            result = copy(document, true, Integer.MAX_VALUE);
        }
        for (int longest = 512; result.length > maxSize && longest >= 64; longest /= 2) {
            result = copy(document, true, longest);
        }
        return result;
    }

    private static byte[] copy(byte[] document, boolean dropsObjects, int longestText) {
        DocumentShrinker shrinker = new DocumentShrinker(document, dropsObjects, longestText);
        shrinker.parser.nextToken();
        shrinker.object("");
        shrinker.json.close();
        shrinker.parser.close();
        return shrinker.buffer.toByteArray();
    }

    private void object(String path) {
        json.writeStartObject();
        String prefix = path.isEmpty() ? "" : path + '.';
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            member(prefix + parser.currentName());
        }
        json.writeEndObject();
    }

    private void member(String path) {
        String name = parser.currentName();
        JsonToken value = parser.nextToken();
        if (path.equals(EventFields.ERROR_STACK_TRACE) || (dropsObjects && OBJECTS.contains(path))) {
            leaveOut(path);
        } else if (path.equals(EventFields.TRUNCATED_FIELDS)) {
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                truncated.add(parser.getString());
            }
        } else if (path.equals(PAYLOAD)) {
            json.writeName(name);
            payload();
        } else if (value == JsonToken.START_OBJECT && !OBJECTS.contains(path)) {
            if (path.equals(SCHEMA)) {
                writeTruncated();
            }
            json.writeName(name);
            object(path);
        } else if (value == JsonToken.VALUE_STRING) {
            String text = parser.getString();
            String shown = WrittenSize.cut(text, longestText);
            if (shown.length() != text.length()) {
                truncated.add(path);
            }
            json.writeName(name);
            json.writeString(shown);
        } else {
            json.writeName(name);
            json.copyCurrentStructure(parser);
        }
    }

    /** Copies the payload's description without its content. */
    private void payload() {
        json.writeStartObject();
        String format = null;
        String reason = null;
        boolean hashed = false;
        boolean cut = false;
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String path = PAYLOAD + '.' + parser.currentName();
            if (path.equals(EventFields.PAYLOAD_FORMAT)) {
                format = parser.nextStringValue();
            } else if (path.equals(EventFields.PAYLOAD_REASON)) {
                reason = parser.nextStringValue();
            } else if (path.equals(EventFields.PAYLOAD_TRUNCATED)) {
                cut = true;
                parser.nextToken();
            } else if (CONTENT.contains(path)) {
                parser.nextToken();
                leaveOut(path);
                format = hashed ? PayloadFormat.HASH.value() : PayloadFormat.NONE.value();
                reason = REASON;
                cut = true;
            } else {
                hashed |= path.equals(EventFields.PAYLOAD_HASH);
                member(path);
            }
        }
        property(EventFields.PAYLOAD_FORMAT, format);
        property(EventFields.PAYLOAD_REASON, reason);
        if (cut) {
            json.writeName(Field.name(EventFields.PAYLOAD_TRUNCATED).text());
            json.writeBoolean(true);
        }
        json.writeEndObject();
    }

    private void property(String path, @Nullable String value) {
        if (value != null) {
            json.writeName(Field.name(path).text());
            json.writeString(value);
        }
    }

    private void leaveOut(String path) {
        truncated.add(path);
        parser.skipChildren();
    }

    private void writeTruncated() {
        if (!truncated.isEmpty()) {
            json.writeName(Field.name(EventFields.TRUNCATED_FIELDS).text());
            json.writeStartArray();
            truncated.forEach(json::writeString);
            json.writeEndArray();
        }
    }
}
