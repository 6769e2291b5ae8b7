package io.github.kafkaaudit.elk;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LogstashScriptsTests {

    private static final Map<String, String> ADMISSION = Map.of(
            "index",
            "kafka-audit",
            "quarantine",
            "kafka-audit-quarantine",
            "retention_days",
            "30",
            "ahead_hours",
            "24");
    private static final LogstashScript ADMIT = new LogstashScript("admit.rb", ADMISSION);

    @AfterAll
    static void stop() {
        ADMIT.close();
    }

    @Test
    void anAuditEventGoesUnchangedToTheIndexOfItsDayUnderItsOwnId() {
        var now = Instant.now();
        var result = admit("""
                {"@timestamp":"%s","event":{"id":"e-1"},"message":"produced","kafka_audit":{"step":10}}""".formatted(now));

        assertThat(result.index()).isEqualTo("kafka-audit-" + day(now));
        assertThat(result.id()).isEqualTo("e-1");
        assertThat(result.event().path("message").asString()).isEqualTo("produced");
        assertThat(result.event().at("/kafka_audit/step").asInt()).isEqualTo(10);
        assertThat(Instant.parse(result.event().at("/event/ingested").asString()))
                .isBetween(now.minusSeconds(1), Instant.now().plusSeconds(1));
        assertThat(result.event().propertyNames())
                .containsExactlyInAnyOrder("@timestamp", "event", "message", "kafka_audit");
    }

    @Test
    void theNamesOfFieldsInsideAPayloadAreOnlyNames() {
        var payload = """
                {"_id":"x","@timestamp":"never","@metadata":{"index":"evil"},"tags":7,"%{[event][id]}":"%{foo}","a[b":1,"":2}""";
        var result = admit("""
                {"@timestamp":"%s","event":{"id":"e-2"},"kafka_audit":{"payload":{"json":%s}}}""".formatted(Instant.now(), payload));

        assertThat(result.index()).isEqualTo("kafka-audit-" + day(Instant.now()));
        assertThat(result.id()).isEqualTo("e-2");
        assertThat(result.event().at("/kafka_audit/payload/json")).isEqualTo(Repository.JSON.readTree(payload));
    }

    @Test
    void namesWithDotsAreTheSameFields() {
        var result = admit("""
                {"@timestamp":"%s","event.id":"e-3","kafka_audit.step":10}""".formatted(Instant.now()));

        assertThat(result.id()).isEqualTo("e-3");
        assertThat(result.event().path("kafka_audit.step").asInt()).isEqualTo(10);
    }

    @ParameterizedTest
    @ValueSource(strings = {"hello", "", "[1]", "{\"event\":", "7", "null"})
    void whatIsNotOneJsonObjectIsQuarantinedWithItsText(String text) {
        var result = admit(text);

        assertThat(result.cause()).isEqualTo("not-json");
        assertThat(result.index()).isEqualTo("kafka-audit-quarantine");
        assertThat(result.id()).isEqualTo("kafka-audit-2-17");
        assertThat(result.event().at("/event/original").asString()).isEqualTo(text);
        assertThat(result.event().at("/kafka_audit/record/coordinate").asString())
                .isEqualTo("kafka-audit/2/17");
        assertThat(result.event().has("message")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{\"event\":7}", "{\"event\":{\"id\":7}}", "{\"event\":{\"id\":\"\"}}"})
    void whatHasNoIdIsQuarantined(String text) {
        assertThat(admit(text).cause()).isEqualTo("no-id");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ",\"@timestamp\":7", ",\"@timestamp\":\"yesterday\"", ",\"@timestamp\":null"})
    void whatHasNoReadableTimestampIsQuarantinedInsteadOfGettingTheTimeOfItsArrival(String timestamp) {
        var result = admit("{\"event\":{\"id\":\"e-4\"}%s}".formatted(timestamp));

        assertThat(result.cause()).isEqualTo("bad-timestamp");
        assertThat(result.event().at("/event/id").asString()).isEqualTo("e-4");
    }

    @Test
    void anEventIsKeptAsLongAsItsIndexIs() {
        var lastDay = LocalDate.now(ZoneOffset.UTC)
                .minusDays(29)
                .atStartOfDay(ZoneOffset.UTC)
                .toInstant();

        assertThat(admit(event(lastDay)).index()).isEqualTo("kafka-audit-" + day(lastDay));
        var tooOld = admit(event(lastDay.minusMillis(1)));
        assertThat(tooOld.cause()).isEqualTo("too-old");
        assertThat(tooOld.event().at("/kafka_audit/quarantine/index").asString())
                .isEqualTo("kafka-audit-" + day(lastDay.minusMillis(1)));
        assertThat(tooOld.event().at("/event/original").asString()).contains("\"id\":\"e-5\"");
    }

    @Test
    void aWrongHostClockDoesNotEraseAnEvent() {
        assertThat(admit(event(Instant.now().plus(Duration.ofHours(23)))).cause())
                .isEmpty();
        assertThat(admit(event(Instant.now().plus(Duration.ofHours(25)))).cause())
                .isEqualTo("in-the-future");
    }

    @Test
    void aDocumentCannotSteerThePipeline() {
        var result = admit("""
                {"@timestamp":"%s","event":{"id":"e-6"},"@metadata":{"index":"evil","id":"evil"}}""".formatted(Instant.now()));

        assertThat(result.cause()).isEqualTo("rejected");
        assertThat(result.index()).isEqualTo("kafka-audit-quarantine");
    }

    @Test
    void aFieldThatLogstashCannotNameCostsNoEvent() {
        var result = admit("""
                {"@timestamp":"%s","event":{"id":"e-7"},"a[b":1}""".formatted(Instant.now()));

        assertThat(result.cause()).isEqualTo("rejected");
        assertThat(result.event().at("/event/original").asString()).contains("a[b");
    }

    @Test
    void whatElasticsearchRefusedIsKeptAsTextWithTheReason() {
        try (var deadLetter = new LogstashScript("dead_letter.rb", Map.of("quarantine", "kafka-audit-quarantine"))) {
            var document = Map.of(
                    "event", Map.of("id", "e-8"), "kafka_audit", Map.of("step", "ten"), "x[y", 1, "@timestamp", "t");
            var reason = """
                    Could not index event to Elasticsearch. status: 400, action: ["create", {_id: "e-8"}, {"error" => {"type" => "no"}}], \
                    response: {"create" => {"status" => 400, "error" => {"type" => "document_parsing_exception", \
                    "reason" => "failed to parse field [kafka_audit.step] of type [integer]"}}}""";
            var result = deadLetter.filter(
                    document,
                    Map.of(
                            "dead_letter_queue",
                            Map.of("reason", reason),
                            "kafka",
                            Map.of("topic", "kafka-audit", "partition", 2, "offset", 17),
                            "id",
                            "e-8",
                            "index",
                            "kafka-audit-2026.11.22"));

            assertThat(result.index()).isEqualTo("kafka-audit-quarantine");
            assertThat(result.id()).isEqualTo("kafka-audit-2-17");
            assertThat(result.cause()).isEqualTo("rejected");
            assertThat(result.event().at("/error/type").asString()).isEqualTo("document_parsing_exception");
            assertThat(result.event().at("/event/reason").asString()).contains("kafka_audit.step");
            assertThat(result.event().at("/event/id").asString()).isEqualTo("e-8");
            assertThat(result.event().at("/kafka_audit/quarantine/index").asString())
                    .isEqualTo("kafka-audit-2026.11.22");
            assertThat(Repository.JSON.readTree(
                            result.event().at("/event/original").asString()))
                    .isEqualTo(Repository.JSON.valueToTree(document));
        }
    }

    @Test
    void theArchiveHasAFolderForTheDayOfTheEvent() {
        try (var folder = new LogstashScript("day.rb", Map.of())) {
            var event = event(Instant.parse("2026-11-21T23:59:59.999Z"));

            assertThat(folder.record(event, "kafka-audit", 0, 1)
                            .metadata()
                            .path("day")
                            .asString())
                    .isEqualTo("2026/11/21");
            assertThat(folder.record(event, "kafka-audit", 0, 1)
                            .event()
                            .path("message")
                            .asString())
                    .isEqualTo(event);
            assertThat(folder.record("hello", "kafka-audit", 0, 1)
                            .metadata()
                            .path("day")
                            .asString())
                    .isEqualTo("2025/11/22");
        }
    }

    private static String event(Instant timestamp) {
        return "{\"@timestamp\":\"%s\",\"event\":{\"id\":\"e-5\"}}".formatted(timestamp);
    }

    private static LogstashScript.Result admit(String text) {
        return ADMIT.record(text, "kafka-audit", 2, 17);
    }

    private static String day(Instant instant) {
        return DateTimeFormatter.ofPattern("uuuu.MM.dd")
                .withZone(ZoneOffset.UTC)
                .format(instant);
    }
}
