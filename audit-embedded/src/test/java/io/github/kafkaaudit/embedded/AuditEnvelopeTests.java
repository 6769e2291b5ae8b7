package io.github.kafkaaudit.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.core.JacksonException;

class AuditEnvelopeTests {

    private static final Instant NOW = Instant.parse("2026-11-22T13:00:00Z");

    @Test
    void readsIdAndTimestamp() {
        var envelope =
                read("{\"@timestamp\":\"2026-11-22T10:00:00.123456789Z\",\"event\":{\"id\":\"a\"},\"x\":{\"id\":1}}");

        assertThat(envelope.id()).isEqualTo("a");
        assertThat(envelope.timestamp()).isEqualTo("2026-11-22T10:00:00.123456789Z");
    }

    @Test
    void readsDottedNames() {
        var envelope = read("{\"event.id\":\"a\",\"@timestamp\":1795341600000}");

        assertThat(envelope.id()).isEqualTo("a");
        assertThat(envelope.timestamp()).isEqualTo("2026-11-22T10:00:00Z");
        assertThat(new String(envelope.ingestedAt(NOW), StandardCharsets.UTF_8))
                .isEqualTo(
                        "{\"event.ingested\":\"2026-11-22T13:00:00Z\",\"event.id\":\"a\",\"@timestamp\":1795341600000}");
    }

    @Test
    void ignoresFieldsOfTheSameNameInsideThePayload() {
        var envelope = read(
                "{\"kafka_audit\":{\"payload\":{\"event\":{\"id\":\"b\"},\"@timestamp\":1}},\"event\":{\"id\":\"a\"}}");

        assertThat(envelope.id()).isEqualTo("a");
        assertThat(envelope.timestamp()).isNull();
    }

    @Test
    void addsTheTimeOfIngestionAndChangesNothingElse() {
        var document =
                "{ \"z\" : 1.10, \"event\" : { \"id\":\"a\" }, \"text\":\"\\u00e4 ä\\n\", \"big\":12345678901234567890.5 }";

        assertThat(new String(read(document).ingestedAt(NOW), StandardCharsets.UTF_8))
                .isEqualTo(document.replace("\"event\" : {", "\"event\" : {\"ingested\":\"2026-11-22T13:00:00Z\","));
    }

    @Test
    void addsTheTimeOfIngestionToAnEmptyObject() {
        assertThat(new String(read("{\"event\":{},\"event.id\":\"a\"}").ingestedAt(NOW), StandardCharsets.UTF_8))
                .isEqualTo("{\"event\":{\"ingested\":\"2026-11-22T13:00:00Z\"},\"event.id\":\"a\"}");
    }

    @Test
    void keepsATimeOfIngestionThatIsThere() {
        var document = "{\"event\":{\"id\":\"a\",\"ingested\":\"2026-01-01T00:00:00Z\"}}";

        assertThat(new String(read(document).ingestedAt(NOW), StandardCharsets.UTF_8))
                .isEqualTo(document);
    }

    @Test
    void putsTheDocumentOnOneLine() {
        assertThat(new String(read("{\r\n\"event\":\n{\"id\":\"a\\n\"}\n}").ingestedAt(NOW), StandardCharsets.UTF_8))
                .doesNotContain("\n")
                .doesNotContain("\r")
                .contains("\"a\\n\"");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "[]",
                "1",
                "null",
                "{",
                "{}{}",
                "{} x",
                "{\"a\":NaN}",
                "{'a':1}",
                "\uFEFF{}",
                "{\"a\":\"\u0001\"}"
            })
    void refusesWhatIsNotOneObject(String text) {
        assertThatExceptionOfType(JacksonException.class).isThrownBy(() -> read(text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTF-16LE", "UTF-16BE", "UTF-16", "UTF-32"})
    void refusesOtherEncodings(String charset) {
        var bytes = "{\"event\":{\"id\":\"a\"}}".getBytes(Charset.forName(charset));

        assertThatExceptionOfType(JacksonException.class).isThrownBy(() -> AuditEnvelope.read(bytes));
    }

    @Test
    void refusesInvalidUtf8() {
        var bytes = "{\"a\":\"?\"}".getBytes(StandardCharsets.UTF_8);
        bytes[6] = (byte) 0xff;

        assertThatExceptionOfType(JacksonException.class).isThrownBy(() -> AuditEnvelope.read(bytes));
    }

    @Test
    void leavesTheJudgementOfDeepDocumentsToElasticsearch() {
        assertThat(read("{\"event\":{\"id\":\"a\"},\"p\":" + "[".repeat(1_200) + "]".repeat(1_200) + "}")
                        .id())
                .isEqualTo("a");
    }

    @ParameterizedTest
    @CsvSource({
        "'\"2026-11-22T10:00:00+09:00\"', 2026-11-22T01:00:00Z",
        "'\"2026-11-22T10:00:00\"', 2026-11-22T10:00:00Z",
        "'0', 1970-01-01T00:00:00Z"
    })
    void understandsTheFormsOfATimestamp(String json, Instant expected) {
        assertThat(read("{\"@timestamp\":" + json + "}").timestamp()).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"\"yesterday\"", "\"\"", "null", "true", "1.5", "{\"a\":1}", "[1]", "99999999999999999999999"})
    void hasNoTimestampOtherwise(String json) {
        assertThat(read("{\"@timestamp\":" + json + "}").timestamp()).isNull();
    }

    private static AuditEnvelope read(String document) {
        return AuditEnvelope.read(document.getBytes(StandardCharsets.UTF_8));
    }
}
