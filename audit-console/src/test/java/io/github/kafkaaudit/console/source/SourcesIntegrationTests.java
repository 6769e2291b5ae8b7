package io.github.kafkaaudit.console.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.kafkaaudit.console.TestTrail;
import io.github.kafkaaudit.console.answer.Inquiry;
import io.github.kafkaaudit.console.answer.QuestionParser;
import io.github.kafkaaudit.console.source.Criterion.Place;
import io.github.kafkaaudit.embedded.AuditEvents;
import io.github.kafkaaudit.embedded.EmbeddedAuditStack;
import io.github.kafkaaudit.embedded.junit.EmbeddedAudit;
import io.github.kafkaaudit.verdict.Publishing;
import io.github.kafkaaudit.verdict.TrailEvent;
import io.github.kafkaaudit.verdict.Verdict;
import java.io.OutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@EmbeddedAudit
class SourcesIntegrationTests {

    private static TestTrail trail;
    private static Period period;

    @TempDir
    static Path directory;

    private static EventSource elasticsearch;
    private static EventSource topic;
    private static EventSource files;

    private static TestTrail trail(Instant began) {
        return new TestTrail("sources", began)
                .event("sources-ats", "audit-started", 0, null, null)
                .event("sources-jobda", "audit-started", 0, null, null)
                .incident("S-1", 1)
                .incident("S-2", 10)
                .replayedDeadLetter("S-3", 20)
                .produced("sources-ats", TestTrail.id("odd"), "sources.odd/1/0")
                .last("kafka_audit.payload.json", Map.of("list", List.of(Map.of("name", "x\"y\\z"), "plain"), "n", 1))
                .replace("\"n\":1", "\"n\":1.10, \"u\":\"\\uD569\\uACA9\", \"e\":1e2, \"s\\u006c\":\"a\\/b\"")
                .skipSequences("sources-jobda", 3)
                .event("sources-jobda", "message-produce-failed", 0, "sources.tx/0/1", TestTrail.id("tx"))
                .last(
                        "event.outcome",
                        "failure",
                        "kafka_audit.transaction.id",
                        "t-1",
                        "kafka_audit.transaction.outcome",
                        "aborted",
                        "kafka_audit.dedup.key",
                        "S-4|TX")
                .event("sources-jobda", "transaction-aborted", 0, null, null)
                .last("event.outcome", "failure", "kafka_audit.transaction.id", "t-1")
                .event("sources-ats", "audit-gap", 0, null, null)
                .last(
                        "kafka_audit.gap.count",
                        2,
                        "kafka_audit.gap.from",
                        900,
                        "kafka_audit.gap.to",
                        901,
                        "kafka_audit.gap.since",
                        began.toString())
                .event("sources-jobda", "audit-stopped", 0, null, null);
    }

    @BeforeAll
    static void writeOnce(EmbeddedAuditStack stack, AuditEvents events) throws Exception {
        var began = Instant.now().minus(Duration.ofHours(2)).truncatedTo(ChronoUnit.SECONDS);
        trail = trail(began);
        period = new Period(began, trail.now().plusSeconds(1));
        trail.send(stack.bootstrapServers(), "kafka-audit");
        var lines = trail.documents();
        try (OutputStream stream = new GZIPOutputStream(Files.newOutputStream(
                Files.createDirectory(directory.resolve("archive")).resolve("ls.s3.part0.txt.gz")))) {
            // The archive has some lines twice.
            stream.write(String.join("\n", lines.subList(0, 20)).getBytes(StandardCharsets.UTF_8));
        }
        Files.write(directory.resolve("events.ndjson"), lines.subList(15, lines.size()));
        events.await("{\"prefix\":{\"service.name\":\"sources-\"}}", lines.size(), Duration.ofSeconds(60));
        events.refresh();
        elasticsearch = new ElasticsearchSource(ElasticsearchSettings.of(stack.elasticsearchUrl()));
        topic = new TopicSource(stack.bootstrapServers(), "kafka-audit", Map.of(), Progress.NONE);
        files = new FileSource(List.of(directory), Progress.NONE);
    }

