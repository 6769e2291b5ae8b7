package io.github.kafkaaudit.embedded;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.kafkaaudit.elasticsearch.ElasticsearchConnection;
import io.github.kafkaaudit.embedded.junit.EmbeddedAudit;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

@EmbeddedAudit
class AuditIndexerIntegrationTests {

    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    private final EmbeddedAuditStack stack;
    private final AuditEvents events;
    private final String topic = "audit-" + UUID.randomUUID();
    private final TestEvents source;
    private final AuditIndexer indexer;

    AuditIndexerIntegrationTests(EmbeddedAuditStack stack, AuditEvents events) {
        this.stack = stack;
        this.events = events;
        source = new TestEvents(stack.bootstrapServers(), topic);
        indexer = indexer(topic);
    }

    @BeforeEach
    void start() {
        indexer.start();
    }

    @AfterEach
    void stop() {
        indexer.close();
        source.close();
    }

    @Test
    void bringsEventsIntoTheIndexOfTheirDay() {
        source.send(3);

        var found = events.await(source.ofThisTrail(), 3, TIMEOUT);

        assertThat(found)
                .extracting(event -> event.at("/event/sequence").asLong())
                .containsExactly(1L, 2L, 3L);
        assertThat(found)
                .allSatisfy(event -> assertThat(
                                Instant.parse(event.at("/event/ingested").asString()))
                        .isBefore(Instant.now()));
        assertThat(events.search(
                        Map.of("kafka_audit.payload.json.applicantId", "a-2", "service.ephemeral_id", source.trail())))
                .hasSize(1);
    }

    @Test
    void leavesTheSameNumberOfDocumentsAfterAReplay() {
        source.send(50);
        events.await(source.ofThisTrail(), 50, TIMEOUT);

        try (var replay = indexer(topic)) {
            replay.start();
            Awaitility.await().atMost(TIMEOUT).until(() -> replay.counters().duplicates() == 50);
        }

        assertThat(events.count(source.ofThisTrail())).isEqualTo(50);
    }

    @Test
    void putsWhatIsNoEventIntoQuarantineWithTheReason() {
        var now = Instant.now();
        source.send("this is {not JSON");
        source.send((String) null);
        source.send(new byte[] {(byte) 0xff, (byte) 0xfe, 1});
        source.send("{\"@timestamp\":\"" + now + "\",\"event\":{\"sequence\":1}}");
        source.send(source.event("yesterday"));
        source.send(source.event(now.minus(400, ChronoUnit.DAYS).toString()));
        source.send(source.event(now.plus(2, ChronoUnit.DAYS).toString()));
        source.send(source.event(now.toString()).replace("\"sequence\":", "\"sequence\":\"many\",\"step\":"));
        source.send(1);

        events.await(source.ofThisTrail(), 1, TIMEOUT);

        var quarantined = quarantined();
        assertThat(quarantined)
                .extracting(
                        document -> document.at("/kafka_audit/quarantine/cause").asString())
                .containsExactly(
                        "not-json",
                        "not-json",
                        "not-json",
                        "no-id",
                        "bad-timestamp",
                        "too-old",
                        "in-the-future",
                        "rejected");
        assertThat(original(quarantined.get(0))).asString(UTF_8).isEqualTo("this is {not JSON");
        assertThat(quarantined.get(0).path("message").asString()).isEqualTo("this is {not JSON");
        assertThat(original(quarantined.get(1))).isEmpty();
        assertThat(original(quarantined.get(2))).containsExactly(0xff, 0xfe, 1);
        assertThat(quarantined.get(0).at("/kafka_audit/record/coordinate").asString())
                .isEqualTo(topic + "/0/0");
        assertThat(quarantined.get(2).at("/kafka_audit/quarantine/encoding").asString())
                .isEqualTo("base64");
        assertThat(quarantined.get(7).at("/error/type").asString()).isEqualTo("document_parsing_exception");
        assertThat(original(quarantined.get(7))).asString(UTF_8).contains("\"many\"");
        assertThat(indexer.counters()).isEqualTo(new IndexerCounters(1, 0, 8, 0));
    }

    private static byte[] original(JsonNode quarantined) {
        return Base64.getDecoder().decode(quarantined.at("/event/original").asString());
    }

    @Test
    void findsItsQuarantinedDocumentsAgainAfterAReplay() {
        source.send("broken");
        Awaitility.await().atMost(TIMEOUT).until(() -> indexer.counters().quarantined() == 1);

        try (var replay = indexer(topic)) {
            replay.start();
            Awaitility.await().atMost(TIMEOUT).until(() -> replay.counters().duplicates() == 1);
        }

        assertThat(quarantined()).hasSize(1);
    }

    @Test
    void continuesAfterTheCommittedOffsetWhenItIsStartedAgain() {
        source.send(5);
        events.await(source.ofThisTrail(), 5, TIMEOUT);
        indexer.stop();

        source.send(5);
        indexer.start();

        events.await(source.ofThisTrail(), 10, TIMEOUT);
        assertThat(indexer.counters()).isEqualTo(new IndexerCounters(10, 0, 0, 0));
    }

    @Test
    void losesNothingWhenItIsKilledInTheMiddle() {
        source.send(3_000);
        Awaitility.await().atMost(TIMEOUT).until(() -> indexer.counters().indexed() > 0);
        indexer.kill();
        source.send(1_000);

        indexer.start();

        events.await(source.ofThisTrail(), 4_000, TIMEOUT);
    }

    @Test
    void keepsTheDocumentAsItWasWritten() {
        var id = UUID.randomUUID().toString();
        source.send(
                "{ \"trace\": {\"z\":1.10}, \"@timestamp\": \"%s\",\r\n \"event\": {\n\"id\": \"%s\" }, \"ecs\": {\"a\":12345678901234567890.5} }"
                        .formatted(Instant.now(), id));

        var found = events.await(Map.of("event.id", id), 1, TIMEOUT).get(0);

        assertThat(found.propertyNames()).containsExactly("trace", "@timestamp", "event", "ecs");
        assertThat(found.get("event").propertyNames()).containsExactly("ingested", "id");
    }

    @Test
    void loadsTheTemplatesThatProductionUses() {
        source.send(1);
        events.await(source.ofThisTrail(), 1, TIMEOUT);

        var mapping = get("/kafka-audit-*,-kafka-audit-quarantine/_mapping")
                .iterator()
                .next()
                .path("mappings");

        assertThat(mapping.path("dynamic").asString()).isEqualTo("false");
        assertThat(mapping.at("/properties/kafka_audit/properties/payload/properties/json/type")
                        .asString())
                .isEqualTo("flattened");
        assertThat(get("/").at("/version/number").asString()).matches("(8[.]19|9[.]5)[.]\\d+");
    }

    private JsonNode get(String path) {
        var address = URI.create(stack.elasticsearchUrl());
        var response = ElasticsearchConnection.builder(address)
                .build()
                .send("GET", path, null)
                .join();
        return JsonMapper.shared().readTree(response.body());
    }

    private List<JsonNode> quarantined() {
        return events.quarantined().stream()
                .filter(document ->
                        document.at("/messaging/destination/name").asString("").equals(topic))
                .sorted(Comparator.comparingLong(
                        document -> document.at("/messaging/kafka/offset").asLong()))
                .toList();
    }

    private AuditIndexer indexer(String topic) {
        return AuditIndexer.builder(stack.bootstrapServers(), stack.elasticsearchUrl())
                .topic(topic)
                .group("indexer-" + UUID.randomUUID())
                .build();
    }
}
