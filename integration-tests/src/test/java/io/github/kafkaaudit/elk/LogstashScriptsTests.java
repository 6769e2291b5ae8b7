package io.github.kafkaaudit.elk;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class LogstashScriptsTests {

    private static final Map<String, String> ADMISSION = Map.of(
            "from",
            "topic",
            "index",
            "kafka-audit",
            "quarantine",
            "kafka-audit-quarantine",
            "retention_days",
            "30",
            "ahead_hours",
            "24");
    private static final Map<String, String> RESTORING = Map.of(
            "from",
            "archive",
            "index",
            "kafka-audit-restored",
            "quarantine",
            "kafka-audit-quarantine",
            "retention_days",
            "0",
            "ahead_hours",
            "0");
    private static final LogstashScript ADMIT = new LogstashScript("admit.rb", ADMISSION);
    private static final LogstashScript RESTORE = new LogstashScript("admit.rb", RESTORING);
    private static final LogstashScript ARCHIVE =
            new LogstashScript("day.rb", Map.of("retention_days", "30", "ahead_hours", "24"));

    @AfterAll
    static void stop() {
        ADMIT.close();
        RESTORE.close();
        ARCHIVE.close();
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
        assertThat(Documents.sorted(result.event().at("/kafka_audit/payload/json")))
                .isEqualTo(Documents.sorted(Documents.exact(payload)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"event.id", "[a][b]", "[@metadata][index]", "@metadata", "@version", "tags", "_id", "a[b", ""})
    void whatHasAnotherNameAtItsRootIsQuarantined(String name) {
        var text = """
                {"@timestamp":"%s","event":{"id":"e-3"},"%s":{"index":"evil","id":"evil"}}""".formatted(Instant.now(), name);
        var result = admit(text);

        assertThat(result.cause()).isEqualTo("unknown-member");
        assertThat(result.index()).isEqualTo("kafka-audit-quarantine");
        assertThat(result.id()).isEqualTo("kafka-audit-2-17");
        assertThat(result.original()).asString(StandardCharsets.UTF_8).isEqualTo(text);
        assertThat(result.event().propertyNames())
                .containsExactlyInAnyOrder("@timestamp", "event", "message", "messaging", "kafka_audit");
    }

    @ParameterizedTest
    @ValueSource(strings = {"hello", "", "[1]", "{\"event\":", "7", "null"})
    void whatIsNotOneJsonObjectIsQuarantinedWithItsText(String text) {
        var result = admit(text);

        assertThat(result.cause()).isEqualTo("not-json");
        assertThat(result.index()).isEqualTo("kafka-audit-quarantine");
        assertThat(result.id()).isEqualTo("kafka-audit-2-17");
        assertThat(result.original()).asString(StandardCharsets.UTF_8).isEqualTo(text);
        assertThat(result.event().at("/kafka_audit/record/coordinate").asString())
                .isEqualTo("kafka-audit/2/17");
        assertThat(result.event().path("message").asString("")).isEqualTo(text);
        assertThat(result.event().at("/kafka_audit/quarantine/size").asInt()).isEqualTo(text.length());
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
        assertThat(tooOld.original()).asString(StandardCharsets.UTF_8).contains("\"id\":\"e-5\"");
    }

    @Test
    void aWrongHostClockDoesNotEraseAnEvent() {
        assertThat(admit(event(Instant.now().plus(Duration.ofHours(23)))).cause())
                .isEmpty();
        assertThat(admit(event(Instant.now().plus(Duration.ofHours(25)))).cause())
                .isEqualTo("in-the-future");
    }

    @Test
    void bytesThatAreNoTextAreKeptAsTheyAre() {
        byte[] value = {(byte) 0xff, 0, (byte) 0xc3, 'a', (byte) 0x80};
        var result = ADMIT.record(value, "kafka-audit", 2, 17);

        assertThat(result.cause()).isEqualTo("not-json");
        assertThat(result.original()).isEqualTo(value);
        assertThat(result.event().has("message")).isFalse();
    }

    @Test
    void theBytesOfAnEventFollowItIntoTheDeadLetterQueue() {
        var text =
                "{ \"event\":{\"id\":\"e-8\", \"t\":\"\\u00e9합\"},\n\"@timestamp\":\"%s\",\"kafka_audit\":{\"n\":1e2}}"
                        .formatted(Instant.now());
        var admitted = admit(text);
        assertThat(admitted.cause()).isEmpty();

        try (var deadLetters = new LogstashScript("dead_letter.rb", Map.of("quarantine", "kafka-audit-quarantine"))) {
            var result =
                    deadLetters.filter(Documents.map(admitted.event()), refusal(Documents.map(admitted.metadata())));

            assertThat(result.index()).isEqualTo("kafka-audit-quarantine");
            assertThat(result.id()).isEqualTo("kafka-audit-2-17");
            assertThat(result.cause()).isEqualTo("rejected");
            assertThat(result.event().at("/error/type").asString()).isEqualTo("document_parsing_exception");
            assertThat(result.reason())
                    .isEqualTo("Elasticsearch refused the document with status 400: "
                            + "failed to parse field [kafka_audit.step] of type [integer]");
            assertThat(result.event().at("/event/id").asString()).isEqualTo("e-8");
            assertThat(result.event().at("/kafka_audit/quarantine/index").asString())
                    .isEqualTo("kafka-audit-" + day(Instant.now()));
            assertThat(result.original()).asString(StandardCharsets.UTF_8).isEqualTo(text);
        }
    }

    @Test
    void aRefusedDocumentOfTheQuarantineIsNoDeadLetterAnyMoreSoThatItIsKeptOnceMore() {
        var quarantined = admit("hello");
        try (var deadLetters = new LogstashScript("dead_letter.rb", Map.of("quarantine", "kafka-audit-quarantine"))) {
            var result = deadLetters.filter(
                    Documents.map(quarantined.event()), refusal(Documents.map(quarantined.metadata())));

            assertThat(result.metadata().has("dead_letter_queue")).isFalse();
            assertThat(result.original()).asString(StandardCharsets.UTF_8).isEqualTo("hello");
            assertThat(result.id()).isEqualTo("kafka-audit-2-17");
        }
    }

    private static Map<String, Object> refusal(Map<String, Object> metadata) {
        Map<String, Object> refused = new HashMap<>(metadata);
        refused.put("dead_letter_queue", Map.of("reason", """
                Could not index event to Elasticsearch. status: 400, action: ["create", {_id: "e-8"}, {"error" => {"type" => "no"}}], \
                response: {"create" => {"status" => 400, "error" => {"type" => "document_parsing_exception", \
                "reason" => "failed to parse field [kafka_audit.step] of type [integer]"}}}"""));
        return refused;
    }

    @Test
    void theArchiveHasAFolderForTheDayOfTheEvent() {
        var yesterday = LocalDate.now(ZoneOffset.UTC)
                .minusDays(1)
                .atStartOfDay(ZoneOffset.UTC)
                .toInstant();
        var nested = "{\"kafka_audit\":{\"@timestamp\":\"2020-01-01T00:00:00Z\"},"
                + event(yesterday).substring(1);

        assertThat(folder(event(yesterday))).isEqualTo(folder(yesterday));
        assertThat(folder(nested)).isEqualTo(folder(yesterday));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "hello",
                "",
                "{\"@timestamp\":\"2020-01-01T00:00:00Z\"}",
                "{\"@timestamp\":\"2099-01-01T00:00:00Z\"}"
            })
    void theArchiveHasNoFolderOfADayThatIsNotKept(String text) {
        assertThat(folder(text)).as("the day on which it came").isEqualTo("2025/11/22");
    }

    @ParameterizedTest
    @MethodSource("io.github.kafkaaudit.elk.AdmissionCases#all")
    void theArchiveGivesBackEveryByteInOneLine(AdmissionCase record) {
        var line = ARCHIVE.record(record.value(), "kafka-audit", 0, 1)
                .event()
                .path("message")
                .asString();
        var restored = RESTORE.line(line);

        assertThat(line).doesNotContain("\n", "\r").startsWith("{");
        if (!restored.cause().isEmpty()) {
            assertThat(restored.original()).isEqualTo(record.value());
        } else if (!record.cause().isEmpty()) {
            assertThat(record.cause()).isIn("too-old", "in-the-future");
        }
    }

    @Test
    void aLineOfTheArchiveThatIsTextIsTheRecordItself() {
        var text = "{\"event\" : {\"id\":\"합\"}, \"n\":1.10}";

        assertThat(ARCHIVE.record(text, "kafka-audit", 0, 1)
                        .event()
                        .path("message")
                        .asString())
                .isEqualTo(text);
        assertThat(ARCHIVE.record("#Version: 1", "kafka-audit", 0, 1)
                        .event()
                        .path("message")
                        .asString())
                .isEqualTo("{\"kafka_audit_archive\":\"I1ZlcnNpb246IDE=\"}");
    }

    @Test
    void aRestoreGoesOnBehindWhatItCannotRestoreAndSaysWhatThatWas() {
        try (var restore = new LogstashScript("admit.rb", RESTORING)) {
            var refused = restore.line("{\"a\":1}", "kafka-audit/2026/11/22/ls.s3.x.gz");
            var restored =
                    restore.line(event(Instant.parse("2020-01-01T00:00:00Z")), "kafka-audit/2026/11/22/ls.s3.x.gz");

            assertThat(refused.index()).isEqualTo("kafka-audit-quarantine");
            assertThat(refused.id()).matches("archive-[0-9a-f]{64}");
            assertThat(refused.event().at("/kafka_audit/quarantine/source").asString())
                    .isEqualTo("kafka-audit/2026/11/22/ls.s3.x.gz");
            assertThat(restore.logged()).contains("Not restored", refused.id(), "ls.s3.x.gz");
            assertThat(restored.index())
                    .as("the folder's day, so that no event makes an index of its own")
                    .isEqualTo("kafka-audit-restored-2026.11.22");
            assertThat(restored.id()).isEqualTo("e-5");
        }
    }

    @Test
    void anIdOfTheQuarantineIsNeverOneThatARecordHasChosen() {
        var refused = RESTORE.line("{\"event\":{\"id\":\"kafka-audit-2-17\"}}");

        assertThat(refused.event().at("/event/id").asString()).isEqualTo("kafka-audit-2-17");
        assertThat(refused.id()).startsWith("archive-");
    }

    private static String folder(String text) {
        return ARCHIVE.record(text, "kafka-audit", 0, 1).metadata().path("day").asString();
    }

    private static String folder(Instant day) {
        return day(day).replace('.', '/');
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
