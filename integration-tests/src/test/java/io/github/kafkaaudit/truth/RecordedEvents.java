package io.github.kafkaaudit.truth;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.kafkaaudit.AuditSink;
import io.github.kafkaaudit.EncodedAuditEvent;
import io.github.kafkaaudit.json.EventDocument;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;
import org.awaitility.Awaitility;

/** The documents that an application's trail has written, kept in memory. */
final class RecordedEvents implements AuditSink {

    private static final Duration TIMEOUT = Duration.ofSeconds(20);

    private final List<AuditedEvent> events = new CopyOnWriteArrayList<>();

    @Override
    public CompletionStage<Void> write(List<EncodedAuditEvent> written) {
        events.addAll(written.stream()
                .map(event -> new AuditedEvent(EventDocument.of(event)))
                .toList());
        return CompletableFuture.completedFuture(null);
    }

    List<AuditedEvent> all() {
        return List.copyOf(events);
    }

    List<AuditedEvent> of(String action) {
        return matching(event -> event.action().equals(action));
    }

    List<AuditedEvent> matching(Predicate<AuditedEvent> which) {
        return events.stream().filter(which).toList();
    }

    /** The only event of an action. */
    AuditedEvent only(String action) {
        assertThat(of(action)).as(action).hasSize(1);
        return of(action).get(0);
    }

    /** What happened on the consuming side of a topic, in the order of the trail. */
    List<String> consumption(String topic) {
        return lines(topic, "consume");
    }

    /** What happened on the producing side of a topic, in the order of the trail. */
    List<String> production(String topic) {
        return lines(topic, "produce");
    }

    List<AuditedEvent> await(String action, int count) {
        return awaitMatching(event -> event.action().equals(action), count);
    }

    List<AuditedEvent> awaitMatching(Predicate<AuditedEvent> which, int count) {
        Awaitility.await()
                .atMost(TIMEOUT)
                .pollInterval(Duration.ofMillis(20))
                .untilAsserted(() -> assertThat(matching(which))
                        .as(() -> "of these: " + lines())
                        .hasSizeGreaterThanOrEqualTo(count));
        return matching(which);
    }

    private List<String> lines() {
        return events.stream()
                .map(event -> event.line() + (event.has("error.type") ? " " + event.text("error.message") : ""))
                .toList();
    }

    private List<String> lines(String topic, String direction) {
        return events.stream()
                .filter(event -> event.topic().equals(topic)
                        && event.text("kafka_audit.direction").equals(direction))
                .map(AuditedEvent::line)
                .toList();
    }
}
