package io.github.kafkaaudit.elk;

import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.POJONode;
import tools.jackson.databind.util.RawValue;

/** Documents with their numbers as they are written, to be compared whatever the order of their members is. */
final class Documents {

    private static final JsonFactory JSON = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNumberLength(Integer.MAX_VALUE)
                    .maxStringLength(Integer.MAX_VALUE)
                    .build())
            .build();
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private Documents() {}

    /**
     * A number that is no short integer is a raw value: whatever else it could be would have lost how it was written.
     */
    static JsonNode exact(String json) {
        try (var parser = JSON.createParser(ObjectReadContext.empty(), json)) {
            return node(parser, parser.nextToken());
        }
    }

    static Map<String, Object> map(JsonNode document) {
        return Repository.JSON.convertValue(document, new TypeReference<Map<String, Object>>() {});
    }

    /** The document as text, with its members in the order of their names. */
    static String sorted(JsonNode node) {
        if (node.isObject()) {
            var members = new TreeMap<String, JsonNode>();
            node.properties().forEach(member -> members.put(member.getKey(), member.getValue()));
            return members.entrySet().stream()
                    .map(member ->
                            Repository.JSON.writeValueAsString(member.getKey()) + ":" + sorted(member.getValue()))
                    .collect(Collectors.joining(",", "{", "}"));
        }
        if (node.isArray()) {
            return node.valueStream().map(Documents::sorted).collect(Collectors.joining(",", "[", "]"));
        }
        return node instanceof POJONode number
                ? ((RawValue) number.getPojo()).rawValue().toString()
                : node.toString();
    }

    private static JsonNode node(JsonParser parser, JsonToken token) {
        return switch (token) {
            case START_OBJECT -> object(parser);
            case START_ARRAY -> array(parser);
            case VALUE_STRING -> NODES.stringNode(parser.getString());
            case VALUE_TRUE, VALUE_FALSE -> NODES.booleanNode(token == JsonToken.VALUE_TRUE);
            case VALUE_NULL -> NODES.nullNode();
            default -> number(parser.getString());
        };
    }

    private static JsonNode object(JsonParser parser) {
        var object = NODES.objectNode();
        while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
            var name = parser.currentName();
            object.set(name, node(parser, parser.nextToken()));
        }
        return object;
    }

    private static JsonNode array(JsonParser parser) {
        var array = NODES.arrayNode();
        for (var token = parser.nextToken(); token != JsonToken.END_ARRAY; token = parser.nextToken()) {
            array.add(node(parser, token));
        }
        return array;
    }

    private static JsonNode number(String text) {
        return text.matches("0|-?[1-9]\\d{0,17}")
                ? NODES.numberNode(Long.parseLong(text))
                : NODES.rawValueNode(new RawValue(text));
    }
}
