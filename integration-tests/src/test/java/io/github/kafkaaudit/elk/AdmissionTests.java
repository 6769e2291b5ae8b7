package io.github.kafkaaudit.elk;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.kafkaaudit.embedded.IndexerDecisions;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The rules of {@code docs/admission.md}, held by Logstash's script and by the embedded indexer. */
class AdmissionTests {

    private static final String TOPIC = "kafka-audit";
    private static final Pattern SENTENCE = Pattern.compile("(?m)^\\| `([\\w-]+)` \\| (The [^|]+) \\|");
    private static final Pattern LIMIT = Pattern.compile("(?m)^\\| `(MAX_\\w+|EXCERPT_\\w+)` \\| ([\\d,]+) \\|");
    private static final LogstashScript LOGSTASH = new LogstashScript(
            "admit.rb",
            Map.of(
                    "index", "kafka-audit",
                    "quarantine", "kafka-audit-quarantine",
                    "from", "topic",
                    "retention_days", "30",
                    "ahead_hours", "24"));
    private static final IndexerDecisions INDEXER = new IndexerDecisions(AdmissionCases.NOW);

    static {
        LOGSTASH.now(AdmissionCases.NOW);
    }

    @AfterAll
    static void stop() {
        LOGSTASH.close();
        INDEXER.close();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void bothPutARecordIntoTheSamePlaceForTheSameReasonAndWithTheSameContent(AdmissionCase record) {
        var logstash = LOGSTASH.record(record.value(), TOPIC, 2, 17);
        var indexer = INDEXER.decide(record.value(), TOPIC, 2, 17);
        var indexed = Documents.exact(indexer.document());

        assertThat(logstash.cause()).as(logstash.reason()).isEqualTo(record.cause());
        assertThat(indexer.index()).isEqualTo(logstash.index());
        assertThat(indexer.id()).isEqualTo(logstash.id());
        assertThat(Documents.sorted(indexed)).isEqualTo(Documents.sorted(logstash.event()));
        if (record.cause().isEmpty()) {
            assertThat(logstash.index()).startsWith("kafka-audit-20");
        } else {
            assertThat(logstash.index()).isEqualTo("kafka-audit-quarantine");
            assertThat(logstash.id()).isEqualTo("kafka-audit-2-17");
            assertThat(logstash.original()).isEqualTo(record.value());
            assertThat(logstash.reason()).matches(sentences().get(record.cause()));
        }
    }

    @Test
    void theTableHasEnoughRecordsAndOneAtLeastForEverySentence() {
        List<String> reasons = new ArrayList<>();
        for (var record : AdmissionCases.all()) {
            reasons.add(LOGSTASH.record(record.value(), TOPIC, 2, 17).reason());
        }

        assertThat(reasons).hasSizeGreaterThanOrEqualTo(350);
        for (var sentence : everySentence()) {
            assertThat(reasons).as(sentence).anyMatch(reason -> reason.matches(sentence));
        }
    }

    @Test
    void theLimitsAreThoseOfTheDescription() {
        var limits = new LinkedHashMap<String, Integer>();
        LIMIT.matcher(description())
                .results()
                .forEach(row ->
                        limits.put(row.group(1), Integer.valueOf(row.group(2).replace(",", ""))));

        assertThat(limits).hasSize(6).containsEntry("MAX_DEPTH", 203);
        limits.forEach((name, value) -> {
            assertThat(LOGSTASH.constant(name).asInt()).as(name).isEqualTo(value);
            assertThat(IndexerDecisions.limit(name)).as(name).isEqualTo(value);
        });
    }

    @Test
    void theNamesAtTheRootAreThoseOfTheSchema() {
        assertThat(LOGSTASH.constant("ROOT_NAMES").valueStream().map(name -> name.asString()))
                .containsExactlyInAnyOrderElementsOf(IndexerDecisions.rootNames());
        assertThat(description()).contains(IndexerDecisions.rootNames());
    }

    private static List<AdmissionCase> cases() {
        return AdmissionCases.all();
    }

    private static Map<String, String> sentences() {
        Map<String, String> sentences = new LinkedHashMap<>();
        SENTENCE.matcher(description())
                .results()
                .forEach(
                        row -> sentences.merge(row.group(1), pattern(row.group(2)), (one, other) -> one + "|" + other));
        return sentences;
    }

    private static List<String> everySentence() {
        return SENTENCE.matcher(description())
                .results()
                .map(row -> pattern(row.group(2)))
                .toList();
    }

    private static String pattern(String sentence) {
        return "\\Q" + sentence.strip().replace("…", "\\E.+\\Q") + "\\E";
    }

    private static String description() {
        return Repository.text("docs/admission.md");
    }
}
