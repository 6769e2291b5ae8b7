package io.github.kafkaaudit.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.kafkaaudit.elasticsearch.ElasticsearchConnection;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class EmbeddedAuditStackIntegrationTests {

    private static final Duration TIMEOUT = Duration.ofSeconds(60);

    @TempDir
    Path directory;

    @Test
    void losesNothingWhileTheNodeIsAway() {
        try (var stack = EmbeddedAuditStack.builder().start();
                var source = new TestEvents(stack.bootstrapServers(), "kafka-audit")) {
            source.send(100);
            stack.events().await(source.ofThisTrail(), 100, TIMEOUT);

            stack.elasticsearch().stop();
            source.send(500);
            Awaitility.await()
                    .atMost(TIMEOUT)
                    .until(() -> stack.indexer().counters().retries() > 3);
            stack.elasticsearch().start();
            source.send(100);

            stack.events().await(source.ofThisTrail(), 700, TIMEOUT);
            assertThat(stack.indexer().counters().indexed()).isEqualTo(700);
        }
    }

    @Test
    void losesNothingWhileTheBrokerIsAway() {
        try (var stack = EmbeddedAuditStack.builder().start();
                var source = new TestEvents(stack.bootstrapServers(), "kafka-audit")) {
            var address = stack.bootstrapServers();
            source.send(100);
            stack.events().await(source.ofThisTrail(), 100, TIMEOUT);

            stack.kafka().stop();
            assertThat(stack.kafka().isRunning()).isFalse();
            stack.kafka().start();
            assertThat(stack.bootstrapServers()).isEqualTo(address);
            source.send(100);

            stack.events().await(source.ofThisTrail(), 200, TIMEOUT);
        }
    }

    @Test
    void keepsTheDataForTheNextStartWhenAsked() {
        var builder = EmbeddedAuditStack.builder().dataDirectory(directory).keepData(true);
        Map<String, String> trail;
        try (var stack = builder.start();
                var source = new TestEvents(stack.bootstrapServers(), "kafka-audit")) {
            trail = source.ofThisTrail();
            source.send(10);
            stack.events().await(trail, 10, TIMEOUT);
        }

        try (var stack = builder.start();
                var source = new TestEvents(stack.bootstrapServers(), "kafka-audit")) {
            stack.events().await(trail, 10, TIMEOUT);
            source.send(1);
            stack.events().await(source.ofThisTrail(), 1, TIMEOUT);
            assertThat(stack.indexer().counters()).isEqualTo(new IndexerCounters(1, 0, 0, 0));
        }
    }

    @Test
    void deletesTheDataOtherwise() {
        try (var stack = EmbeddedAuditStack.builder().dataDirectory(directory).start()) {
            assertThat(stack.kafka().dataDirectory()).isNotEmptyDirectory();
        }

        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void refusesATakenPortWithOneSentence() throws IOException {
        try (var taken = new ServerSocket(0, 1, InetAddress.getByAddress(new byte[] {127, 0, 0, 1}))) {
            var port = taken.getLocalPort();

            assertThatExceptionOfType(EmbeddedServerException.class)
                    .isThrownBy(
                            () -> EmbeddedAuditStack.builder().kafkaPort(port).start())
                    .withMessage("Port %d is taken; set embedded.kafka.port to a free port, or to 0 for any.", port);
            assertThatExceptionOfType(EmbeddedServerException.class)
                    .isThrownBy(() ->
                            EmbeddedAuditStack.builder().elasticsearchPort(port).start())
                    .withMessage(
                            "Port %d is taken; set embedded.elasticsearch.port to a free port, or to 0 for any.", port);
        }
    }

    @Test
    void refusesADataDirectoryThatIsInUse() {
        try (var kafka = EmbeddedKafka.builder()
                        .dataDirectory(directory)
                        .keepData(true)
                        .build();
                var second = EmbeddedKafka.builder()
                        .dataDirectory(directory)
                        .keepData(true)
                        .build()) {
            kafka.start();

            assertThatExceptionOfType(EmbeddedServerException.class)
                    .isThrownBy(second::start)
                    .withMessage(
                            "The data directory %s is in use; set embedded.data-directory to another one.", directory);
        }
    }

    @Test
    void loadsTheTemplatesThatProductionUses() {
        try (var stack = EmbeddedAuditStack.builder().start();
                var source = new TestEvents(stack.bootstrapServers(), "kafka-audit")) {
            source.send(1);
            stack.events().await(source.ofThisTrail(), 1, TIMEOUT);

            var mapping =
                    get(stack, "/kafka-audit-*/_mapping").iterator().next().path("mappings");
            assertThat(mapping.path("dynamic").asString()).isEqualTo("false");
            assertThat(mapping.at("/properties/kafka_audit/properties/payload/properties/json/type")
                            .asString())
                    .isEqualTo("flattened");
            assertThat(get(stack, "/").at("/version/number").asString()).startsWith("8.");
        }
    }

    @Test
    void createsTheAuditTopicWithTheTimeOfTheBroker() throws Exception {
        try (var stack = EmbeddedAuditStack.builder().auditTopic("trail").start();
                var admin = Admin.create(Map.of("bootstrap.servers", stack.bootstrapServers()))) {
            assertThat(admin.listTopics().names().get()).contains("trail");
        }
    }

    @Test
    void takesBrokerProperties() throws Exception {
        var secured = Map.of(
                "listener.security.protocol.map",
                "CLIENT:SASL_PLAINTEXT,INTERNAL:PLAINTEXT,CONTROLLER:PLAINTEXT",
                "sasl.enabled.mechanisms",
                "PLAIN",
                "listener.name.client.plain.sasl.jaas.config",
                "org.apache.kafka.common.security.plain.PlainLoginModule required user_ats=\"a-password\";");
        var client = Map.<String, Object>of(
                "security.protocol",
                "SASL_PLAINTEXT",
                "sasl.mechanism",
                "PLAIN",
                "sasl.jaas.config",
                "org.apache.kafka.common.security.plain.PlainLoginModule required username=\"ats\""
                        + " password=\"a-password\";");
        try (var stack = EmbeddedAuditStack.builder().brokerProperties(secured).start()) {
            var properties = new HashMap<>(client);
            properties.put("bootstrap.servers", stack.bootstrapServers());
            try (var admin = Admin.create(properties)) {
                assertThat(admin.listTopics().names().get()).contains("kafka-audit");
            }
            assertThat(stack.indexer().isRunning()).isTrue();
        }
    }

    private static JsonNode get(EmbeddedAuditStack stack, String path) {
        var connection = ElasticsearchConnection.builder(URI.create(stack.elasticsearchUrl()))
                .build();
        var body = connection.send("GET", path, null).join().body();
        return JsonMapper.shared().readTree(body);
    }

    @Test
    void writesTheServersWarningsToFilesAndNotToTheConsole() {
        try (var stack = EmbeddedAuditStack.builder().dataDirectory(directory).start()) {
            assertThat(Files.exists(stack.kafka().dataDirectory().resolve("kafka.log")))
                    .isTrue();
            assertThat(Files.exists(stack.elasticsearch().dataDirectory().resolve("elasticsearch.log")))
                    .isTrue();
        }
    }
}