    @AfterAll
    static void close() {
        elasticsearch.close();
    }

    /** Only the shipper adds something: when it took the event. */
    private static String asItWasWritten(TrailEvent event) {
        return event.raw().replaceFirst("\"ingested\":\"[^\"]*\",", "");
    }

    private static <T> T same(Function<EventSource, T> question) {
        var answer = question.apply(elasticsearch);
        assertThat(question.apply(topic)).isEqualTo(answer);
        assertThat(question.apply(files)).isEqualTo(answer);
        return answer;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "S-1",
                "S-1|SCREENING|REJECTED",
                "applicantId:S-2",
                "/applicantId:S-2",
                "sources.result/0/2",
                "key:S-3",
                "business:S-3|OFFER|PASSED",
                "header.tenant:east",
                "list.name:x\"y\\z",
                "/list/0/name:x\"y\\z",
                "plain",
                "n:1.10",
                "u:합격",
                "sl:a/b",
                "REJECTED",
                "S-4|TX",
                "nothing of the kind",
                "\"S-1\""
            })
    void giveTheSameEventsAndTheSameVerdicts(String asked) {
        var question = new QuestionParser().parse(asked, period, Filters.NONE);

        var answer = same(source -> {
            var found = new Inquiry(source).ask(question);
            return List.of(
                    found.events().stream()
                            .map(SourcesIntegrationTests::asItWasWritten)
                            .toList(),
                    found.verdicts().stream()
                            .map(verdict -> verdict.sentence(ZoneOffset.UTC))
                            .toList(),
                    found.ending(),
                    found.lives());
        });

        if (!asked.startsWith("nothing")) {
            assertThat((List<?>) answer.get(0)).isNotEmpty();
        }
    }

    @Test
    void giveTheDocumentsUnchanged() {
        var found = same(source -> source.find(new Search(
                        period,
                        List.of(Criterion.of(Place.COORDINATE, "sources.odd/1/0")),
                        Filters.NONE,
                        Search.LIMIT,
                        true)))
                .events();

        assertThat(found)
                .singleElement()
                .satisfies(event -> assertThat(asItWasWritten(event))
                        .contains("\"n\":1.10, \"u\":\"\\uD569\\uACA9\", \"e\":1e2, \"s\\u006c\":\"a\\/b\"")
                        .isIn(trail.documents()));
    }

    @Test
    void countAReplayedDeadLetterAndNotItsCopy() {
        var question = new QuestionParser().parse("S-3", period, Filters.NONE);

        var verdicts = same(source -> new Inquiry(source).ask(question).verdicts());

        assertThat(verdicts).singleElement().satisfies(verdict -> {
            assertThat(verdict.publishing()).isEqualTo(Publishing.PUBLISHED_N_TIMES);
            assertThat(verdict.publications()).hasSize(2);
            assertThat(verdict.copyCoordinates()).containsExactly("sources.result-dlt/0/20");
        });
    }

    @Test
    void giveTheSameTraffic() {
        var traffic = same(source -> source.traffic(period, Set.of("sources.result", "sources.odd")));

        assertThat(traffic)
                .extracting(flow -> flow.service() + " " + flow.group() + " " + flow.events() + " " + flow.failures())
                .containsExactly(
                        "sources-ats null 1 0",
                        "sources-ats null 9 0",
                        "sources-desk null 1 0",
                        "sources-jobda sources-jobda 11 1");
    }

    @Test
    void giveTheSameLivesWithTheSameGaps() {
        var lives = same(source -> source.lives(period, Set.of("sources-ats", "sources-jobda")));

        assertThat(lives)
                .extracting(life -> life.service() + " " + life.missing() + " " + life.stopped())
                .containsExactly("sources-ats 2 false", "sources-jobda 3 true");
    }

    @Test
    void giveTheSameRepeatedKeys() {
        var keys = same(source -> source.repeatedKeys(period, new Filters(null, "sources.result", null, Set.of()), 10));

        assertThat(keys.keys()).containsExactly("S-1|SCREENING|REJECTED", "S-2|SCREENING|REJECTED", "S-3|OFFER|PASSED");
        assertThat(same(source -> source.repeatedKeys(period, new Filters(null, "sources.result", null, Set.of()), 1))
                        .cut())
                .isTrue();
    }

    @Test
    void giveTheSameDuplicatesNotConsumedAndDeadLetters() {
        var ofTopic = new Filters(null, "sources.result", null, Set.of());

        var duplicates = same(
                source -> new Inquiry(source).duplicates(period, ofTopic, 10).verdicts());
        var notConsumed = same(
                source -> new Inquiry(source).notConsumed(period, ofTopic, 10).verdicts());
        var deadLetters = same(
                source -> new Inquiry(source).deadLetters(period, ofTopic, 10).events());

        assertThat(duplicates)
                .extracting(Verdict::businessKey)
                .containsExactly("S-1|SCREENING|REJECTED", "S-2|SCREENING|REJECTED", "S-3|OFFER|PASSED");
        assertThat(notConsumed).isEmpty();
        assertThat(deadLetters).extracting(TrailEvent::coordinate).containsExactly("sources.result/0/20");
    }

    @Test
    void sayWhenThereIsMore() {
        var found = same(source -> {
            var first = source.find(
                    new Search(period, List.of(), new Filters("sources-ats", null, null, Set.of()), 3, true));
            return List.of(first.events(), first.cut());
        });

        assertThat((List<?>) found.get(0)).hasSize(3);
        assertThat(found.get(1)).isEqualTo(true);
    }

    @Test
    void readMoreThanOnePage(EmbeddedAuditStack stack, AuditEvents events) throws Exception {
        var many = new TestTrail("pages", Instant.now().minus(Duration.ofHours(6)));
        for (var event = 0; event < 1_300; event++) {
            many.produced("pages-ats", TestTrail.id("p" + event), "pages/0/" + event);
        }
        many.send(stack.bootstrapServers(), "kafka-audit");
        events.await("{\"prefix\":{\"service.name\":\"pages-\"}}", 1_300, Duration.ofSeconds(60));
        var search = new Search(
                new Period(Instant.now().minus(Duration.ofHours(7)), Instant.now()),
                List.of(),
                new Filters("pages-ats", null, null, Set.of()),
                Search.LIMIT,
                true);

        assertThat(elasticsearch.find(search).events())
                .hasSize(1_300)
                .isEqualTo(topic.find(search).events());
    }

    @Test
    void sayWhatIsNotThere(EmbeddedAuditStack stack) {
        assertThatExceptionOfType(SourceException.class)
                .isThrownBy(() -> new TopicSource(stack.bootstrapServers(), "no-such-topic", Map.of(), Progress.NONE)
                        .traffic(period, Set.of()))
                .withMessageStartingWith("There is no topic no-such-topic at ");
        try (var source = new ElasticsearchSource(new ElasticsearchSettings(
                URI.create(stack.elasticsearchUrl()),
                "no-such-index-*",
                null,
                null,
                null,
                null,
                Duration.ofSeconds(5)))) {
            assertThatExceptionOfType(SourceException.class)
                    .isThrownBy(() -> source.lives(period, Set.of()))
                    .withMessageStartingWith("There is no index no-such-index-* at ");
            assertThatExceptionOfType(SourceException.class)
                    .isThrownBy(() -> source.find(new Search(period, List.of(), Filters.NONE, Search.LIMIT, true)))
                    .withMessageStartingWith("There is no index no-such-index-* at ");
        }
    }
}
