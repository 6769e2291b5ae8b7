package io.github.kafkaaudit.ecosystem.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.kafkaaudit.ecosystem.Broker;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Beside an agent, an application with the audit sees, sends and shows what it does without it; and the trail is true.
 */
@ExtendWith(Broker.class)
class AgentsIntegrationTests {

    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    @ParameterizedTest
    @EnumSource
    void changesNothingAndRecordsEverythingOnce(Agent agent) {
        CompletableFuture<ObservedProcess> meanwhile = CompletableFuture.supplyAsync(() -> run(agent, false));
        ObservedProcess audited = run(agent, true);
        ObservedProcess plain = meanwhile.join();

        assertThat(audited.saw()).hasSize(12).isEqualTo(plain.saw());
        assertThat(audited.meters()).isNotEmpty().isEqualTo(plain.meters());
        assertThat(audited.spans()).isEqualTo(plain.spans());
        if (agent != Agent.NONE) {
            assertThat(plain.spans()).hasSizeGreaterThanOrEqualTo(10);
        }
        assertThat(audited.meteredClients()).hasSameSizeAs(plain.meteredClients());
        assertThat(trail(audited)).containsExactlyInAnyOrderElementsOf(expected());
    }

    private static ObservedProcess run(Agent agent, boolean audited) {
        try {
            return ObservedProcess.run(agent, audited);
        } catch (IOException | InterruptedException | ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    private static List<String> expected() {
        List<String> events = new ArrayList<>();
        for (int offset = 0; offset < ObservedApplication.RECORDS; offset++) {
            for (String topic : List.of("record", "batch", "poll")) {
                events.add("message-produced <prefix>" + topic + "/0/" + offset + " null");
            }
            events.add("message-consumed <prefix>record/0/" + offset + " 1");
            events.add("message-consumed <prefix>batch/0/" + offset + " 1");
            events.add("message-delivered <prefix>poll/0/" + offset + " 1");
        }
        events.add("message-produced <prefix>failing/0/0 null");
        events.add("message-consume-failed <prefix>failing/0/0 1");
        events.add("message-consume-failed <prefix>failing/0/0 2");
        events.add("message-produced <prefix>failing-dlt/0/0 null");
        events.add("message-dead-lettered <prefix>failing/0/0 2");
        events.add("message-consumed <prefix>failing-dlt/0/0 1");
        return events;
    }

    /** What happened to records, where, and at which attempt. */
    private static List<String> trail(ObservedProcess process) {
        List<String> events = new ArrayList<>();
        TopicPartition partition = new TopicPartition(process.auditTopic(), 0);
        Properties settings = new Properties();
        settings.putAll(Map.of("bootstrap.servers", Broker.servers(), "enable.auto.commit", "false"));
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            consumer.assign(List.of(partition));
            consumer.seekToBeginning(List.of(partition));
            // The process has ended: all that will ever be there is there.
            long end = consumer.endOffsets(List.of(partition)).getOrDefault(partition, 0L);
            while (consumer.position(partition) < end) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofSeconds(1))) {
                    JsonNode event = MAPPER.readTree(record.value());
                    String action = event.at("/event/action").asString("");
                    if (action.startsWith("message-")) {
                        JsonNode attempt = event.at("/kafka_audit/delivery/attempt");
                        events.add(process.withoutPrefix(action + " "
                                + event.at("/kafka_audit/record/coordinate").asString("") + " "
                                + (attempt.isMissingNode() ? "null" : attempt.asString(""))));
                    }
                }
            }
        }
        return events;
    }
}
