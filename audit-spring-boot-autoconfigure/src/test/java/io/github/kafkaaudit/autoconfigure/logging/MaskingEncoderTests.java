package io.github.kafkaaudit.autoconfigure.logging;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import ch.qos.logback.core.encoder.EchoEncoder;
import io.github.kafkaaudit.payload.MaskedValues;
import io.github.kafkaaudit.policy.HmacKey;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import tools.jackson.core.JacksonException;

class MaskingEncoderTests {

    private static final List<Pattern> RESIDENT_NUMBER = List.of(Pattern.compile("\\d{6}-\\d{7}"));

    private final MaskingEncoder encoder =
            new MaskingEncoder(new EchoEncoder<>(), RESIDENT_NUMBER, new MaskedValues(null));

    @Test
    void masksMessageExceptionAndContext() {
        assertThat(masked("""
                {"@timestamp":"2026-11-22T10:15:30Z","message":"no 880101-1234567, \\"quoted\\"",\
                "error":{"message":"880101-1234567","stack_trace":"at 880101-1234567\\n\\tat b"},\
                "applicant":["880101-1234567",7]}
                """)).isEqualTo("""
                {"@timestamp":"2026-11-22T10:15:30Z","message":"no ***, \\"quoted\\"",\
                "error":{"message":"***","stack_trace":"at ***\\n\\tat b"},\
                "applicant":["***",7]}""");
    }

    @Test
    void masksNamesAndNumbersAsWell() {
        MaskingEncoder digits =
                new MaskingEncoder(new EchoEncoder<>(), List.of(Pattern.compile("\\d{13}")), new MaskedValues(null));

        assertThat(new String(digits.masked("""
                                {"message":"a","of 8801011234567":{"8801011234567":8801011234567,"n":7}}""".getBytes(UTF_8)), UTF_8))
                .isEqualTo("{\"message\":\"a\",\"of ***\":{\"***\":\"***\",\"n\":7}}");
    }

    /** A line that quotes JSON, or JSON that is a text inside of JSON. */
    @Test
    void masksAtEveryLevelOfEscapes() {
        String value = "88\\u00301\\u00301-\\u0031234567";
        for (int level = 0; level < 5; level++) {
            value = value.replace("\\", "\\\\");
            assertThat(masked("{\"message\":\"got {" + value + "}\"}")).isEqualTo("{\"message\":\"got {***}\"}");
        }
    }

    @Test
    void shipsNoTextThatAPatternTakesForeverFor() {
        MaskingEncoder slow =
                new MaskingEncoder(new EchoEncoder<>(), List.of(Pattern.compile("(x+x+)+y")), new MaskedValues(null));

        assertThat(new String(slow.masked(("{\"message\":\"" + "x".repeat(5000) + "\"}").getBytes(UTF_8)), UTF_8))
                .isEqualTo("{\"message\":\"***\"}");
    }

    @Test
    void leavesTheWayToTheAuditEventAlone() {
        String line = """
                {"log":{"logger":"880101-1234567"},"process.thread.name":"880101-1234567",\
                "kafka_audit":{"coordinate":"t/880101-1234567/1"},"messaging.message.id":"880101-1234567"}""";

        assertThat(masked(line)).isEqualTo(line);
    }

    @Test
    void masksWithTheTermThatFindsTheValueInAuditEvents() {
        MaskedValues searchable = new MaskedValues(new HmacKey("k1", "secret".getBytes(UTF_8)));
        String line = new String(
                new MaskingEncoder(new EchoEncoder<>(), RESIDENT_NUMBER, searchable)
                        .masked("{\"message\":\"no 880101-1234567\"}".getBytes(UTF_8)),
                UTF_8);

        assertThat(line).contains(searchable.of("880101-1234567")).doesNotContain("880101");
    }

    @Test
    void shipsNoLineThatItCannotRead() {
        assertThatExceptionOfType(JacksonException.class).isThrownBy(() -> masked("880101-1234567"));
    }

    private String masked(String line) {
        return new String(encoder.masked(line.getBytes(UTF_8)), UTF_8);
    }
}
