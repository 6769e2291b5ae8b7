package io.github.kafkaaudit.story;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.kafkaaudit.embedded.AuditEvents;
import io.github.kafkaaudit.embedded.EmbeddedAuditStack;
import io.github.kafkaaudit.embedded.junit.EmbeddedAudit;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.kafka.annotation.KafkaListener;
import org.springframework.kafka.core.KafkaTemplate;
import tools.jackson.databind.JsonNode;

@EmbeddedAudit
class RecordListenerIntegrationTests {

    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    @Test
    void recordsOneSendAndOneDeliveryOfOneMessage(EmbeddedAuditStack stack, AuditEvents events) throws Exception {
        try (ConfigurableApplicationContext context = start(stack, "story-record", Application.class)) {
            KafkaTemplate<String, String> template = template(context);

            template.send("story.record", "k1", "{\"applicantId\":\"A-17\"}").get();

            events.await(Map.of("service.name", "story-record", "event.action", "message-consumed"), 1, TIMEOUT);
        }
        List<JsonNode> produced =
                events.await(Map.of("service.name", "story-record", "event.action", "message-produced"), 1, TIMEOUT);
        List<JsonNode> consumed =
                events.await(Map.of("service.name", "story-record", "event.action", "message-consumed"), 1, TIMEOUT);
        events.await(Map.of("service.name", "story-record", "event.action", "audit-stopped"), 1, TIMEOUT);
        for (String joined :
                List.of("/kafka_audit/record/coordinate", "/messaging/message/id", "/kafka_audit/payload/hash")) {
            assertThat(produced.get(0).at(joined).asString()).isNotEmpty();
            assertThat(consumed.get(0).at(joined)).isEqualTo(produced.get(0).at(joined));
        }
        assertThat(consumed.get(0).at("/kafka_audit/listener/id").asString()).isEqualTo("recorder");
        assertThat(events.search(Map.of("service.name", "story-record")))
                .extracting(event -> event.at("/event/sequence").asLong())
                .containsExactly(1L, 2L, 3L, 4L, 5L);
    }

    @SuppressWarnings("unchecked")
    private static KafkaTemplate<String, String> template(ConfigurableApplicationContext context) {
        return context.getBean(KafkaTemplate.class);
    }

    private static ConfigurableApplicationContext start(EmbeddedAuditStack stack, String name, Class<?> configuration) {
        return new SpringApplicationBuilder(configuration)
                .properties(Map.of(
                        "spring.application.name",
                        name,
                        "spring.kafka.bootstrap-servers",
                        stack.bootstrapServers(),
                        "spring.kafka.consumer.group-id",
                        name,
                        "spring.kafka.consumer.auto-offset-reset",
                        "earliest"))
                .run();
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class Application {

        @Bean
        Listener listener() {
            return new Listener();
        }
    }

    static class Listener {

        final List<String> received = new CopyOnWriteArrayList<>();

        @KafkaListener(id = "recorder", topics = "story.record", groupId = "story-record")
        void receive(String payload) {
            received.add(payload);
        }
    }
}
