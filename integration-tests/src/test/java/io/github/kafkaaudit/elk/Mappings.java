package io.github.kafkaaudit.elk;

import java.util.Set;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;

/** The fields that the templates map. */
final class Mappings {

    private final Set<String> fields = new TreeSet<>();
    private final Set<String> flattened = new TreeSet<>();

    private Mappings() {}

    /** The fields of one or more template files. */
    static Mappings of(String... templates) {
        var mappings = new Mappings();
        for (var template : templates) {
            mappings.add("", Repository.json("elasticsearch/" + template).at("/template/mappings"));
        }
        return mappings;
    }

    static Mappings ofAuditEvents() {
        return of("component-templates/kafka-audit-core.json", "component-templates/kafka-audit-additions.json");
    }

    /** The fields that an index has by a data view's name. */
    static Mappings ofDataView(String id) {
        return switch (id) {
            case "kafka-audit" -> ofAuditEvents();
            case "kafka-audit-quarantine" -> of("index-templates/kafka-audit-quarantine.json");
            case "kafka-audit-ledger" -> of("index-templates/ledger-kafka-audit.json");
            case "kafka-audit-publications" -> of("index-templates/publications-kafka-audit.json");
            case "kafka-audit-application-logs" -> of("index-templates/app-logs-kafka-audit.json");
            default -> throw new IllegalArgumentException("no data view " + id);
        };
    }

    Set<String> fields() {
        return fields;
    }

    boolean has(String field) {
        return fields.contains(field) || flattened.stream().anyMatch(object -> field.startsWith(object + "."));
    }

    private void add(String prefix, JsonNode mapping) {
        for (var property : mapping.path("properties").properties()) {
            var name = prefix + property.getKey();
            var type = property.getValue().path("type").asString("");
            if (!type.isEmpty()) {
                fields.add(name);
            }
            if (type.equals("flattened")) {
                flattened.add(name);
            }
            for (var field : property.getValue().path("fields").properties()) {
                fields.add(name + "." + field.getKey());
            }
            add(name + ".", property.getValue());
        }
    }
}
