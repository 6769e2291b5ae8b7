package io.github.kafkaaudit.compatibility;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.kafkaaudit.embedded.EmbeddedAuditStack;
import io.github.kafkaaudit.embedded.junit.EmbeddedAudit;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The headers that an application writes and reads are the same with the starter, but for the audit's two. */
@EmbeddedAudit
@Tag("nothing-but-itself")
class HeadersIntegrationTests {

    @Test
    void addsItsTwoHeadersAndChangesNoOther(EmbeddedAuditStack stack) throws Exception {
        String brokers = stack.bootstrapServers();
        String readWithout =
                ClassPath.ofTheTests().withoutTheAudit().run(MessageApplication.class, brokers + " headers-without");
        String readWith = ClassPath.ofTheTests().run(MessageApplication.class, brokers + " headers-with");

        Map<String, String> without = headers(brokers, "headers-without");
        Map<String, String> with = headers(brokers, "headers-with");
        assertThat(with).containsKeys("ka-id", "ka-svc").containsEntry("ka-svc", "headers");
        with.keySet().removeAll(List.of("ka-id", "ka-svc"));
        assertThat(with).isEqualTo(without);
        assertThat(without).containsKey("tenant");
        assertThat(List.of(readWith.split("\n"))).containsAll(List.of(readWithout.split("\n")));
    }

    private static Map<String, String> headers(String brokers, String topic) {
        Map<String, Object> settings = Map.of("bootstrap.servers", brokers);
        TopicPartition partition = new TopicPartition(topic, 0);
        try (Consumer<String, String> consumer =
                new KafkaConsumer<>(settings, new StringDeserializer(), new StringDeserializer())) {
            consumer.assign(List.of(partition));
            consumer.seekToBeginning(List.of(partition));
            ConsumerRecord<String, String> record = Awaitility.await()
                    .atMost(Duration.ofSeconds(20))
                    .until(() -> consumer.poll(Duration.ofMillis(100)), polled -> !polled.isEmpty())
                    .iterator()
                    .next();
            Map<String, String> headers = new TreeMap<>();
            for (Header header : record.headers()) {
                headers.put(header.key(), new String(header.value(), StandardCharsets.ISO_8859_1));
            }
            return headers;
        }
    }
}
