package io.github.kafkaaudit.containers;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.kafka.autoconfigure.KafkaConnectionDetails;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.annotation.Configuration;
import org.springframework.kafka.annotation.KafkaListener;
import org.springframework.kafka.core.KafkaTemplate;
import org.springframework.test.annotation.DirtiesContext;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What happens where no setting names the broker, but a {@link KafkaConnectionDetails} does, as
 * {@code @ServiceConnection} contributes it: the audit follows the application there, and makes its topic.
 */
@SpringBootTest(
        classes = ServiceConnectionStory.Application.class,
        properties = {
            "spring.application.name=service-connection",
            "spring.kafka.consumer.auto-offset-reset=earliest",
            "kafka.audit.topic=service-connection-audit",
            "kafka.audit.topic-creation.enabled=true",
            "kafka.audit.topic-creation.partitions=1",
            "kafka.audit.topic-creation.replication=1"
        })
// The context must not outlive its broker.
@DirtiesContext
abstract class ServiceConnectionStory {

    private static final Duration TIMEOUT = Duration.ofSeconds(60);

    @Autowired
    private KafkaTemplate<String, String> template;

    @Autowired
    private KafkaConnectionDetails connection;

    @Test
    void auditsASendAndItsDeliveryIntoATopicOfTheSameBroker() throws Exception {
        template.send("service.connection", "k1", "{\"applicantId\":\"A-17\"}").get();

        List<JsonNode> trail = trailUntil("message-consumed");

        JsonNode produced = one(trail, "message-produced");
        JsonNode consumed = one(trail, "message-consumed");
        assertThat(one(trail, "audit-started").at("/service/name").asString()).isEqualTo("service-connection");
        assertThat(consumed.at("/kafka_audit/record/coordinate").asString()).isEqualTo("service.connection/0/0");
        for (String joined :
                List.of("/kafka_audit/record/coordinate", "/messaging/message/id", "/kafka_audit/payload/hash")) {
            assertThat(consumed.at(joined)).as(joined).isEqualTo(produced.at(joined));
        }
    }

    private List<JsonNode> trailUntil(String action) {
        List<JsonNode> trail = new ArrayList<>();
        long end = System.nanoTime() + TIMEOUT.toNanos();
        try (KafkaConsumer<String, String> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", connection.getBootstrapServers(), "auto.offset.reset", "earliest"),
                new StringDeserializer(),
                new StringDeserializer())) {
            consumer.assign(List.of(new TopicPartition("service-connection-audit", 0)));
            while (trail.stream().noneMatch(event -> action(event).equals(action))) {
                assertThat(System.nanoTime())
                        .as("waiting for %s in %s", action, trail)
                        .isLessThan(end);
                for (ConsumerRecord<String, String> record : consumer.poll(Duration.ofMillis(200))) {
                    trail.add(JsonMapper.shared().readTree(record.value()));
                }
            }
        }
        return trail;
    }

    private static JsonNode one(List<JsonNode> trail, String action) {
        List<JsonNode> found =
                trail.stream().filter(event -> action(event).equals(action)).toList();
        assertThat(found).as(action).hasSize(1);
        return found.get(0);
    }

    private static String action(JsonNode event) {
        return event.at("/event/action").asString("");
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class Application {

        @KafkaListener(id = "service-connection", topics = "service.connection")
        void receive(String payload) {
            Objects.requireNonNull(payload);
        }
    }
}
