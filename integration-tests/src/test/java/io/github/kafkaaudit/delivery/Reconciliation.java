package io.github.kafkaaudit.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.kafkaaudit.embedded.AuditEvents;
import io.github.kafkaaudit.embedded.Completeness;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** Compares what a service recorded with the documents in Elasticsearch. */
final class Reconciliation {

    private static final Duration PATIENCE = Duration.ofMinutes(Boolean.getBoolean("soak") ? 20 : 2);
    private static final Duration RANGE = Duration.ofDays(2);

    private final AuditEvents events;
    private final String service;

    Reconciliation(AuditEvents events, String service) {
        this.events = events;
        this.service = service;
    }

    /** Waits for that many documents; all lives have ended, and everything they recorded is there, once. */
    void assertComplete(int lives, long documents) {
        awaitDocuments(documents);
        List<Completeness> answers = ask();
        assertThat(answers).hasSize(lives).allMatch(Completeness::isComplete);
        assertThat(answers).allMatch(answer -> answer.duplicates() == 0);
        assertThat(answers.stream().mapToLong(Completeness::events).sum()).isEqualTo(documents);
    }

    /** Waits for that many documents; exactly what is missing of the life, which has ended, was disclosed. */
    void assertDisclosed(String ephemeralId, long documents, long missing) {
        awaitDocuments(documents);
        assertThat(life(ephemeralId)).satisfies(answer -> {
            assertThat(answer.tailKnown()).isTrue();
            assertThat(answer.missing()).isEqualTo(missing);
            assertThat(answer.disclosed()).isEqualTo(missing);
            assertThat(answer.duplicates()).isZero();
        });
    }

    Completeness life(String ephemeralId) {
        return ask().stream()
                .filter(answer -> answer.ephemeralId().equals(ephemeralId))
                .findAny()
                .orElseThrow(() -> new AssertionError("no event of the life " + ephemeralId));
    }

    List<Completeness> ask() {
        return events.completeness(
                service, Instant.now().minus(RANGE), Instant.now().plus(RANGE));
    }

    void awaitDocuments(long count) {
        await().atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(500))
                .untilAsserted(() -> assertThat(events.count(Map.of("service.name", service)))
                        .isEqualTo(count));
    }
}
