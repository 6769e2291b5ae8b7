package io.github.kafkaaudit.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.kafkaaudit.event.AuditAction;
import java.io.IOException;
import java.lang.reflect.Field;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class AuditEventSchemaTests {

    private final List<FieldTable.Row> rows = FieldTable.rows();

    @Test
    void isWhatTheTableOfFieldsSays() throws IOException {
        String generated = SchemaGenerator.generate();
        Path copy = Path.of("target", "audit-event.schema.json");
        Files.writeString(copy, generated);

        assertThat(FieldTable.resource("audit-event.schema.json"))
                .as("The schema differs from the table; copy %s to src/main/resources/io/github/kafkaaudit/.", copy)
                .isEqualTo(generated);
    }

    @Test
    void saysForEveryActionWhetherItHasAField() {
        assertThat(rows)
                .allSatisfy(row -> assertThat(row.presence())
                        .as(row.path())
                        .hasSize(AuditAction.values().length)
                        .matches("[ro-]+"));
    }

    @Test
    void listsTheActionsInTheOrderOfTheEnumeration() {
        StringBuilder listed = new StringBuilder();
        for (String line : FieldTable.resource("audit-event.fields.txt").lines().toList()) {
            if (line.startsWith("#   ")) {
                listed.append(listed.isEmpty() ? "" : ", ").append(line.substring(4));
            }
        }
        List<String> actions = new ArrayList<>();
        for (AuditAction action : AuditAction.values()) {
            actions.add(action.value());
        }
        assertThat(listed.toString()).isEqualTo(String.join(", ", actions));
    }

    @Test
    void hasAConstantForEveryField() throws IllegalAccessException {
        List<String> constants = new ArrayList<>();
        for (Field field : EventFields.class.getFields()) {
            constants.add((String) field.get(null));
        }
        assertThat(rows.stream().map(FieldTable.Row::path)).containsExactlyElementsOf(constants);
    }

    @Test
    void isMappedInTheIndexTemplateFieldByField() throws IOException {
        Path template = Path.of("..", "elasticsearch", "component-templates", "kafka-audit-core.json");
        JsonNode mappings =
                new JsonMapper().readTree(Files.readString(template, UTF_8)).at("/template/mappings/properties");
        Map<String, String> mapped = new TreeMap<>();
        collect(mappings, "", mapped);
        Map<String, String> expected = new TreeMap<>();
        rows.forEach(row -> expected.put(
                row.path(),
                row.type().equals("payload") ? "flattened" : row.type().replace("[]", "")));

        assertThat(mapped).isEqualTo(expected);
    }

    private static void collect(JsonNode properties, String prefix, Map<String, String> mapped) {
        for (Map.Entry<String, JsonNode> property : properties.properties()) {
            String path = prefix + property.getKey();
            if (property.getValue().has("type")) {
                mapped.put(path, property.getValue().get("type").asString());
            } else {
                collect(property.getValue().get("properties"), path + '.', mapped);
            }
        }
    }
}
