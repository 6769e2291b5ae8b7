package io.github.kafkaaudit.operations;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.LoggerContext;
import io.github.kafkaaudit.embedded.AuditEvents;
import io.github.kafkaaudit.embedded.EmbeddedAuditStack;
import io.github.kafkaaudit.embedded.EmbeddedKafka;
import io.github.kafkaaudit.embedded.junit.EmbeddedAudit;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.kafka.annotation.KafkaListener;
import org.springframework.kafka.core.KafkaTemplate;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

@EmbeddedAudit
class ApplicationLogsIntegrationTests {

    private static final Duration TIMEOUT = Duration.ofSeconds(30);
    private static final Logger logger = LoggerFactory.getLogger("com.example.Recruiting");

    private final JsonMapper json = JsonMapper.builder().build();

    @Test
    void findsTheLogLinesOfADeliveryFromItsAuditEvent(EmbeddedAuditStack stack, AuditEvents events) throws Exception {
        Map<String, String> settings = Map.of("kafka.audit.logs.topic", "logs-found");
        JsonNode consumed;
        try (ConfigurableApplicationContext context =
                start(Listening.class, "logs-found", stack.bootstrapServers(), settings)) {
            template(context)
                    .send("logs.found", "k1", "{\"applicantId\":\"A-17\"}")
                    .get();
            consumed = events.await(
                            Map.of("service.name", "logs-found", "event.action", "message-consumed"), 1, TIMEOUT)
                    .get(0);
            logger.info("outside of a delivery");
        }

        List<JsonNode> lines = lines(
                stack.bootstrapServers(),
                "logs-found",
                found -> found.stream().anyMatch(line -> message(line).equals("outside of a delivery")));

        String coordinate = consumed.at("/kafka_audit/record/coordinate").asString();
        assertThat(lines)
                .filteredOn(line -> coordinate.equals(field(line, "kafka_audit.coordinate")))
                .isNotEmpty()
                .allSatisfy(line -> {
                    assertThat(field(line, "messaging.message.id"))
                            .isEqualTo(consumed.at("/messaging/message/id").asString());
                    assertThat(field(line, "service.name")).isEqualTo("logs-found");
                })
                .extracting(ApplicationLogsIntegrationTests::message)
                .contains("Deciding about A-17");
        assertThat(lines)
                .filteredOn(line -> message(line).equals("outside of a delivery"))
                .singleElement()
                .satisfies(line ->
                        assertThat(field(line, "kafka_audit.coordinate")).isEmpty());
        assertThat(lines)
                .extracting(line -> field(line, "log.logger"))
                .noneMatch(name -> name.startsWith("org.apache.kafka")
                        || name.startsWith("io.github.kafkaaudit.autoconfigure")
                        || name.equals("kafka-audit"));
    }

    @Test
    void comesBackWhenTheLoggingSystemIsReset(EmbeddedAuditStack stack) throws Exception {
        Map<String, String> settings = Map.of("kafka.audit.logs.topic", "logs-reset");
        try (ConfigurableApplicationContext context =
                start(Silent.class, "logs-reset", stack.bootstrapServers(), settings)) {
            assertThat(context.isRunning()).isTrue();
            ((LoggerContext) LoggerFactory.getILoggerFactory()).reset();

            logger.warn("after the reset");

            assertThat(lines(
                            stack.bootstrapServers(),
                            "logs-reset",
                            found -> found.stream()
                                    .anyMatch(line -> message(line).equals("after the reset"))))
                    .isNotEmpty();
        }
    }

    /** The broker is away at the start, comes, and is away at the end. */
    @Test
    void letsNoLogCallWaitForABrokerThatIsAway() throws Exception {
        int port = freePort();
        Map<String, String> settings = Map.of(
                "kafka.audit.logs.topic",
                "logs-away",
                "kafka.audit.sink",
                "none",
                "kafka.audit.logs.queue-capacity",
                "64");
        try (EmbeddedKafka broker = EmbeddedKafka.builder().port(port).build()) {
            ConfigurableApplicationContext context = start(Silent.class, "logs-away", "127.0.0.1:" + port, settings);
            try (context) {
                long begin = System.nanoTime();
                for (int i = 0; i < 1_000; i++) {
                    logger.debug("not even taken {}", i);
                    logger.info("broker away {}", i);
                }
                // Only a guard against a hang: one send alone waits for two seconds.
                assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(20));

                broker.start();

                assertThat(lines("127.0.0.1:" + port, "logs-away", found -> {
                            logger.info("broker here");
                            return found.stream().anyMatch(line -> message(line).equals("broker here"));
                        }))
                        .isNotEmpty();
                broker.stop();
                logger.info("broker away again");
            }
            assertThat(context.isActive()).isFalse();
        }
    }

    private List<JsonNode> lines(String brokers, String topic, Predicate<List<JsonNode>> complete) {
        List<JsonNode> lines = new ArrayList<>();
        long end = System.nanoTime() + TIMEOUT.toNanos();
        try (KafkaConsumer<String, String> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", brokers, "auto.offset.reset", "earliest"),
                new StringDeserializer(),
                new StringDeserializer())) {
            consumer.assign(List.of(new TopicPartition(topic, 0)));
            while (!complete.test(lines)) {
                assertThat(System.nanoTime())
                        .as("waiting for log lines, found %s", lines)
                        .isLessThan(end);
                for (ConsumerRecord<String, String> record : consumer.poll(Duration.ofMillis(200))) {
                    lines.add(json.readTree(record.value()));
                }
            }
        }
        return lines;
    }

    private static String message(JsonNode line) {
        return line.path("message").asString("");
    }

    /** ECS documents may have dotted or nested names. */
    private static String field(JsonNode line, String name) {
        JsonNode dotted = line.path(name);
        return dotted.isMissingNode() ? line.at('/' + name.replace('.', '/')).asString("") : dotted.asString("");
    }

    private static int freePort() throws Exception {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    @SuppressWarnings("unchecked")
    private static KafkaTemplate<String, String> template(ConfigurableApplicationContext context) {
        return context.getBean(KafkaTemplate.class);
    }

    private static ConfigurableApplicationContext start(
            Class<?> configuration, String name, String brokers, Map<String, String> settings) {
        Map<String, Object> properties = new HashMap<>(settings);
        properties.put("spring.application.name", name);
        properties.put("spring.kafka.bootstrap-servers", brokers);
        properties.put("spring.kafka.consumer.auto-offset-reset", "earliest");
        properties.put("kafka.audit.logs.enabled", "true");
        properties.put("logging.level.com.example", "INFO");
        // The lines that make an unguarded appender recurse.
        properties.put("logging.level.org.apache.kafka.common.config", "INFO");
        properties.put("logging.level.org.apache.kafka.clients.producer", "INFO");
        return new SpringApplicationBuilder(configuration)
                .properties(properties)
                .run();
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class Silent {}

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class Listening {

        @Bean
        Listener listener() {
            return new Listener();
        }
    }

    static class Listener {

        @KafkaListener(id = "logging", topics = "logs.found", groupId = "logs-found")
        void receive(String payload) {
            logger.info("Deciding about {}", payload.contains("A-17") ? "A-17" : "nobody");
        }
    }
}
