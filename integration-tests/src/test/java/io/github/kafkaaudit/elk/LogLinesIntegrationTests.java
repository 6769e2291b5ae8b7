package io.github.kafkaaudit.elk;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.kafkaaudit.elasticsearch.ElasticsearchConnection;
import io.github.kafkaaudit.embedded.AuditEvents;
import io.github.kafkaaudit.embedded.EmbeddedAuditStack;
import io.github.kafkaaudit.embedded.junit.EmbeddedAudit;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
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
import org.springframework.context.annotation.Configuration;
import org.springframework.kafka.annotation.KafkaListener;
import org.springframework.kafka.core.KafkaTemplate;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** From an audit event to the log lines of that delivery and back, with the searches that the documentation names. */
@EmbeddedAudit
class LogLinesIntegrationTests {

    private static final Duration TIMEOUT = Duration.ofSeconds(30);
    private static final String LOG_TOPIC = "logs-search";
    private static final String SERVICE = "logs-search";
    private static final String LINES = "app-logs-kafka-audit-*";
    private static final String BOTH = "kafka-audit-*," + LINES;
    private static final Logger logger = LoggerFactory.getLogger("com.example.Search");

    @Test
    void oneSearchLeadsFromAnEventToItsLinesAndOneBack(EmbeddedAuditStack stack, AuditEvents events) throws Exception {
        JsonNode consumed;
        List<JsonNode> batch;
        try (ConfigurableApplicationContext context = start(stack)) {
            send(context, "logs.search.one", "{\"applicantId\":\"A-17\"}");
            consumed = awaitConsumed(events, "logs.search.one", 1).get(0);
            send(context, "logs.search.many", "1");
            batch = awaitConsumed(events, "logs.search.many", 1);
            logger.info("the last line");
        }
        Index index = new Index(stack.elasticsearchUrl());
        index.installTemplate();
        index.create(shipped(stack.bootstrapServers()));

        String coordinate = consumed.at("/kafka_audit/record/coordinate").asString();
        List<JsonNode> lines = index.search(LINES, "kafka_audit.coordinate : \"" + coordinate + "\"");
        assertThat(lines).extracting(line -> line.path("message").asString()).containsExactly("Deciding about ***");
        assertThat(lines.get(0).toString()).doesNotContain("880101-1234567");

        String found = field(lines.get(0), "kafka_audit.coordinate");
        assertThat(index.search("kafka-audit-*", "kafka_audit.record.coordinate : \"" + found + "\""))
                .extracting(event -> event.at("/event/action").asString())
                .contains("message-produced", "message-consumed");

        String messageId = consumed.at("/messaging/message/id").asString();
        assertThat(index.search(BOTH, "messaging.message.id : \"" + messageId + "\""))
                .extracting(document -> document.at("/event/action").asString("line"))
                .containsExactlyInAnyOrder("message-produced", "message-consumed", "line");

        assertThat(index.search(
                        LINES,
                        "kafka_audit.batch.first : \""
                                + batch.get(0)
                                        .at("/kafka_audit/record/coordinate")
                                        .asString() + "\""))
                .extracting(line -> line.path("message").asString())
                .containsExactly("A batch of 1");
        assertThat(index.search(
                        LINES,
                        "service.name : \"" + SERVICE + "\" and log.level : \"INFO\" and process.thread.name : \""
                                + batch.get(0).at("/process/thread/name").asString() + "\" and @timestamp >= \""
                                + batch.get(0).at("/event/start").asString() + "\" and @timestamp <= \""
                                + batch.get(0).path("@timestamp").asString() + "\""))
                .extracting(line -> line.path("message").asString())
                .contains("A batch of 1");
    }

    private static List<JsonNode> awaitConsumed(AuditEvents events, String topic, int number) {
        return events.await(
                Map.of(
                        "service.name", SERVICE,
                        "event.action", "message-consumed",
                        "messaging.destination.name", topic),
                number,
                TIMEOUT);
    }

