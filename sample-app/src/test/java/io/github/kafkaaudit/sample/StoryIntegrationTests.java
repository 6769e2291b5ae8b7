package io.github.kafkaaudit.sample;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.github.kafkaaudit.elasticsearch.ElasticsearchConnection;
import io.github.kafkaaudit.embedded.AuditEvents;
import io.github.kafkaaudit.embedded.EmbeddedAuditStack;
import io.github.kafkaaudit.embedded.junit.EmbeddedAudit;
import io.github.kafkaaudit.event.AuditEvent;
import io.github.kafkaaudit.sample.Story.Settled;
import io.github.kafkaaudit.verdict.TrailEvent;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

@EmbeddedAudit
class StoryIntegrationTests {

    private static final Duration TIMEOUT = Duration.ofSeconds(60);

    private static List<Settled> acts;
    private static List<JsonNode> trail;

    @BeforeAll
    static void playOnce(EmbeddedAuditStack stack, AuditEvents events) throws InterruptedException {
        acts = play(stack);
        var lives = acts.stream()
                .flatMap(settled -> settled.events().stream())
                .map(TrailEvent::trail)
                .distinct()
                .toList();
        assertThat(lives).hasSize(2);
        trail = lives.stream()
                .flatMap(life -> {
                    var ofLife = "{\"term\":{\"service.ephemeral_id\":\"" + life + "\"}}";
                    events.await(
                            "{\"bool\":{\"filter\":[" + ofLife + ",{\"term\":{\"event.action\":\"audit-stopped\"}}]}}",
                            1,
                            TIMEOUT);
                    return events.search(ofLife).stream();
                })
                .toList();
    }

    /** Plays the story with services of its own, and ends them. */
    static List<Settled> play(EmbeddedAuditStack stack) throws InterruptedException {
        var elasticsearch = ElasticsearchConnection.builder(URI.create(stack.elasticsearchUrl()))
                .build();
        try (var services = Services.start(Set.of("ats", "jobda"), stack.bootstrapServers())) {
            var story = new Story(
                    Acts.of(Objects.requireNonNull(services.get("ats"))), new AuditSearch(elasticsearch), TIMEOUT);
            return story.play(new Console(new PrintStream(PrintStream.nullOutputStream()), ZoneOffset.UTC));
        }
    }

    @Test
    void settlesEveryActAsExpected() {
        assertThat(acts)
                .hasSize(4)
                .allSatisfy(
                        act -> assertThat(act.isAsExpected()).as(act.toString()).isTrue());
    }

    @Test
    void recordsOneSendAndOneDeliveryOfTheFirstAct() {
        assertThat(actions(0)).containsExactlyInAnyOrder("ats message-produced", "jobda message-consumed");
    }

    @Test
    void recordsFourSendsWithFourIdsAndOneBusinessKeyInTheIncident() {
        var produced = acts.get(1).events().stream()
                .filter(event -> event.action().equals("message-produced"))
                .toList();

        assertThat(produced).extracting(TrailEvent::service).containsOnly("ats").hasSize(4);
        assertThat(produced).extracting(TrailEvent::messageId).doesNotHaveDuplicates();
        assertThat(produced).extracting(TrailEvent::coordinate).doesNotHaveDuplicates();
        assertThat(produced).extracting(TrailEvent::payloadHash).doesNotHaveDuplicates();
        assertThat(produced).extracting(TrailEvent::businessKey).doesNotContainNull();
        assertThat(Set.copyOf(produced.stream().map(TrailEvent::businessKey).toList()))
                .hasSize(1);
        assertThat(actions(1)).filteredOn("jobda message-consumed"::equals).hasSize(4);
    }

    @Test
    void recordsEveryAttemptOfTheLookAlike() {
        assertThat(actions(2))
                .containsExactlyInAnyOrder(
                        "ats message-produced",
                        "jobda message-consume-failed",
                        "jobda message-consume-failed",
                        "jobda message-consumed");
        assertThat(acts.get(2).events().stream()
                        .filter(event -> event.group() != null)
                        .map(TrailEvent::attempt))
                .containsExactly(1, 2, 3);
    }

    @Test
    void recordsWhereTheUnreadableMessageWent() {
        assertThat(actions(3))
                .containsExactlyInAnyOrder(
                        "ats message-produced",
                        "jobda message-deserialization-failed",
                        "jobda message-produced",
                        "jobda message-dead-lettered");
    }

    @Test
    void writesOnlyWhatTheSchemaAllows() throws IOException {
        Schema schema;
        try (var stream = AuditEvent.class.getResourceAsStream("/io/github/kafkaaudit/audit-event.schema.json")) {
            schema = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                    .getSchema(stream, InputFormat.JSON);
        }
        assertThat(trail)
                .hasSizeGreaterThan(20)
                .allSatisfy(event -> assertThat(schema.validate(
                                event.toString(),
                                InputFormat.JSON,
                                context -> context.executionConfig(config -> config.formatAssertionsEnabled(true))))
                        .as(event.toString())
                        .isEmpty());
    }

    @Test
    void leavesNoHoleInTheSequenceOfEitherService() {
        for (var service : List.of("ats", "jobda")) {
            var sequences = trail.stream()
                    .filter(event -> event.at("/service/name").asString().equals(service))
                    .mapToLong(event -> event.at("/event/sequence").asLong())
                    .sorted()
                    .boxed()
                    .toList();
            var first = sequences.get(0);
            assertThat(sequences)
                    .containsExactlyElementsOf(LongStream.range(first, first + sequences.size())
                            .boxed()
                            .toList());
        }
    }

    @Test
    void findsAnApplicantByAFieldInsideThePayload(AuditEvents events) {
        assertThat(events.search("{\"term\":{\"kafka_audit.payload.json.applicantId\":\""
                        + acts.get(1).act().applicantId() + "\"}}"))
                .hasSize(8);
    }

    private static List<String> actions(int act) {
        return acts.get(act).events().stream()
                .map(event -> event.service() + " " + event.action())
                .toList();
    }
}
