package io.github.kafkaaudit.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Keeps {@code docs/settings.md} in step; {@code -Dkafka.audit.settings.write=true} writes it anew. */
class SettingsReferenceTests {

    private static final String RULE_TOPICS = "Patterns of the topics that the rule is for.";
    private static final Path REFERENCE = Path.of("..", "docs", "settings.md");

    @Test
    void describesEverySetting() throws Exception {
        assertThat(settings()).hasSizeGreaterThan(40).allSatisfy(setting -> {
            assertThat(setting.path("description").asString(""))
                    .as(setting.path("name").asString())
                    .endsWith(".");
            assertThat(setting.path("type").asString("")).isNotEmpty();
        });
    }

    @Test
    void equalsTheReference() throws Exception {
        String reference = reference();
        if (Boolean.getBoolean("kafka.audit.settings.write")) {
            Files.writeString(REFERENCE, reference);
        }

        assertThat(REFERENCE)
                .as("mvn test -pl audit-spring-boot-autoconfigure -am -Dtest=SettingsReferenceTests"
                        + " -Dsurefire.failIfNoSpecifiedTests=false -Dkafka.audit.settings.write=true writes it anew")
                .hasContent(reference);
    }

    private static String reference() throws Exception {
        StringBuilder text = new StringBuilder("""
                # Settings

                Every property of the starter, from its own metadata; a test keeps this page in step. A wrong value, a misspelt name included, keeps
                the application from starting, with a sentence that names the property and the way out. Names of lists take an index or
                commas (`kafka.audit.topics.exclude=a,b`), times a unit (`1s`, `7d`), sizes too (`16KB`).

                | property | type | default | |
                |---|---|---|---|
                """);
        List<JsonNode> settings = settings();
        for (JsonNode setting : settings) {
            text.append("| `")
                    .append(setting.path("name").asString())
                    .append("` | ")
                    .append(type(setting.path("type").asString()))
                    .append(" | ")
                    .append(defaultValue(setting.path("defaultValue")))
                    .append(" | ")
                    .append(setting.path("description").asString().replace("|", "\\|"))
                    .append(" |\n");
        }
        rules(text, settings);
        return text.toString();
    }

    /** The metadata stops at lists of objects. */
    private static void rules(StringBuilder text, List<JsonNode> settings) {
        text.append("""

                ## Rules

                `kafka.audit.rules` is a list; the first rule with a matching pattern decides about a topic. What a rule does not say is as for every
                topic; what it masks, it masks in addition.

                """);
        text.append("| property | |\n|---|---|\n");
        for (String name : ruleProperties("", KafkaAuditProperties.Rule.class)) {
            text.append("| `kafka.audit.rules[n].")
                    .append(name)
                    .append("` | ")
                    .append(name.equals("topics") ? RULE_TOPICS : sentence(settings, name))
                    .append(" |\n");
        }
    }

    /** A rule's properties are those for every topic, once more. */
    private static String sentence(List<JsonNode> settings, String name) {
        return settings.stream()
                .filter(setting -> {
                    String property = setting.path("name").asString();
                    return property.equals("kafka.audit." + name)
                            || property.equals("kafka.audit." + name + ".enabled");
                })
                .findFirst()
                .orElseThrow(() -> new AssertionError("There is no kafka.audit." + name + "."))
                .path("description")
                .asString()
                .replace("|", "\\|");
    }

    private static List<String> ruleProperties(String prefix, Class<?> type) {
        List<String> names = new ArrayList<>();
        Arrays.stream(type.getRecordComponents()).forEach(component -> {
            String name =
                    prefix + component.getName().replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
            if (component.getType().isRecord()) {
                names.addAll(ruleProperties(name + ".", component.getType()));
            } else {
                names.add(name);
            }
        });
        Collections.sort(names);
        return names;
    }

    private static List<JsonNode> settings() throws Exception {
        try (InputStream metadata = Objects.requireNonNull(
                KafkaAuditProperties.class.getResourceAsStream("/META-INF/spring-configuration-metadata.json"))) {
            List<JsonNode> settings = new ArrayList<>();
            JsonMapper.builder().build().readTree(metadata).path("properties").forEach(setting -> {
                if (setting.path("name").asString().startsWith("kafka.audit.")) {
                    settings.add(setting);
                }
            });
            settings.sort(Comparator.comparing(setting -> setting.path("name").asString()));
            return settings;
        }
    }

    private static String type(String type) throws ClassNotFoundException {
        if (type.startsWith("java.util.List<")) {
            return "list";
        }
        if (type.startsWith("java.util.Map<")) {
            return "names and values";
        }
        if (type.startsWith("io.github.kafkaaudit.")) {
            return Arrays.stream(Class.forName(type).getEnumConstants())
                    .map(constant -> "`" + constant.toString().toLowerCase(Locale.ROOT) + "`")
                    .collect(Collectors.joining(", "));
        }
        return switch (type) {
            case "java.lang.Boolean" -> "`true`, `false`";
            case "java.lang.String" -> "text";
            case "java.lang.Integer", "java.lang.Short", "java.lang.Long" -> "number";
            case "java.time.Duration" -> "time";
            case "org.springframework.util.unit.DataSize" -> "size";
            default -> type;
        };
    }

    private static String defaultValue(JsonNode value) {
        List<String> values = new ArrayList<>();
        if (value.isArray()) {
            value.forEach(element -> values.add(element.asString()));
        } else {
            // The metadata has lists of several values as one text.
            Collections.addAll(
                    values, value.asString("").replaceAll("^\\[|]$", "").split(", ", -1));
        }
        return values.stream()
                .filter(element -> !element.isEmpty())
                .map(element -> "`" + element + "`")
                .collect(Collectors.joining(", "));
    }
}