    /** What is on the log topic until the last line. */
    private static List<ConsumerRecord<String, String>> shipped(String brokers) {
        List<ConsumerRecord<String, String>> lines = new ArrayList<>();
        long end = System.nanoTime() + TIMEOUT.toNanos();
        try (KafkaConsumer<String, String> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", brokers, "auto.offset.reset", "earliest"),
                new StringDeserializer(),
                new StringDeserializer())) {
            consumer.assign(List.of(new TopicPartition(LOG_TOPIC, 0)));
            while (lines.stream().noneMatch(line -> line.value().contains("the last line"))) {
                assertThat(System.nanoTime()).as("waiting for the last line").isLessThan(end);
                consumer.poll(Duration.ofMillis(200)).forEach(lines::add);
            }
        }
        return lines;
    }

    @SuppressWarnings("unchecked")
    private static void send(ConfigurableApplicationContext context, String topic, String payload) throws Exception {
        context.getBean(KafkaTemplate.class).send(topic, payload).get();
    }

    /** ECS documents may have dotted or nested names. */
    private static String field(JsonNode line, String name) {
        JsonNode dotted = line.path(name);
        return dotted.isMissingNode() ? line.at('/' + name.replace('.', '/')).asString("") : dotted.asString("");
    }

    private static ConfigurableApplicationContext start(EmbeddedAuditStack stack) {
        return new SpringApplicationBuilder(Application.class)
                .run(
                        "--spring.application.name=" + SERVICE,
                        "--spring.kafka.bootstrap-servers=" + stack.bootstrapServers(),
                        "--spring.kafka.consumer.auto-offset-reset=earliest",
                        "--kafka.audit.logs.enabled=true",
                        "--kafka.audit.logs.topic=" + LOG_TOPIC,
                        "--kafka.audit.masking.patterns=\\d{6}-\\d{7}",
                        "--logging.level.com.example=INFO");
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class Application {

        @KafkaListener(id = "search-one", topics = "logs.search.one")
        void one(String payload) {
            logger.info("Deciding about {}", payload.contains("A-17") ? "880101-1234567" : "nobody");
        }

        @KafkaListener(id = "search-many", topics = "logs.search.many", batch = "true")
        void many(List<String> payloads) {
            logger.info("A batch of {}", payloads.size());
        }
    }

    /** Does with lines what the pipeline does, by the pipeline's own script: its index, its id, its template. */
    private static final class Index {

        private final ElasticsearchConnection connection;

        Index(String url) {
            connection = ElasticsearchConnection.builder(URI.create(url)).build();
        }

        /** The node has neither wildcards nor lifecycles, nor the native library for the best compression. */
        void installTemplate() {
            String template = Repository.text("elasticsearch/index-templates/app-logs-kafka-audit.json")
                    .replace("\"wildcard\"\n", "\"keyword\"\n");
            ObjectNode body = (ObjectNode) Repository.JSON.readTree(template);
            ((ObjectNode) body.at("/template/settings/index")).remove(List.of("lifecycle", "codec"));
            ask("PUT", "/_index_template/app-logs-kafka-audit", body.toString());
        }

        void create(List<ConsumerRecord<String, String>> lines) {
            Map<String, String> settings = Map.of(
                    "index", "app-logs-kafka-audit",
                    "quarantine", "kafka-audit-quarantine",
                    "retention_days", "14",
                    "ahead_hours", "24");
            try (LogstashScript logstash = new LogstashScript("application_log.rb", settings)) {
                logstash.now(Instant.now());
                for (ConsumerRecord<String, String> line : lines) {
                    LogstashScript.Result document =
                            logstash.record(line.value(), line.topic(), line.partition(), line.offset());
                    String place = "/" + document.index() + "/_create/" + document.id();
                    ask("PUT", place + "?timeout=2m", document.event().toString());
                }
            }
            ask("POST", "/" + LINES + "/_refresh", "");
        }

        List<JsonNode> search(String indices, String kql) {
            JsonNode answer = ask(
                    "POST",
                    "/" + indices + "/_search",
                    Repository.JSON.writeValueAsString(Map.of("query", Kql.query(kql), "size", 1_000)));
            return StreamSupport.stream(answer.at("/hits/hits").spliterator(), false)
                    .map(hit -> hit.path("_source"))
                    .toList();
        }

        private JsonNode ask(String method, String path, String body) {
            var answer = connection
                    .send(method, path, body.isEmpty() ? null : body.getBytes(StandardCharsets.UTF_8))
                    .join();
            assertThat(answer.isSuccess())
                    .as(() -> path + ": " + new String(answer.body(), StandardCharsets.UTF_8))
                    .isTrue();
            return Repository.JSON.readTree(answer.body());
        }
    }
}
