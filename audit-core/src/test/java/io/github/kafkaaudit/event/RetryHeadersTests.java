package io.github.kafkaaudit.event;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RetryHeadersTests {

    @Test
    void namesTheFirstRecordOfAChainAndTheLast() {
        HeaderSnapshot headers = headers(
                "kafka_dlt-original-topic",
                "t-retry",
                "kafka_dlt-original-partition",
                1,
                "kafka_dlt-original-offset",
                5L,
                "kafka_original-topic",
                "t",
                "kafka_original-partition",
                2,
                "kafka_original-offset",
                7L);

        assertThat(RetryHeaders.first(headers, "t-dlt")).hasToString("t/2/7");
        assertThat(RetryHeaders.last(headers)).hasToString("t-retry/1/5");
    }

    @Test
    void namesTheOldestOfAppendedHeadersFirstAndTheNewestLast() {
        HeaderSnapshot headers = headers(
                "kafka_dlt-original-topic",
                "t",
                "kafka_dlt-original-topic",
                "u",
                "kafka_dlt-original-partition",
                0,
                "kafka_dlt-original-offset",
                1L,
                "kafka_dlt-original-offset",
                2L);

        assertThat(RetryHeaders.first(headers, "v")).hasToString("t/0/1");
        assertThat(RetryHeaders.last(headers)).hasToString("u/0/2");
    }

    @Test
    void takesARecordForNoCopyInItsOwnTopic() {
        HeaderSnapshot replayed = headers("kafka_original-topic", "t", "retry_topic-attempts", 4);

        assertThat(RetryHeaders.first(replayed, "t")).isNull();
        assertThat(RetryHeaders.attempts(replayed, "t")).isZero();
        assertThat(RetryHeaders.attempts(replayed, "t-retry")).isEqualTo(4);
    }

    @Test
    void leavesOutWhatIsOutOfRange() {
        HeaderSnapshot headers = headers(
                "kafka_original-topic",
                "t",
                "kafka_original-partition",
                -7,
                "kafka_original-offset",
                "three",
                "retry_topic-attempts",
                Integer.MAX_VALUE);

        assertThat(RetryHeaders.first(headers, "u")).isEqualTo(new Coordinate("t", -1, -1));
        assertThat(RetryHeaders.last(headers)).isNull();
        assertThat(RetryHeaders.attempts(headers, "u")).isZero();
    }

    @Test
    void readsNoTopicThatKafkaWouldRefuse() {
        for (String topic : List.of("", "..", "a/b", "a b", "x".repeat(250))) {
            assertThat(RetryHeaders.first(headers("kafka_original-topic", topic), "t"))
                    .as(topic)
                    .isNull();
        }
    }

    @Test
    void readsTheSingleByteOfOlderVersions() {
        HeaderSnapshot headers = headers("kafka_original-topic", "t", "retry_topic-attempts", new byte[] {(byte) 200});

        assertThat(RetryHeaders.attempts(headers, "u")).isEqualTo(200);
    }

    private static HeaderSnapshot headers(Object... namesAndValues) {
        List<Object> pairs = new ArrayList<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            pairs.add(namesAndValues[i]);
            pairs.add(bytes(namesAndValues[i + 1]));
        }
        return HeaderSnapshot.ofPairs(pairs.toArray());
    }

    private static byte[] bytes(Object value) {
        if (value instanceof Integer number) {
            return ByteBuffer.allocate(4).putInt(number).array();
        }
        if (value instanceof Long number) {
            return ByteBuffer.allocate(8).putLong(number).array();
        }
        return value instanceof byte[] bytes ? bytes : ((String) value).getBytes(UTF_8);
    }
}
