package io.github.kafkaaudit.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.github.kafkaaudit.EncodedAuditEvent;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Checks documents against the shipped schema, and that they have no field which the schema does not name. */
final class Schemas {

    private static final JsonMapper MAPPER = new JsonMapper();
    private static final Schema SCHEMA = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
            .getSchema(FieldTable.resource("audit-event.schema.json"), InputFormat.JSON);
    private static final Map<String, FieldTable.Row> ROWS =
            FieldTable.rows().stream().collect(Collectors.toMap(FieldTable.Row::path, row -> row));

    private Schemas() {}

    static JsonNode assertValid(EncodedAuditEvent event) {
        String json = new String(event.json(), UTF_8);
        assertThat(SCHEMA.validate(
                        json,
                        InputFormat.JSON,
                        context -> context.executionConfig(config -> config.formatAssertionsEnabled(true))))
                .as(json)
                .isEmpty();
        JsonNode document = MAPPER.readTree(event.json());
        assertThat(fields(document)).as(json).isSubsetOf(ROWS.keySet());
        return document;
    }

    /** Returns the dotted paths of all fields, and nothing below flattened ones. */
    static Set<String> fields(JsonNode document) {
        Set<String> fields = new TreeSet<>();
        collect(document, "", fields);
        return fields;
    }

    private static void collect(JsonNode node, String path, Set<String> fields) {
        if (ROWS.containsKey(path) || !node.isObject()) {
            fields.add(path);
            return;
        }
        assertThat(node.isEmpty()).as("an empty object at " + path).isFalse();
        for (Map.Entry<String, JsonNode> member : node.properties()) {
            collect(member.getValue(), path.isEmpty() ? member.getKey() : path + '.' + member.getKey(), fields);
        }
    }
}
