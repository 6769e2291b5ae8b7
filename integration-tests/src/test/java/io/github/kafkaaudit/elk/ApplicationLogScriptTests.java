package io.github.kafkaaudit.elk;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.kafkaaudit.elk.LogstashScript.Result;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The lines of the log topic. */
class ApplicationLogScriptTests {

    private static final Instant NOW = AdmissionCases.NOW;
    private static final Instant CAME = NOW.minusSeconds(60);
    private static final LogstashScript LOGSTASH = new LogstashScript(
            "application_log.rb",
            Map.of(
                    "index", "app-logs-kafka-audit",
                    "quarantine", "kafka-audit-quarantine",
                    "retention_days", "14",
                    "ahead_hours", "24"));

    static {
        LOGSTASH.now(NOW);
    }

    @AfterAll
    static void stop() {
        LOGSTASH.close();
    }

    @Test
    void aLineGoesIntoTheIndexOfItsDayUnderItsPlaceOnTheTopic() {
        var line = only("""
                {"@timestamp":"2026-11-21T23:30:00.5-03:00","@version":"1","level":"INFO","message":"hello","tags":["a"],"mdc":{"a.b":{"c[d":1.10}}}""");

        assertThat(line.index()).isEqualTo("app-logs-kafka-audit-2026.11.22");
        assertThat(line.id()).isEqualTo("logs-1-5");
        assertThat(Documents.sorted(line.event())).isEqualTo(Documents.sorted(Documents.exact("""
                {"@timestamp":"2026-11-22T02:30:00.500Z","level":"INFO","message":"hello","tags":["a"],"mdc":{"a.b":{"c[d":1.10}},
                 "event":{"ingested":"2026-11-22T13:00:00.000Z"}}""")));
    }

    @Test
    void anArrayOfTwoLinesIsTwoDocuments() {
        var lines = lines("""
                [{"@timestamp":"2026-11-22T10:00:00Z","message":"one"},{"@timestamp":"2026-11-22T10:00:01Z","message":"two"},"three"]""");

        assertThat(lines).extracting(Result::id).containsExactly("logs-1-5-0", "logs-1-5-1", "logs-1-5-2");
        assertThat(lines)
                .extracting(line -> line.event().path("message").asString())
                .containsExactly("one", "two", "three");
        assertThat(lines).allSatisfy(line -> assertThat(line.index()).isEqualTo("app-logs-kafka-audit-2026.11.22"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"2020-01-01T00:00:00Z", "2099-01-01T00:00:00Z", "2026-11-08T23:59:59.999Z"})
    void aLineOfATimeThatIsNotKeptMakesNoIndexOfItsOwn(String time) {
        var line = only("{\"@timestamp\":\"" + time + "\",\"message\":\"hello\"}");

        assertThat(line.index()).isEqualTo("kafka-audit-quarantine");
        assertThat(line.id()).isEqualTo("logs-1-5");
        assertThat(line.cause()).isIn("too-old", "in-the-future");
        assertThat(line.original()).asString(StandardCharsets.UTF_8).contains(time);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "hello",
                "{\"message\":",
                "7",
                "[]",
                "{\"a\":1}{\"a\":2}",
                "{\"a\":1,\"a\":2}",
            })
    void whatIsNoObjectIsALineOfText(String text) {
        var line = only(text);

        assertThat(line.index()).isEqualTo("app-logs-kafka-audit-2026.11.22");
        assertThat(line.event().path("message").asString()).isEqualTo(text);
        assertThat(line.event().path("@timestamp").asString()).isEqualTo("2026-11-22T12:59:00.000Z");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ",\"@timestamp\":7", ",\"@timestamp\":\"yesterday\"", ",\"@timestamp\":{\"a\":1}"})
    void aLineWithoutAReadableTimeHasTheOneAtWhichItCame(String time) {
        var line = only("{\"message\":\"hello\"" + time + "}");

        assertThat(line.event().path("@timestamp").asString()).isEqualTo("2026-11-22T12:59:00.000Z");
    }

    @ParameterizedTest
    @ValueSource(strings = {"@metadata", "[a][b]", "[@metadata][index]", "a[b", "@x", ""})
    void aNameThatLogstashReadsAsItsOwnIsQuarantined(String name) {
        var line = only("{\"message\":\"hello\",\"" + name + "\":{\"kafka\":1,\"index\":\"evil\"}}");

        assertThat(line.cause()).isEqualTo("unknown-member");
        assertThat(line.index()).isEqualTo("kafka-audit-quarantine");
        assertThat(line.id()).isEqualTo("logs-1-5");
    }

    @Test
    void oneLineThatIsRefusedTakesNoOtherWithIt() {
        var lines = lines("[{\"message\":\"one\"},{\"[a]\":1},{\"message\":\"three\"}]");

        assertThat(lines).extracting(Result::cause).containsExactly("", "unknown-member", "");
        assertThat(lines.get(1).original()).asString(StandardCharsets.UTF_8).contains("three");
    }

    @ParameterizedTest
    @MethodSource("io.github.kafkaaudit.elk.AdmissionCases#all")
    void noRecordOfAnyKindIsLost(AdmissionCase record) {
        var lines = LOGSTASH.records(record.value(), "logs", 1, 5, CAME.toEpochMilli());

        assertThat(lines).isNotEmpty().allSatisfy(line -> {
            assertThat(line.index()).matches("app-logs-kafka-audit-2026[.]11[.]\\d\\d|kafka-audit-quarantine");
            assertThat(line.id()).startsWith("logs-1-5");
            if (!line.cause().isEmpty()) {
                assertThat(line.original()).isEqualTo(record.value());
            }
        });
    }

    private static Result only(String text) {
        var lines = lines(text);
        assertThat(lines).hasSize(1);
        return lines.get(0);
    }

    private static List<Result> lines(String text) {
        return LOGSTASH.records(text.getBytes(StandardCharsets.UTF_8), "logs", 1, 5, CAME.toEpochMilli());
    }
}
