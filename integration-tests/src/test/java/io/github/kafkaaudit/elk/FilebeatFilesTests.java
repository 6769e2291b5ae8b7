package io.github.kafkaaudit.elk;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.kafkaaudit.elk.LogstashScript.Result;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.mozilla.javascript.Context;
import org.mozilla.javascript.Function;
import org.mozilla.javascript.Scriptable;
import org.mozilla.javascript.ScriptableObject;

class FilebeatFilesTests {

    /** README.md of Filebeat says why: repeated names, bytes, nanoseconds, and the order in which limits are found. */
    private static final Pattern KNOWN_BY_LOGSTASH_ONLY =
            Pattern.compile("twice|nanosecond|urrogate|no UTF-8|without an end|and no object|in an array");

    private static final LogstashScript LOGSTASH = new LogstashScript(
            "admit.rb",
            Map.of(
                    "from", "topic",
                    "index", "kafka-audit",
                    "quarantine", "kafka-audit-quarantine",
                    "retention_days", "30",
                    "ahead_hours", "24"));

    static {
        LOGSTASH.now(AdmissionCases.NOW);
    }

    @AfterAll
    static void stop() {
        LOGSTASH.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"filebeat/filebeat-kafka.yml", "filebeat/filebeat-log.yml"})
    void bothWaysHaveTheIndexRuleOfLogstashAndNoTemplatesOfTheirOwn(String file) {
        var settings = Repository.yaml(file);
        var output = settings.path("output.elasticsearch");

        assertThat(output.path("index").asString()).isEqualTo("kafka-audit-%{+yyyy.MM.dd}");
        assertThat(output.at("/indices/0/index").asString()).isEqualTo("kafka-audit-quarantine");
        assertThat(output.path("non_indexable_policy.dead_letter_index")
                        .path("index")
                        .asString())
                .isEqualTo("kafka-audit-quarantine");
        assertThat(settings.path("setup.template.enabled").asBoolean(true)).isFalse();
        assertThat(settings.path("setup.ilm.enabled").asBoolean(true)).isFalse();
        var input = settings.path("filebeat.inputs").path(0);
        assertThat(input.path("publisher_pipeline.disable_host").asBoolean()).isTrue();
        assertThat(input.at("/processors/0/script/file").asString()).isEqualTo("${path.config}/audit.js");
        assertThat(input.at("/processors/1/decode_json_fields/max_depth").asInt())
                .isEqualTo(1);
    }

    @Test
    void theTopicIsReadFromTheBeginningAndOnlyWhatIsCommitted() {
        var input = Repository.yaml("filebeat/filebeat-kafka.yml")
                .path("filebeat.inputs")
                .path(0);

        assertThat(input.path("initial_offset").asString()).isEqualTo("oldest");
        assertThat(input.path("isolation_level").asString()).isEqualTo("read_committed");
    }

    @ParameterizedTest
    @MethodSource("records")
    void itsScriptDecidesAsTheOneOfLogstash(String text) {
        var expected = LOGSTASH.record(text, "kafka-audit", 2, 17);
        var fields = filebeat(text);

        assertThat(fields.getOrDefault("kafka_audit.quarantine.cause", "")).isEqualTo(expected.cause());
        assertThat(fields).containsEntry("@metadata._id", expected.id()).containsKey("event.ingested");
        if (!expected.cause().isEmpty()) {
            assertSameQuarantine(fields, expected);
        }
    }

    private static void assertSameQuarantine(Map<String, Object> fields, Result expected) {
        for (var name : List.of(
                "event.original",
                "event.reason",
                "event.id",
                "message",
                "kafka_audit.quarantine.encoding",
                "kafka_audit.record.coordinate",
                "messaging.destination.name")) {
            assertThat(text(fields.get(name)))
                    .as(name)
                    .isEqualTo(expected.event().at("/" + name.replace('.', '/')).asString(""));
        }
        var quarantine = Mappings.ofDataView("kafka-audit-quarantine");
        assertThat(fields.keySet())
                .filteredOn(name -> !name.startsWith("@metadata") && !name.startsWith("kafka."))
                .allMatch(quarantine::has);
    }

    /** Of all records those of which Filebeat can know what Logstash knows. */
    private static Stream<String> records() {
        return Stream.concat(
                Stream.of("합격".repeat(600)),
                AdmissionCases.all().stream()
                        .filter(record -> !KNOWN_BY_LOGSTASH_ONLY
                                .matcher(record.toString())
                                .find())
                        .map(record -> new String(record.value(), UTF_8))
                        .filter(text -> text.indexOf('\uFFFD') < 0));
    }

    /** Runs the script as Filebeat does: with the record's text and its place, and an event that it can change. */
    private static Map<String, Object> filebeat(String text) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("message", text);
        fields.put("kafka.topic", "kafka-audit");
        fields.put("kafka.partition", 2);
        fields.put("kafka.offset", 17);
        try (var context = Context.enter()) {
            context.setLanguageVersion(Context.VERSION_ES6);
            Scriptable scope = context.initStandardObjects();
            context.evaluateString(scope, Repository.text("filebeat/audit.js"), "audit.js", 1, null);
            context.evaluateString(
                    scope,
                    "Date.now = function () { return " + AdmissionCases.NOW.toEpochMilli() + "; };",
                    "now",
                    1,
                    null);
            context.evaluateString(scope, "register({retention_days: 30, ahead_hours: 24});", "register", 1, null);
            ScriptableObject.putProperty(scope, "fields", Context.javaToJS(fields, scope));
            var event = context.evaluateString(scope, """
                    ({
                        Get: function (name) { return fields.containsKey(name) ? fields.get(name) : null; },
                        Put: function (name, value) { fields.put(name, String(value)); },
                        Delete: function (name) { fields.remove(name); }
                    })""", "event", 1, null);
            ((Function) scope.get("process", scope)).call(context, scope, scope, new Object[] {event});
        }
        return fields;
    }

    private static String text(@Nullable Object value) {
        return value == null ? "" : value.toString();
    }
}
