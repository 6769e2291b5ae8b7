package io.github.kafkaaudit.operations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.kafkaaudit.embedded.AuditEvents;
import io.github.kafkaaudit.embedded.EmbeddedAuditStack;
import io.github.kafkaaudit.embedded.junit.EmbeddedAudit;
import io.github.kafkaaudit.jdbc.JdbcAuditSink;
import io.github.kafkaaudit.trail.AuditTrail;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.LongStream;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.kafka.annotation.KafkaListener;
import org.springframework.kafka.core.KafkaTemplate;
import org.springframework.kafka.listener.DefaultErrorHandler;
import org.springframework.util.backoff.FixedBackOff;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The sinks without an audit topic, chosen by settings alone, against the real broker, node and database. */
@EmbeddedAudit
class SinksIntegrationTests {

    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    @TempDir
    private Path spool;

    @Test
    void writesStraightIntoElasticsearch(EmbeddedAuditStack stack, AuditEvents events) throws Exception {
        Map<String, String> settings = Map.of(
                "kafka.audit.sink",
                "elasticsearch",
                // The first address does not answer.
                "kafka.audit.elasticsearch.urls",
                "http://localhost:1," + stack.elasticsearchUrl());
        try (ConfigurableApplicationContext context =
                start(Application.class, "sink-elasticsearch", stack.bootstrapServers(), settings)) {
            template(context)
                    .send("sink.results", "k1", "{\"applicantId\":\"A-17\"}")
                    .get();

            events.await(Map.of("service.name", "sink-elasticsearch", "event.action", "message-consumed"), 1, TIMEOUT);
        }

        events.await(Map.of("service.name", "sink-elasticsearch", "event.action", "audit-stopped"), 1, TIMEOUT);
        List<JsonNode> trail = events.search(Map.of("service.name", "sink-elasticsearch"));
        assertThat(trail)
                .extracting(event -> event.at("/event/sequence").asLong())
                .containsExactlyElementsOf(
                        LongStream.rangeClosed(1, trail.size()).boxed().toList());
        assertThat(trail)
                .allSatisfy(event ->
                        assertThat(event.at("/event/ingested").asString("")).isNotEmpty());
    }

    @Test
    void writesFailuresIntoATable(EmbeddedAuditStack stack, AuditEvents events) throws Exception {
        Map<String, String> settings = Map.of("kafka.audit.sink", "jdbc");
        try (ConfigurableApplicationContext context =
                start(FailingApplication.class, "sink-jdbc", stack.bootstrapServers(), settings)) {
            DataSource database = context.getBean(DataSource.class);
            template(context)
                    .send("sink.failures", "k1", "{\"applicantId\":\"A-18\"}")
                    .get();

            await().atMost(TIMEOUT)
                    .untilAsserted(() -> assertThat(documents(database)).hasSize(2));

            assertThat(documents(database)).allSatisfy(document -> {
                assertThat(document.at("/event/action").asString()).isEqualTo("message-consume-failed");
                assertThat(document.at("/kafka_audit/payload/json/applicantId").asString())
                        .isEqualTo("A-18");
            });
            assertThat(context.getBean(AuditTrail.class).statistics().sinkHealthy())
                    .isTrue();
        }
        assertThat(events.search(Map.of("service.name", "sink-jdbc"))).isEmpty();
    }

    @Test
    void keepsInTheSpoolWhatElasticsearchDoesNotTakeAndWritesItInTheNextLife(
            EmbeddedAuditStack stack, AuditEvents events) throws Exception {
        // Nobody is there; the address of the spool is the same in the next life, and then somebody is.
        try (Door door = new Door(stack.elasticsearchUrl())) {
            Map<String, String> settings = Map.of(
                    "kafka.audit.sink", "elasticsearch",
                    "kafka.audit.elasticsearch.urls", door.url(),
                    "kafka.audit.shutdown-timeout", "1s");
            try (ConfigurableApplicationContext context =
                    start(Silent.class, "sink-spooled", stack.bootstrapServers(), settings)) {
                template(context).send("sink.spooled", "k1", "one").get();
            }
            assertThat(events.search(Map.of("service.name", "sink-spooled"))).isEmpty();

            door.open();
            try (ConfigurableApplicationContext context =
                    start(Silent.class, "sink-spooled", stack.bootstrapServers(), settings)) {
                events.await(Map.of("service.name", "sink-spooled", "event.action", "message-produced"), 1, TIMEOUT);
                assertThat(context.isRunning()).isTrue();
            }
        }
        events.await(Map.of("service.name", "sink-spooled", "event.action", "audit-stopped"), 2, TIMEOUT);
    }

    private static List<JsonNode> documents(DataSource database) throws SQLException {
        List<JsonNode> documents = new ArrayList<>();
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT document FROM kafka_audit_failure")) {
            while (rows.next()) {
                documents.add(JsonMapper.shared().readTree(rows.getString(1)));
            }
        }
        return documents;
    }

    @SuppressWarnings("unchecked")
    private static KafkaTemplate<String, String> template(ConfigurableApplicationContext context) {
        return context.getBean(KafkaTemplate.class);
    }

    private ConfigurableApplicationContext start(
            Class<?> configuration, String name, String brokers, Map<String, String> settings) {
        Map<String, Object> properties = new HashMap<>(settings);
        properties.put("spring.application.name", name);
        properties.put("spring.kafka.bootstrap-servers", brokers);
        properties.put("spring.kafka.consumer.group-id", name);
        properties.put("spring.kafka.consumer.auto-offset-reset", "earliest");
        properties.put("kafka.audit.spool.directory", spool.toString());
        return new SpringApplicationBuilder(configuration)
                .properties(properties)
                .run();
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class Silent {}

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class Application {

        @KafkaListener(id = "sink-results", topics = "sink.results")
        void receive(String payload) {
            Objects.requireNonNull(payload);
        }
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class FailingApplication {

        @Bean
        DataSource dataSource() throws Exception {
            JdbcDataSource database = new JdbcDataSource();
            database.setURL("jdbc:h2:mem:" + UUID.randomUUID() + ";MODE=MariaDB;DB_CLOSE_DELAY=-1");
            try (var definition = Objects.requireNonNull(
                            JdbcAuditSink.class.getResourceAsStream("kafka-audit-failure-mariadb.sql"));
                    Connection connection = database.getConnection();
                    Statement statement = connection.createStatement()) {
                statement.execute(new String(definition.readAllBytes(), StandardCharsets.UTF_8));
            }
            return database;
        }

        @Bean
        DefaultErrorHandler errorHandler() {
            return new DefaultErrorHandler(new FixedBackOff(0, 1));
        }

        @KafkaListener(id = "sink-failures", topics = "sink.failures")
        void receive(String payload) {
            throw new IllegalStateException("The mail gateway is away.");
        }
    }
}
