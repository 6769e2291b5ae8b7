package io.github.kafkaaudit.sample.verdict;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One send by the application, as the producing or, where that side is not audited, the consuming side has seen it.
 *
 * @param events what happened to it, in order; never empty
 */
public record Publication(List<TrailEvent> events) {

    private static final String PRODUCED = "message-produced";
    private static final String FAILED = "message-produce-failed";

    /** Copies the events. */
    public Publication {
        events = events.stream().sorted(TrailEvent.ORDER).toList();
    }

    /** Returns where the broker has put it: more than one place when one send was stored twice. */
    public List<String> coordinates() {
        return events.stream()
                .filter(event -> !event.is(FAILED))
                .flatMap(event -> Stream.ofNullable(event.coordinate()))
                .distinct()
                .sorted(Coordinates.ORDER)
                .toList();
    }

    Instant time() {
        return evidence().time();
    }

    /** Whether anything but failures to send it is known. */
    boolean isPublished() {
        return events.stream().anyMatch(event -> !event.is(FAILED));
    }

    /** Whether nobody knows that the broker has it: the send says so, and no consumer has seen it. */
    boolean isUnconfirmed() {
        return events.stream()
                .noneMatch(event -> event.is(PRODUCED) ? event.outcome().equals("success") : !event.is(FAILED));
    }

    /** Who has published it, and where that is known from. */
    String publisher() {
        var evidence = evidence();
        return evidence.is(PRODUCED)
                ? evidence.service() + " (host " + Objects.requireNonNullElse(evidence.host(), "unknown")
                : Objects.requireNonNullElse(evidence.origin(), "a service that is not audited") + " (seen by "
                        + evidence.service();
    }

    @Nullable String businessKey() {
        return events.stream()
                .map(TrailEvent::businessKey)
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(null);
    }

    /** The event of the send, or the earliest trace of it. */
    TrailEvent evidence() {
        return events.stream().filter(event -> event.is(PRODUCED)).findFirst().orElse(events.get(0));
    }
}
