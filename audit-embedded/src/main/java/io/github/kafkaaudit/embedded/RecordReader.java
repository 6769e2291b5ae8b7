package io.github.kafkaaudit.embedded;

import io.github.kafkaaudit.embedded.AuditEnvelope.Event;
import io.github.kafkaaudit.embedded.AuditEnvelope.Span;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;

/** Reads one record as JSON, within the limits of {@code docs/admission.md} and without making anything of it. */
final class RecordReader {

    private static final JsonFactory JSON = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    // One more, so that the limit is found here and has its own reason.
                    .maxNestingDepth(AdmissionRules.MAX_DEPTH + 1)
                    .maxStringLength(AdmissionRules.MAX_BYTES)
                    .maxNameLength(AdmissionRules.MAX_BYTES)
                    .maxNumberLength(AdmissionRules.MAX_BYTES)
                    .build())
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    private final List<String> rootNames = new ArrayList<>();
    private int depth;
    private int values;
    private String rootName = "";
    private @Nullable Span timestamp;
    private boolean isInEvent;
    private String eventName = "";
    private int eventBegin = -1;
    private boolean isEventEmpty = true;
    private @Nullable String id;
    private int ingestedBegin = -1;
    private @Nullable Span ingested;

    private RecordReader() {}

    /** Returns what is to be known of a record that is one JSON object. */
    static AuditEnvelope read(byte @Nullable [] value) throws RefusedRecordException {
        var document = checked(value);
        var reader = new RecordReader();
        try (var parser = JSON.createParser(ObjectReadContext.empty(), document)) {
            reader.scan(parser);
        } catch (JacksonException e) {
            throw String.valueOf(e.getOriginalMessage()).startsWith("Duplicate ")
                    ? RefusedRecordException.notJson("The record has a name twice in one object.")
                    : RefusedRecordException.notJson();
        }
        var event = reader.eventBegin < 0
                ? null
                : new Event(reader.eventBegin, reader.isEventEmpty, reader.id, reader.ingested);
        return new AuditEnvelope(document, reader.rootNames, event, reader.timestamp);
    }

    /** Returns the text of a record, null when its bytes are no UTF-8. */
    static @Nullable String text(byte[] value) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(value))
                    .toString();
        } catch (CharacterCodingException e) {
            return null;
        }
    }

    private static byte[] checked(byte @Nullable [] value) throws RefusedRecordException {
        if (value == null || value.length == 0) {
            throw RefusedRecordException.notJson("The record is empty.");
        }
        if (value.length > AdmissionRules.MAX_BYTES) {
            throw new RefusedRecordException(
                    "too-large",
                    "The record has " + value.length + " bytes, more than " + AdmissionRules.MAX_BYTES + ".");
        }
        var text = text(value);
        if (text == null) {
            throw RefusedRecordException.notJson("The record is not valid UTF-8.");
        }
        // Jackson skips a byte order mark and takes a NUL for UTF-16; for Elasticsearch neither is JSON.
        if (text.charAt(0) == '\uFEFF' || text.indexOf('\0') >= 0) {
            throw RefusedRecordException.notJson();
        }
        return value;
    }

    private void scan(JsonParser parser) throws RefusedRecordException {
        var isObject = parser.nextToken() == JsonToken.START_OBJECT;
        for (var token = parser.currentToken(); token != null; token = parser.nextToken()) {
            switch (token) {
                case PROPERTY_NAME -> name(parser.currentName());
                case END_OBJECT, END_ARRAY -> end(parser);
                default -> value(parser, token);
            }
            if (depth == 0) {
                break;
            }
        }
        if (!isObject || depth > 0 || parser.nextToken() != null) {
            throw RefusedRecordException.notJson();
        }
    }

    private void name(String name) {
        if (depth == 1) {
            rootName = name;
            rootNames.add(name);
        } else if (depth == 2 && isInEvent) {
            eventName = name;
            isEventEmpty = false;
        }
    }

    private void end(JsonParser parser) {
        depth--;
        if (depth == 1) {
            isInEvent = false;
        } else if (depth == 2 && isInEvent && ingestedBegin >= 0 && ingested == null) {
            ingested = new Span(ingestedBegin, offset(parser.currentLocation().getByteOffset()), "");
        }
    }

    private void value(JsonParser parser, JsonToken token) throws RefusedRecordException {
        values++;
        if (values > AdmissionRules.MAX_VALUES) {
            throw new RefusedRecordException(
                    "too-many-values", "The record has more than " + AdmissionRules.MAX_VALUES + " values.");
        }
        if (isInEvent && depth == 2) {
            eventMember(parser, token);
        } else if (depth == 1 && "@timestamp".equals(rootName) && token == JsonToken.VALUE_STRING) {
            timestamp = span(parser, parser.getString());
        }
        if (token.isStructStart()) {
            begin(parser, token);
        }
    }

    private void begin(JsonParser parser, JsonToken token) throws RefusedRecordException {
        depth++;
        if (depth > AdmissionRules.MAX_DEPTH) {
            throw new RefusedRecordException(
                    "too-deep", "The record is nested more than " + AdmissionRules.MAX_DEPTH + " levels deep.");
        }
        if (depth == 2 && token == JsonToken.START_OBJECT && "event".equals(rootName)) {
            isInEvent = true;
            eventBegin = offset(parser.currentLocation().getByteOffset());
        }
    }

    private void eventMember(JsonParser parser, JsonToken token) {
        if ("id".equals(eventName) && token == JsonToken.VALUE_STRING) {
            id = parser.getString();
        } else if ("ingested".equals(eventName)) {
            ingestedBegin = offset(parser.currentTokenLocation().getByteOffset());
            if (token.isNumeric()) {
                ingested = number(parser);
            } else if (token.isScalarValue()) {
                ingested = span(parser, parser.getString());
            }
        }
    }

    /** Where a number ends is known by its length: the parser has looked at what is behind it. */
    private static Span number(JsonParser parser) {
        var begin = offset(parser.currentTokenLocation().getByteOffset());
        var text = parser.getString();
        return new Span(begin, begin + text.length(), text);
    }

    /** The place of a value whose end the parser has come to. */
    private static Span span(JsonParser parser, String text) {
        return new Span(
                offset(parser.currentTokenLocation().getByteOffset()),
                offset(parser.currentLocation().getByteOffset()),
                text);
    }

    private static int offset(long offset) {
        return Math.toIntExact(offset);
    }
}
