package io.github.kafkaaudit.verdict;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DifferencesTests {

    private final Trail trail = new Trail();

    private void publish(String id, int offset, Map<String, ?> payload) {
        trail.produced(
                id,
                offset,
                "kafka_audit.payload.format",
                "json",
                "kafka_audit.payload.hash",
                "sha256:" + id,
                "kafka_audit.payload.json",
                payload);
    }

    private List<Difference> differences() {
        return trail.verdict().differences();
    }

    @Test
    void nameTheOnlyFieldThatDiffers() {
        publish("m-1", 1, Map.of("applicantId", "A-1", "sentAt", "09:00"));
        publish("m-2", 2, Map.of("applicantId", "A-1", "sentAt", "09:01"));

        assertThat(differences()).containsExactly(new Difference("/sentAt", List.of("09:00", "09:01"), true));
        assertThat(trail.verdict().sentence(ZoneOffset.UTC)).endsWith("; only /sentAt differs between them.");
    }

    @Test
    void nameAFieldThatIsThereOnlyOnceAndOneInsideOfAnArray() {
        publish("m-1", 1, Map.of("a", Map.of("b/c", List.of(1, 2)), "only", true));
        publish("m-2", 2, Map.of("a", Map.of("b/c", List.of(1, 3))));

        assertThat(differences())
                .containsExactlyInAnyOrder(
                        new Difference("/only", Arrays.asList("true", null), true),
                        new Difference("/a/b~1c/1", List.of("2", "3"), true));
    }

    @Test
    void compareMaskedValuesByTheirHmac() {
        publish("m-1", 1, Map.of("email", "hmac:k1:aa", "name", "hmac:k1:cc"));
        publish("m-2", 2, Map.of("email", "hmac:k1:aa", "name", "hmac:k1:dd"));

        assertThat(differences()).containsExactly(new Difference("/name", List.of("hmac:k1:cc", "hmac:k1:dd"), true));
    }

    @Test
    void doNotCompareHmacsOfTwoSecretsNorMaskedValuesWithoutOne() {
        publish("m-1", 1, Map.of("email", "hmac:k1:aa", "name", "***"));
        publish("m-2", 2, Map.of("email", "hmac:k2:bb", "name", "***"));

        assertThat(differences()).extracting(Difference::isComparable).containsExactly(false, false);
        assertThat(trail.verdict().sentence(ZoneOffset.UTC))
                .endsWith("; nothing is known to differ between them (/email, /name cannot be compared).");
    }

    @Test
    void doNotCompareWhatWasCut() {
        publish("m-1", 1, Map.of("text", "beginning"));
        trail.last("kafka_audit.payload.truncated", true);
        publish("m-2", 2, Map.of("text", "beginning of more"));

        assertThat(differences())
                .extracting(Difference::place, Difference::isComparable)
                .containsExactly(org.assertj.core.api.Assertions.tuple("payload", false));
    }

    @Test
    void areNoneForTheSameBytes() {
        trail.produced("m-1", 1).produced("m-2", 2);

        assertThat(differences()).isEmpty();
    }

    @Test
    void nameHeadersButNotThoseOfTheAudit() {
        trail.produced("m-1", 1, "kafka_audit.record.headers", Map.of("ka-id", "m-1", "tenant", "a"))
                .produced("m-2", 2, "kafka_audit.record.headers", Map.of("ka-id", "m-2", "tenant", "b"));

        assertThat(differences()).containsExactly(new Difference("header tenant", List.of("a", "b"), true));
    }

    @Test
    void keepNumbersAsTheyWereWritten() {
        var one = TrailEvent.of("{\"@timestamp\":\"2026-11-22T09:00:00Z\",\"event\":{\"action\":\"message-produced\"},"
                + "\"service\":{\"name\":\"ats\",\"ephemeral_id\":\"l\"},"
                + "\"kafka_audit\":{\"payload\":{\"json\":{\"salary\":1.10}}}}");

        assertThat(one.document().at("/kafka_audit/payload/json/salary").asString())
                .isEqualTo("1.10");
    }
}
