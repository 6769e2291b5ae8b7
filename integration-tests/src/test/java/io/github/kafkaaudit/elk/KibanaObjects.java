package io.github.kafkaaudit.elk;

import static io.github.kafkaaudit.elk.Repository.JSON;

import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The objects in {@code kibana/objects}, which are written for people to read, and the file that Kibana imports.
 *
 * <p>Kibana wants the inner structures of an object as JSON in strings, and one object a line.
 */
final class KibanaObjects {

    private static final List<String> IMPORT_ORDER = List.of("index-pattern", "search", "dashboard");

    private KibanaObjects() {}

    /** The objects as they are kept, referenced objects before those that refer to them. */
    static List<JsonNode> sources() {
        return Repository.files("kibana/objects", ".json").stream()
                .map(file -> JSON.readTree(Repository.text(file)))
                .sorted(Comparator.comparingInt((JsonNode object) ->
                                IMPORT_ORDER.indexOf(object.path("type").asString()))
                        .thenComparing(object -> object.path("id").asString()))
                .toList();
    }

    static List<JsonNode> sources(String type) {
        return sources().stream()
                .filter(object -> type.equals(object.path("type").asString()))
                .toList();
    }

    static JsonNode source(String id) {
        return sources().stream()
                .filter(object -> id.equals(object.path("id").asString()))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no object " + id));
    }

    static String ndjson() {
        return sources().stream()
                .map(object -> JSON.writeValueAsString(encoded((ObjectNode) object)) + "\n")
                .collect(Collectors.joining());
    }

    private static ObjectNode encoded(ObjectNode object) {
        var attributes = (ObjectNode) object.path("attributes");
        for (var name : List.of("sourceFilters", "fieldAttrs", "runtimeFieldMap", "fieldFormatMap")) {
            encode(attributes, name);
        }
        encode(attributes, "panelsJSON");
        encode(attributes, "optionsJSON");
        if (attributes.path("kibanaSavedObjectMeta") instanceof ObjectNode meta) {
            encode(meta, "searchSourceJSON");
        }
        if (attributes.path("controlGroupInput") instanceof ObjectNode controls) {
            encode(controls, "panelsJSON");
            encode(controls, "ignoreParentSettingsJSON");
        }
        return object;
    }

    private static void encode(ObjectNode parent, String name) {
        if (parent.has(name)) {
            parent.put(name, JSON.writeValueAsString(parent.path(name)));
        }
    }
}
