package io.github.kafkaaudit.json;

import io.github.kafkaaudit.EncodedAuditEvent;
import java.io.ByteArrayOutputStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonPointer;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/**
 * An event's document, read back; for sinks that need single fields, and for tests. It needs no data binding, so that
 * this library brings none to an application.
 *
 * <p>A value is a {@code String}, a {@code Boolean}, a {@code Number} (a {@code BigDecimal} where it has a fraction or
 * an exponent, so that nothing is rounded), a {@code List}, a {@code Map} or null.
 *
 * <p><b>Threading</b>: immutable.
 */
public final class EventDocument {

    private static final JsonFactory FACTORY = new JsonFactory();

    private final Map<String, @Nullable Object> fields;

    private EventDocument(Map<String, @Nullable Object> fields) {
        this.fields = fields;
    }

    /**
     * Reads an event.
     *
     * @param event the event, as a sink is handed it
     * @return its document
     */
    public static EventDocument of(EncodedAuditEvent event) {
        return parse(event.json());
    }

    /**
     * Reads a document.
     *
     * @param json the document in UTF-8
     * @return what it says
     * @throws tools.jackson.core.JacksonException if it is no JSON
     * @throws IllegalArgumentException if it is no object
     */
    public static EventDocument parse(byte[] json) {
        try (JsonParser parser = FACTORY.createParser(ObjectReadContext.empty(), json)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw new IllegalArgumentException("The document is no JSON object.");
            }
            return new EventDocument(object(parser));
        }
    }

    /**
     * Returns a field.
     *
     * @param name the dotted name, such as {@code kafka_audit.record.coordinate}; see {@link EventFields}
     * @return its value, or null if the event has no such field
     */
    public @Nullable Object value(String name) {
        return valueAt('/' + name.replace('.', '/'));
    }

    /**
     * Returns a field as text.
     *
     * @param name the dotted name
     * @return a text as it is, anything else as JSON writes it; null if the event has no such field
     */
    public @Nullable String text(String name) {
        return text(value(name));
    }

    /**
     * Returns what is somewhere in the document; for names that have dots themselves, and for payloads.
     *
     * @param pointer the JSON pointer, such as {@code /kafka_audit/payload/json/applicantId}
     * @return the value, or null if there is none
     */
    public @Nullable Object valueAt(String pointer) {
        Object value = fields;
        for (JsonPointer rest = JsonPointer.compile(pointer); !rest.matches(); rest = rest.tail()) {
            value = member(value, rest);
        }
        return value;
    }

    /**
     * Returns what is somewhere in the document as text.
     *
     * @param pointer the JSON pointer
     * @return a text as it is, anything else as JSON writes it; null if there is nothing
     */
    public @Nullable String textAt(String pointer) {
        return text(valueAt(pointer));
    }

    /** Returns the whole document, in its own order. */
    public Map<String, @Nullable Object> asMap() {
        return fields;
    }

    /** Returns the document as JSON. */
    @Override
    public String toString() {
        return json(fields);
    }

    private static @Nullable Object member(@Nullable Object value, JsonPointer pointer) {
        if (value instanceof Map<?, ?> object) {
            return object.get(pointer.getMatchingProperty());
        }
        int index = pointer.getMatchingIndex();
        return value instanceof List<?> list && index >= 0 && index < list.size() ? list.get(index) : null;
    }

    private static @Nullable String text(@Nullable Object value) {
        return value == null || value instanceof String ? (String) value : json(value);
    }

    private static Map<String, @Nullable Object> object(JsonParser parser) {
        Map<String, @Nullable Object> members = new LinkedHashMap<>();
        for (String name = parser.nextName(); name != null; name = parser.nextName()) {
            parser.nextToken();
            members.put(name, read(parser));
        }
        return Collections.unmodifiableMap(members);
    }

    private static List<@Nullable Object> array(JsonParser parser) {
        List<@Nullable Object> elements = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            elements.add(read(parser));
        }
        return Collections.unmodifiableList(elements);
    }

    private static @Nullable Object read(JsonParser parser) {
        return switch (parser.currentToken()) {
            case START_OBJECT -> object(parser);
            case START_ARRAY -> array(parser);
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            case VALUE_NUMBER_INT -> parser.getNumberValue();
            case VALUE_NUMBER_FLOAT -> parser.getDecimalValue();
            case VALUE_NULL -> null;
            default -> parser.getString();
        };
    }

    private static String json(Object value) {
        ByteArrayOutputStream buffer = new ByteArrayOutputStream();
        try (JsonGenerator json = FACTORY.createGenerator(ObjectWriteContext.empty(), buffer)) {
            write(value, json);
        }
        return buffer.toString(StandardCharsets.UTF_8);
    }

    private static void write(@Nullable Object value, JsonGenerator json) {
        if (value == null) {
            json.writeNull();
        } else if (value instanceof Map<?, ?> object) {
            json.writeStartObject();
            object.forEach((name, member) -> {
                json.writeName((String) name);
                write(member, json);
            });
            json.writeEndObject();
        } else if (value instanceof List<?> list) {
            json.writeStartArray();
            list.forEach(element -> write(element, json));
            json.writeEndArray();
        } else if (value instanceof Boolean truth) {
            json.writeBoolean(truth);
        } else if (value instanceof BigDecimal decimal) {
            json.writeNumber(decimal);
        } else if (value instanceof Number) {
            json.writeNumber(value.toString());
        } else {
            json.writeString((String) value);
        }
    }
}
