package io.github.kafkaaudit.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.github.kafkaaudit.elasticsearch.BulkClient;
import io.github.kafkaaudit.elasticsearch.ElasticsearchConnection;
import io.github.kafkaaudit.embedded.EventRouter.Delivery;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class BulkDeliveryTests {

    private static final Instant NOW = Instant.parse("2026-11-22T13:00:00Z");

    private final JsonMapper json = JsonMapper.builder().build();
    private final EventRouter router = new EventRouter(Clock.fixed(NOW, ZoneOffset.UTC), Duration.ofDays(30));
    private final List<JsonNode> received = new ArrayList<>();
    private HttpServer server;
    private RefusedFile refused;
    private BulkDelivery bulk;

    @TempDir
    private Path directory;

    private Function<List<String>, Integer> requestStatus = ids -> 200;
    private Function<String, Integer> itemStatus = id -> 201;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
        var address = URI.create("http://" + server.getAddress().getHostString() + ":"
                + server.getAddress().getPort());
        var connection = ElasticsearchConnection.builder(address).build();
        refused = new RefusedFile(directory.resolve("refused.ndjson"));
        bulk = new BulkDelivery(new BulkClient(connection), router, refused);
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void leavesNothingOverWhenEverythingWasTaken() throws InterruptedException {
        itemStatus = id -> id.equals("b") ? 409 : 201;

        assertThat(bulk.attempt(List.of(event("a"), event("b"), event("c")))).isEmpty();

        assertThat(bulk.counters()).isEqualTo(new IndexerCounters(2, 1, 0, 0));
    }

    @Test
    void leavesOverOnlyWhatMayBeTakenLater() throws InterruptedException {
        itemStatus = id -> id.equals("b") ? 429 : id.equals("d") ? 503 : 201;

        var leftOver = bulk.attempt(List.of(event("a"), event("b"), event("c"), event("d")));

        assertThat(leftOver).extracting(delivery -> delivery.document().id()).containsExactly("b", "d");
        assertThat(bulk.counters()).isEqualTo(new IndexerCounters(2, 0, 0, 1));
    }

    @Test
    void leavesEverythingOverWhenTheWholeRequestFails() throws InterruptedException {
        requestStatus = ids -> 503;

        assertThat(bulk.attempt(List.of(event("a"), event("b")))).hasSize(2);
        assertThat(bulk.problem()).contains("status 503");
    }

    @Test
    void leavesEverythingOverWhenTheCredentialsAreWrong() throws InterruptedException {
        requestStatus = ids -> 401;

        assertThat(bulk.attempt(List.of(event("a"), event("b")))).hasSize(2);
        assertThat(received).isEmpty();
    }

    @Test
    void sendsARefusedDocumentToTheQuarantineAtOnce() throws InterruptedException {
        itemStatus = id -> id.equals("b") ? 400 : 201;

        assertThat(bulk.attempt(List.of(event("a"), event("b")))).isEmpty();

        assertThat(bulk.counters()).isEqualTo(new IndexerCounters(1, 0, 1, 0));
        var quarantined = received.get(received.size() - 1);
        assertThat(quarantined.at("/event/id").asString()).isEqualTo("b");
        assertThat(quarantined.at("/event/reason").asString())
                .isEqualTo("Elasticsearch refused the document with status 400: a reason");
        assertThat(quarantined.at("/kafka_audit/quarantine/index").asString()).isEqualTo("kafka-audit-2026.11.22");
    }

    @Test
    void keepsADocumentThatMustNotBeWrittenNow() throws InterruptedException {
        itemStatus = id -> 403;

        var leftOver = bulk.attempt(List.of(event("a")));

        assertThat(leftOver).singleElement().matches(delivery -> !delivery.isQuarantined());
        assertThat(bulk.problem()).contains("kafka-audit-2026.11.22/a").doesNotContain("reason");
    }

    @Test
    void keepsARecordThatEvenTheQuarantineRefusesInAFileAndGoesOn() throws Exception {
        itemStatus = id -> id.equals("b") ? 201 : 400;

        assertThat(bulk.attempt(List.of(event("a"), event("b")))).isEmpty();

        assertThat(refused.written()).isEqualTo(1);
        var line = json.readTree(Files.readAllBytes(directory.resolve("refused.ndjson")));
        assertThat(line.path("offset").asInt()).isEqualTo('a');
        assertThat(line.path("status").asInt()).isEqualTo(400);
        assertThat(new String(line.path("original").binaryValue(), StandardCharsets.UTF_8))
                .contains("\"id\":\"a\"");
        assertThat(bulk.counters()).isEqualTo(new IndexerCounters(1, 0, 0, 0));
    }

    @Test
    void triesAgainWhenARefusedRecordCannotBeWrittenToItsFile() throws Exception {
        itemStatus = id -> 400;
        Files.createDirectory(directory.resolve("refused.ndjson"));

        assertThat(bulk.attempt(List.of(event("a")))).singleElement().matches(Delivery::isQuarantined);

        assertThat(refused.written()).isZero();
        assertThat(bulk.problem()).contains("refused.ndjson");
    }

    @Test
    void findsTheOneDocumentForWhichAWholeRequestIsRefused() throws InterruptedException {
        requestStatus = ids -> ids.contains("c") ? 413 : 200;

        assertThat(bulk.attempt(List.of(event("a"), event("b"), event("c"), event("d"))))
                .isEmpty();

        assertThat(bulk.counters()).isEqualTo(new IndexerCounters(3, 0, 1, 0));
    }

    private Delivery event(String id) {
        var value = "{\"@timestamp\":\"" + NOW + "\",\"event\":{\"id\":\"" + id + "\"}}";
        return router.route(
                new ConsumerRecord<>("topic", 0, id.charAt(0), new byte[0], value.getBytes(StandardCharsets.UTF_8)));
    }

    private void answer(HttpExchange exchange) throws IOException {
        var lines = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8).split("\n", -1);
        List<String> ids = new ArrayList<>();
        List<JsonNode> sources = new ArrayList<>();
        for (var i = 0; i + 1 < lines.length; i += 2) {
            ids.add(json.readTree(lines[i]).at("/create/_id").asString());
            sources.add(json.readTree(lines[i + 1]));
        }
        var status = requestStatus.apply(ids);
        if (status == 200) {
            received.addAll(sources);
        }
        var answer = json.createObjectNode();
        var items = answer.putArray("items");
        for (var id : ids) {
            var item = items.addObject().putObject("create").put("status", itemStatus.apply(id));
            if (itemStatus.apply(id) >= 400) {
                item.putObject("error").put("type", "a_type").put("reason", "a reason");
            }
        }
        var bytes = json.writeValueAsBytes(answer);
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }
}
