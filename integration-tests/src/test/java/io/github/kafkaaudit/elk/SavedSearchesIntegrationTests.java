package io.github.kafkaaudit.elk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.github.kafkaaudit.event.AuditEvent;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** What people see in Kibana: each search's own query, sent to a real node that has the story's documents. */
class SavedSearchesIntegrationTests {

    private static final Node NODE = new Node();

    @BeforeAll
    static void playTheStory() {
        new Story(NODE).play();
        new Transform(NODE, "kafka-audit-ledger").run();
        new Transform(NODE, "kafka-audit-publications").run();
    }

    @AfterAll
    static void stop() {
        NODE.close();
    }

    @Test
    void theTrailOfOneMessageHasEverythingThatHappenedToIt() {
        var trail = find("kafka-audit-trail", "and kafka_audit.record.coordinate : \"recruit.result/0/15\"");

        assertThat(actions(trail))
                .containsExactlyInAnyOrder("message-produced", "message-consume-failed", "message-consumed");
    }

    @Test
    void theTrailIsFoundByTheContentOfThePayload() {
        var trail = find("kafka-audit-trail", "and kafka_audit.payload.json.applicantId : \"A-1042\"");

        assertThat(actions(trail)).hasSize(8).containsOnly("message-produced", "message-consumed");
    }

    @Test
    void aKeyThatWasPublishedFourTimesIsADuplicateAndACopyOnADeadLetterTopicIsNot() {
        assertThat(find("kafka-audit-duplicates", ""))
                .extracting(
                        key -> key.at("/kafka_audit/dedup/key").asString(),
                        key -> key.path("publications").asInt(),
                        key -> key.path("records").asInt(),
                        key -> key.at("/service/name/0").asString())
                .containsExactly(tuple(Story.FOUR_TIMES, 4, 4, "ats"));
    }

    @Test
    void failuresAreWhatDidNotWorkOnEitherSideAndInTheTrailItself() {
        assertThat(actions(find("kafka-audit-failures", "")))
                .containsExactlyInAnyOrder(
                        "message-consume-failed",
                        "message-deserialization-failed",
                        "message-produce-failed",
                        "offset-commit-failed",
                        "audit-gap");
    }

    @Test
    void redeliveriesAreRecordsThatAGroupGotAgain() {
        assertThat(find("kafka-audit-redeliveries", ""))
                .extracting(event -> event.at("/kafka_audit/record/coordinate").asString())
                .containsExactly("recruit.result/0/15");
    }

    @Test
    void deadLettersAreFoundWithTheirCopies() {
        assertThat(find("kafka-audit-dead-letters", ""))
                .extracting(
                        event -> event.at("/event/action").asString(),
                        event -> event.at("/kafka_audit/record/coordinate").asString())
                .containsExactlyInAnyOrder(
                        tuple("message-dead-lettered", "recruit.result/0/20"),
                        tuple("message-produced", "recruit.result.DLT/0/0"));
    }

    @Test
    void whatAGroupGotAndDidNotFinishIsFoundWithItsFurthestStep() {
        assertThat(find("kafka-audit-unfinished", ""))
                .extracting(
                        row -> row.at("/kafka_audit/record/coordinate").asString(),
                        row -> row.at("/messaging/consumer/group/name").asString(),
                        row -> row.at("/kafka_audit/step").asInt())
                .containsExactly(tuple("recruit.result/0/40", Story.GROUP, 20));
    }

    @Test
    void theLedgerHasARowForEachSideOfEachRecord() {
        var rows =
                NODE.search("ledger-kafka-audit", Kql.query("kafka_audit.record.coordinate : \"recruit.result/0/15\""));

        assertThat(rows)
                .extracting(
                        row -> row.at("/messaging/consumer/group/name").asString(""),
                        row -> row.at("/kafka_audit/step").asInt(),
                        row -> row.path("events").asInt(),
                        row -> row.at("/actions/message-consumed").asInt())
                .containsExactlyInAnyOrder(tuple("", 10, 1, 0), tuple(Story.GROUP, 50, 2, 1));
    }

