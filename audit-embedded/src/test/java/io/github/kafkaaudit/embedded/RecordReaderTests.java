package io.github.kafkaaudit.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@code AdmissionTests} of the integration tests does not show: which bytes stay where they are. */
class RecordReaderTests {

    private static final Instant NOW = Instant.parse("2026-11-22T13:00:00Z");
    private static final String TIME = "\"@timestamp\":\"2026-11-22T10:00:00.123456789Z\"";

    @Test
    void readsIdAndTimestamp() throws RefusedRecordException {
        var envelope = read("{" + TIME + ",\"event\":{\"id\":\"a\"},\"x\":{\"id\":1}}");

        assertThat(envelope.id()).isEqualTo("a");
        assertThat(envelope.timestamp()).isEqualTo("2026-11-22T10:00:00.123456789Z");
    }

    @Test
    void ignoresFieldsOfTheSameNameInsideThePayload() throws RefusedRecordException {
        var envelope = read(
                "{\"kafka_audit\":{\"payload\":{\"event\":{\"id\":\"b\"},\"@timestamp\":1}},\"event\":{\"id\":\"a\"}}");

        assertThat(envelope.id()).isEqualTo("a");
        assertThat(envelope.timestamp()).isNull();
    }

    @Test
    void addsTheTimeOfIngestionAndChangesNothingElse() throws RefusedRecordException {
        var document = "{ \"z\" : 1.10, " + TIME
                + ", \"event\" : { \"id\":\"a\" }, \"text\":\"\\u00e4 ä\\n\", \"big\":12345678901234567890.5 }";

        assertThat(indexed(document))
                .isEqualTo(
                        document.replace("\"event\" : {", "\"event\" : {\"ingested\":\"2026-11-22T13:00:00.000Z\","));
    }

    @Test
    void replacesATimeOfIngestionThatIsThere() throws RefusedRecordException {
        assertThat(indexed("{" + TIME + ",\"event\":{\"id\":\"a\",\"ingested\" : [1e2, {\"b\":-0}] ,\"x\":1}}"))
                .isEqualTo(
                        "{" + TIME + ",\"event\":{\"id\":\"a\",\"ingested\" : \"2026-11-22T13:00:00.000Z\" ,\"x\":1}}");
    }

    @Test
    void leavesNumbersAndEscapesAsTheyWereSent() throws RefusedRecordException {
        var values = "[1e2,-0 , 1.10, 0.0000001,\"1e2\",\"\\ud800\",\"\\ud83d\\ude00\"]";

        assertThat(indexed("{" + TIME + ",\"event\":{\"id\":\"a\"},\"n\":" + values + "}"))
                .endsWith(",\"n\":" + values + "}");
    }

    @Test
    void takesHalfACharacterForNoId() throws RefusedRecordException {
        assertThat(read("{\"event\":{\"id\":\"\\ud83d\"}}").id()).isNull();
        assertThat(read("{\"event\":{\"id\":\"\\ud83d\\ude00\"}}").id()).isEqualTo("\ud83d\ude00");
    }

    @Test
    void putsTheDocumentOnOneLine() throws RefusedRecordException {
        assertThat(indexed("{\r\n\"event\":\n{\"id\":\"a\\n\"},\n" + TIME + "\n}"))
                .doesNotContain("\n")
                .doesNotContain("\r")
                .contains("\"a\\n\"");
    }

    @Test
    void leavesTheRecordAsItWas() throws RefusedRecordException {
        var record = ("{" + TIME + ",\"event\":{\"id\":\"a\"},\n\"t\":\"\\ud800\"}").getBytes(StandardCharsets.UTF_8);
        var copy = record.clone();

        RecordReader.read(record).ingestedAt(NOW);

        assertThat(record).isEqualTo(copy);
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTF-16LE", "UTF-16BE", "UTF-16", "UTF-32"})
    void refusesOtherEncodings(String charset) {
        var bytes = "{\"event\":{\"id\":\"a\"}}".getBytes(Charset.forName(charset));

        assertThatExceptionOfType(RefusedRecordException.class).isThrownBy(() -> RecordReader.read(bytes));
    }

    @Test
    void refusesATombstone() {
        assertThatExceptionOfType(RefusedRecordException.class)
                .isThrownBy(() -> RecordReader.read((byte @Nullable []) null))
                .withMessage("The record is empty.");
    }

    @ParameterizedTest
    @CsvSource({
        "2026-11-22T10:00:00+09:00, 2026-11-22T01:00:00.000Z",
        "2026-11-22T10:00:00.5Z, 2026-11-22T10:00:00.500Z",
        "2026-11-22T10:00:00.1234Z, 2026-11-22T10:00:00.123400Z"
    })
    void writesTimesInUtc(String time, String expected) throws RefusedRecordException {
        assertThat(indexed("{\"@timestamp\" : \"" + time + "\" , \"event\":{\"id\":\"a\"}}"))
                .startsWith("{\"@timestamp\" : \"" + expected + "\" , ");
    }

    private static String indexed(String document) throws RefusedRecordException {
        return new String(read(document).ingestedAt(NOW), StandardCharsets.UTF_8);
    }

    private static AuditEnvelope read(String document) throws RefusedRecordException {
        return RecordReader.read(document.getBytes(StandardCharsets.UTF_8));
    }
}
