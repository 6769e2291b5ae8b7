package io.github.kafkaaudit.json;

import io.github.kafkaaudit.event.AuditAction;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** Makes the JSON Schema from the table of fields. */
final class SchemaGenerator {

    private SchemaGenerator() {}

    static String generate() {
        List<FieldTable.Row> rows = FieldTable.rows();
        Map<String, Object> schema = new LinkedHashMap<>();
        schema.put("$schema", "https://json-schema.org/draft/2020-12/schema");
        schema.put("$id", "urn:kafka-audit:event:" + JsonAuditEventEncoder.SCHEMA_VERSION);
        schema.put("title", "Kafka Audit event");
        schema.put(
                "description",
                "What happened to one Kafka record, an offset, a transaction, or the audit trail itself. Fields are"
                        + " only ever added: a reader ignores what it does not know.");
        schema.put("type", "object");
        Map<String, Object> properties = new LinkedHashMap<>();
        rows.forEach(row -> place(properties, row.path(), type(row)));
        schema.put("properties", properties);
        List<Object> conditions = new ArrayList<>();
        alike(rows).values().forEach(actions -> conditions.add(condition(actions, rows)));
        schema.put("required", List.of("event"));
        schema.put("allOf", conditions);
        return JsonMapper.builder()
                        .enable(SerializationFeature.INDENT_OUTPUT)
                        .build()
                        .writeValueAsString(schema)
                        .replace("\r\n", "\n")
                + "\n";
    }

    private static Map<String, Object> type(FieldTable.Row row) {
        Map<String, Object> type = new LinkedHashMap<>();
        switch (row.type()) {
            case "date" -> {
                type.put("type", "string");
                type.put("format", "date-time");
            }
            case "long", "integer" -> type.put("type", "integer");
            case "boolean" -> type.put("type", "boolean");
            case "flattened" -> type.put("type", "object");
            case "payload" -> {
                type.put("type", List.of("object", "array"));
                type.put("items", Map.of("type", "object"));
            }
            case "keyword[]" -> {
                type.put("type", "array");
                type.put("items", Map.of("type", "string"));
            }
            default -> type.put("type", "string");
        }
        if (row.path().equals(EventFields.EVENT_ACTION)) {
            List<String> actions = new ArrayList<>();
            for (AuditAction action : AuditAction.values()) {
                actions.add(action.value());
            }
            type.put("enum", actions);
        } else if (!row.values().isEmpty()) {
            type.put("enum", row.values());
        }
        type.put("description", row.description());
        return type;
    }

    /** Puts actions together that have the same fields. */
    private static Map<String, List<AuditAction>> alike(List<FieldTable.Row> rows) {
        Map<String, List<AuditAction>> alike = new LinkedHashMap<>();
        for (AuditAction action : AuditAction.values()) {
            StringBuilder column = new StringBuilder();
            rows.forEach(row -> column.append(row.presence(action)));
            alike.computeIfAbsent(column.toString(), c -> new ArrayList<>()).add(action);
        }
        return alike;
    }

    private static Map<String, Object> condition(List<AuditAction> actions, List<FieldTable.Row> rows) {
        List<String> names = actions.stream().map(AuditAction::value).toList();
        Map<String, Object> is =
                Map.of("properties", Map.of("event", Map.of("properties", Map.of("action", Map.of("enum", names)))));
        AuditAction action = actions.get(0);
        Map<String, Object> then = new LinkedHashMap<>();
        for (FieldTable.Row row : rows) {
            char presence = row.presence(action);
            if (presence == 'r') {
                require(then, row.path());
            } else if (presence == '-') {
                forbid(then, row.path());
            }
        }
        Map<String, Object> condition = new LinkedHashMap<>();
        condition.put("if", is);
        condition.put("then", then);
        return condition;
    }

    private static void require(Map<String, Object> object, String path) {
        int dot = path.indexOf('.');
        String name = dot < 0 ? path : path.substring(0, dot);
        List<Object> required = list(object, "required");
        if (!required.contains(name)) {
            required.add(name);
        }
        if (dot >= 0) {
            require(map(map(object, "properties"), name), path.substring(dot + 1));
        }
    }

    private static void forbid(Map<String, Object> object, String path) {
        int dot = path.indexOf('.');
        if (dot < 0) {
            map(object, "properties").put(path, false);
        } else {
            forbid(map(map(object, "properties"), path.substring(0, dot)), path.substring(dot + 1));
        }
    }

    private static void place(Map<String, Object> properties, String path, Map<String, Object> type) {
        int dot = path.indexOf('.');
        if (dot < 0) {
            properties.put(path, type);
            return;
        }
        Map<String, Object> object = map(properties, path.substring(0, dot));
        object.put("type", "object");
        place(map(object, "properties"), path.substring(dot + 1), type);
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> map(Map<String, Object> parent, String name) {
        return (Map<String, Object>) parent.computeIfAbsent(name, n -> new LinkedHashMap<>());
    }

    @SuppressWarnings("unchecked")
    private static List<Object> list(Map<String, Object> parent, String name) {
        return (List<Object>) parent.computeIfAbsent(name, n -> new ArrayList<>());
    }
}
