package io.github.kafkaaudit.verdict;

import io.github.kafkaaudit.json.EventFields;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One send by the application, as the producing or, where that side is not audited, the consuming side has seen it.
 *
 * @param events what happened to it, in order; never empty
 * @param inheritedFrom where the record has its message id from, when that id belongs to a send with another coordinate
 * @param aborted whether it was part of a transaction that was aborted
 */
public record Publication(List<TrailEvent> events, @Nullable String inheritedFrom, boolean aborted) {

    private static final String NOT_KNOWN = "a service that is not audited";

    /** Copies the events. */
    public Publication {
        events = events.stream().sorted(TrailEvent.ORDER).toList();
    }

    /** Returns where the broker has put it: more than one place when one send was stored twice. */
    public List<String> coordinates() {
        return events.stream()
                .filter(event -> aborted || !event.is(Actions.PRODUCE_FAILED))
                .flatMap(event -> Stream.ofNullable(event.coordinate()))
                .distinct()
                .sorted(Coordinates.ORDER)
                .toList();
    }

    /** Returns when it was published, or first seen. */
    public Instant time() {
        return evidence().time();
    }

    /** Returns the event of the send, or the earliest trace of it. */
    public TrailEvent evidence() {
        return ofSend() != null ? ofSend() : events.get(0);
    }

    /** Returns the service that published it; null where only consumers have seen it, and they cannot tell. */
    public @Nullable String service() {
        var evidence = evidence();
        return evidence.isOfSend() ? evidence.service() : inheritedFrom == null ? evidence.origin() : null;
    }

    /** Returns the record that the headers call the original of this one, although it is no copy. */
    public @Nullable String claimedOriginal() {
        var evidence = evidence();
        return coordinates().contains(evidence.original()) ? null : evidence.original();
    }

    /** Returns the groups that saw the record although its transaction was aborted. */
    public List<String> groups() {
        return events.stream()
                .flatMap(event -> Stream.ofNullable(event.group()))
                .distinct()
                .sorted()
                .toList();
    }

    /** Whether anything but failures to send it is known. */
    boolean isPublished() {
        return !aborted && events.stream().anyMatch(event -> !event.is(Actions.PRODUCE_FAILED));
    }

    /** Whether nobody knows that the broker has it: the send says so, and no consumer has seen it. */
    boolean isUnconfirmed() {
        return events.stream()
                .noneMatch(event -> event.isOfSend() ? event.is(Actions.PRODUCED, "success") : event.group() != null);
    }

    /** Who has published it, and where that is known from. */
    String publisher() {
        var evidence = evidence();
        return evidence.isOfSend()
                ? evidence.service() + " (host " + Objects.requireNonNullElse(evidence.host(), "unknown")
                : Objects.requireNonNullElse(service(), NOT_KNOWN) + " (seen by " + evidence.service();
    }

    @Nullable String topic() {
        return evidence().topic();
    }

    @Nullable String businessKey() {
        return first(EventFields.DEDUP_KEY);
    }

    /** The first event that shows the payload, preferably that of the send. */
    TrailEvent withPayload() {
        return Stream.concat(Stream.of(evidence()), events.stream())
                .filter(event -> event.at(EventFields.PAYLOAD_FORMAT).isString()
                        && !Set.of("none", "hash", "unavailable")
                                .contains(event.at(EventFields.PAYLOAD_FORMAT).asString()))
                .findFirst()
                .orElse(evidence());
    }

    private @Nullable TrailEvent ofSend() {
        return events.stream()
                .filter(event -> event.is(Actions.PRODUCED))
                .findFirst()
                .or(() -> events.stream().filter(TrailEvent::isOfSend).findFirst())
                .orElse(null);
    }

    private @Nullable String first(String field) {
        return Stream.concat(Stream.of(evidence()), events.stream())
                .flatMap(event -> Stream.ofNullable(event.text(field)))
                .findFirst()
                .orElse(null);
    }
}
