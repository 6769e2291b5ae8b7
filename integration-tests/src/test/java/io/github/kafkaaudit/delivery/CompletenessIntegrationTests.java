package io.github.kafkaaudit.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.kafkaaudit.embedded.Completeness;
import io.github.kafkaaudit.embedded.EmbeddedAuditStack;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The question whether a trail is complete, asked in Java and as documented for Elasticsearch. */
class CompletenessIntegrationTests {

    private final EmbeddedAuditStack stack = FaultyServers.running();
    private final JsonMapper json = JsonMapper.builder().build();

    @Test
    void knowsTheTailOnlyOfALifeThatHasEnded() {
        String service = "completeness-tail";
        var reconciliation = new Reconciliation(stack.events(), service);
        AuditedLife life = AuditedLife.of(service, stack.bootstrapServers()).start();
        try (life) {
            life.record(10);
            reconciliation.awaitDocuments(11);
            assertThat(reconciliation.life(life.ephemeralId()).verdict()).isEqualTo("tail unknown");
        }
        reconciliation.awaitDocuments(12);
        assertThat(reconciliation.life(life.ephemeralId()).verdict()).isEqualTo("complete");
        assertThat(stack.events()
                        .completeness(service, Instant.EPOCH, Instant.now().minus(Duration.ofDays(1))))
                .isEmpty();
    }

    @Test
    void findsWhatIsMissingOutsideTheRangeToo() {
        String service = "completeness-range";
        var reconciliation = new Reconciliation(stack.events(), service);
        Instant middle;
        AuditedLife life = AuditedLife.of(service, stack.bootstrapServers()).start();
        try (life) {
            life.record(10);
            await().pollDelay(Duration.ofMillis(20)).until(() -> true);
            middle = Instant.now();
            life.record(10);
        }
        reconciliation.awaitDocuments(22);

        Completeness before = only(service, Instant.EPOCH, middle);
        Completeness after = only(service, middle, Instant.now());

        assertThat(before.isComplete()).isTrue();
        assertThat(before.events()).isEqualTo(11);
        assertThat(after.isComplete()).isTrue();
        assertThat(after.events()).isEqualTo(11);
    }

    @Test
    void theDocumentedQueryFindsTheSameAsTheMethod() throws Exception {
        String service = "completeness-query";
        stack.kafka().stop();
        AuditedLife life = AuditedLife.of(service, stack.bootstrapServers())
                .limits(1_024, Duration.ofSeconds(20))
                .start();
        try (life) {
            life.record(3_000);
            await().until(() -> life.statistics().lostTotal() > 0);
            stack.kafka().start();
            await().atMost(Duration.ofMinutes(1)).until(() -> life.statistics().sinkHealthy());
        }
        long lost = life.statistics().lostTotal();
        var reconciliation = new Reconciliation(stack.events(), service);
        reconciliation.assertDisclosed(life.ephemeralId(), life.sequences() - lost, lost);

        JsonNode bucket =
                ask(documentedQuery().replace("\"ats\"", '"' + service + '"')).at("/aggregations/lives/buckets/0");

        assertThat(bucket.path("key").asString()).isEqualTo(life.ephemeralId());
        long first = bucket.at("/first/value").asLong();
        long last = bucket.at("/last/value").asLong();
        long events = bucket.at("/events/value").asLong();
        assertThat(first).isEqualTo(1);
        assertThat(last - first + 1 - events).isEqualTo(lost);
        assertThat(bucket.at("/disclosed/lost/value").asLong()).isEqualTo(lost);
        assertThat(bucket.at("/stopped/doc_count").asLong()).isEqualTo(1);
    }

    private Completeness only(String service, Instant from, Instant to) {
        List<Completeness> answers = stack.events().completeness(service, from, to);
        assertThat(answers).hasSize(1);
        return answers.get(0);
    }

    private JsonNode ask(String query) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create(stack.elasticsearchUrl() + "/kafka-audit-*/_search"))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(query))
                .build();
        HttpResponse<byte[]> response =
                HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofByteArray());
        assertThat(response.statusCode()).isEqualTo(200);
        return json.readTree(response.body());
    }

    private static String documentedQuery() throws Exception {
        // Failsafe runs in the module's directory, an IDE perhaps in the repository's.
        Path inModule = Path.of("..", "docs", "delivery.md");
        String text = Files.readString(Files.exists(inModule) ? inModule : Path.of("docs", "delivery.md"));
        int start = text.indexOf("```json") + "```json".length();
        return text.substring(start, text.indexOf("```", start));
    }
}