    @Test
    void theTrailSaysWhatItKnowsAboutItself() {
        assertThat(actions(find("kafka-audit-completeness", "")))
                .containsExactlyInAnyOrder("audit-started", "audit-stopped", "audit-gap");
    }

    @Test
    void theQuarantineIsSearchedOnItsOwn() {
        assertThat(find("kafka-audit-quarantined", ""))
                .extracting(
                        document -> document.at("/kafka_audit/quarantine/cause").asString())
                .containsExactly("not-json");
        assertThat(NODE.search(dataView("kafka-audit"), Map.of("term", Map.of("event.original", "hello"))))
                .isEmpty();
    }

    /** The node has no ES|QL; these are the same conditions as aggregations. */
    @Test
    void whatNobodyConsumedIsWhatTheEsqlSearchLooksFor() {
        var done = List.of("message-consumed", "message-filtered", "message-skipped", "message-dead-lettered");
        assertThat(KibanaObjects.source("kafka-audit-not-consumed")
                        .at("/attributes/kibanaSavedObjectMeta/searchSourceJSON/query/esql")
                        .asString())
                .contains(done);
        var groups = Map.of("cardinality", Map.of("field", "messaging.consumer.group.name"));
        var body = Map.of(
                "size", 0,
                "query", Kql.query("kafka_audit.record.coordinate : * and event.action : *"),
                "aggregations",
                        Map.of(
                                "records",
                                Map.of(
                                        "terms", Map.of("field", "kafka_audit.record.coordinate", "size", 1_000),
                                        "aggregations",
                                                Map.of(
                                                        "produced",
                                                                Map.of(
                                                                        "filter",
                                                                        Map.of(
                                                                                "term",
                                                                                Map.of(
                                                                                        "event.action",
                                                                                        "message-produced"))),
                                                        "groups", groups,
                                                        "finished",
                                                                Map.of(
                                                                        "filter",
                                                                                Map.of(
                                                                                        "terms",
                                                                                        Map.of("event.action", done)),
                                                                        "aggregations", Map.of("groups", groups))))));

        var records = NODE.search(dataView("kafka-audit"), Repository.JSON.writeValueAsString(body))
                .at("/aggregations/records/buckets");

        assertThat(records)
                .filteredOn(bucket -> bucket.at("/produced/doc_count").asInt() > 0)
                .filteredOn(bucket -> bucket.at("/finished/groups/value").asInt() == 0
                        || bucket.at("/finished/groups/value").asInt()
                                < bucket.at("/groups/value").asInt())
                .extracting(bucket -> bucket.path("key").asString())
                .containsExactlyInAnyOrder("recruit.result/0/30", "recruit.result/0/40", "recruit.result.DLT/0/0");
    }

    /** The story is told by hand, and must not tell what the library would never write. */
    @Test
    void theStorysEventsAreWhatTheSchemaAllows() throws IOException {
        Schema schema;
        try (var stream = AuditEvent.class.getResourceAsStream("/io/github/kafkaaudit/audit-event.schema.json")) {
            schema = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                    .getSchema(stream, InputFormat.JSON);
        }
        assertThat(NODE.search(dataView("kafka-audit"), Map.of("match_all", Map.of())))
                .hasSizeGreaterThan(20)
                .allSatisfy(event -> assertThat(schema.validate(
                                event.toString(),
                                InputFormat.JSON,
                                context -> context.executionConfig(config -> config.formatAssertionsEnabled(true))))
                        .as(event.toString())
                        .isEmpty());
    }

    private static List<JsonNode> find(String search, String more) {
        var source = KibanaObjects.source(search);
        var kql = source.at("/attributes/kibanaSavedObjectMeta/searchSourceJSON/query/query")
                .asString();
        return NODE.search(dataView(source.at("/references/0/id").asString()), Kql.query((kql + " " + more).trim()));
    }

    private static String dataView(String id) {
        return KibanaObjects.source(id).at("/attributes/title").asString();
    }

    private static List<String> actions(List<JsonNode> events) {
        return events.stream()
                .map(event -> event.at("/event/action").asString())
                .toList();
    }
}
