package io.github.kafkaaudit.verdict;

import io.github.kafkaaudit.json.EventFields;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Finds out which events belong to the same send. The producing side knows the id and the coordinate of its sends; the
 * id that a consumer reads from a record's headers is believed as far as that agrees.
 */
final class Sends {

    private final Map<String, List<TrailEvent>> sends = new LinkedHashMap<>();
    private final Map<String, List<String>> sendsAtPlace = new LinkedHashMap<>();
    private final Map<String, String> inherited = new LinkedHashMap<>();
    private final Map<String, TrailEvent> owners = new HashMap<>();
    private final Set<String> aborted = new HashSet<>();

    private Sends() {}

    /**
     * Puts events together.
     *
     * @param messageEvents the events about records that are no copies
     * @param all these, those about copies, and those about transactions
     */
    static List<Publication> of(Collection<TrailEvent> messageEvents, Collection<TrailEvent> all) {
        var sends = new Sends();
        for (var event : all) {
            if (event.is(Actions.TRANSACTION_ABORTED, "failure") && event.transaction() != null) {
                sends.aborted.add(event.transaction());
            }
            if (event.isOfSend() && event.messageId() != null && event.coordinate() != null) {
                sends.owners.putIfAbsent(event.messageId(), event);
            }
        }
        for (var event : messageEvents) {
            if (event.isOfSend()) {
                sends.addSend(event);
            }
        }
        for (var event : messageEvents) {
            // A send that is not known to have ended is neither a publication nor the trace of one.
            if (!event.isOfSend() && !event.is(Actions.PRODUCE_PENDING)) {
                sends.addDelivery(event);
            }
        }
        List<Publication> publications = new ArrayList<>();
        sends.sends.forEach((send, events) ->
                publications.add(new Publication(events, sends.inherited.get(send), sends.isAborted(events))));
        return publications;
    }

    private void addSend(TrailEvent event) {
        var place = place(event);
        var send =
                event.messageId() != null ? event.messageId() : place != null ? "at " + place : "event " + event.id();
        sends.computeIfAbsent(send, id -> new ArrayList<>()).add(event);
        if (place != null) {
            var there = sendsAtPlace.computeIfAbsent(place, coordinate -> new ArrayList<>());
            if (!there.contains(send)) {
                there.add(send);
            }
        }
    }

    private void addDelivery(TrailEvent event) {
        var place = place(event);
        if (place == null) {
            return;
        }
        var send = sendAt(place, event);
        sends.computeIfAbsent(send, id -> new ArrayList<>()).add(event);
        sendsAtPlace.computeIfAbsent(place, coordinate -> new ArrayList<>()).add(send);
    }

    private String sendAt(String place, TrailEvent event) {
        var there = sendsAtPlace.getOrDefault(place, List.of());
        var id = event.messageId();
        if (!there.isEmpty()) {
            // Several sends at one coordinate: the topic was made anew.
            return id != null && there.contains(id) ? id : last(there, event);
        }
        if (id == null) {
            return "at " + place;
        }
        var other = owner(id);
        if (other == null || isSameRecord(other, event)) {
            return id;
        }
        inherited.put("at " + place, String.valueOf(other.coordinate()));
        return "at " + place;
    }

    /** The send with an id, or the first record that was seen with it; null where neither has a place. */
    private @Nullable TrailEvent owner(String id) {
        var owner = owners.get(id);
        return owner != null
                ? owner
                : sends.getOrDefault(id, List.of()).stream()
                        .filter(event -> event.coordinate() != null)
                        .findFirst()
                        .orElse(null);
    }

    private String last(List<String> candidates, TrailEvent event) {
        var best = candidates.get(0);
        for (var candidate : candidates) {
            var events = sends.getOrDefault(candidate, List.of());
            if (!events.isEmpty() && !events.get(0).start().isAfter(event.time())) {
                best = candidate;
            }
        }
        return best;
    }

    /**
     * Whether a record at another place is the same send, stored twice: by a producer that sent its batch again, or by
     * a mirror. Both keep the bytes and the record's timestamp; who sends a record anew makes a new timestamp.
     */
    private static boolean isSameRecord(TrailEvent other, TrailEvent event) {
        if (!Objects.equals(other.payloadHash(), event.payloadHash()) && comparable(other, event)) {
            return false;
        }
        var sent = other.text(EventFields.RECORD_TIMESTAMP);
        var seen = event.text(EventFields.RECORD_TIMESTAMP);
        if (sent != null && seen != null && !isLogAppendTime(other) && !isLogAppendTime(event)) {
            return sent.equals(seen);
        }
        // Without timestamps only a neighbour in the same partition looks like a batch that was sent again.
        return Coordinates.partition(Objects.requireNonNull(other.coordinate()))
                        .equals(Coordinates.partition(Objects.requireNonNull(event.coordinate())))
                && Math.abs(Coordinates.offset(other.coordinate()) - Coordinates.offset(event.coordinate())) == 1;
    }

    private static boolean isLogAppendTime(TrailEvent event) {
        return "LogAppendTime".equals(event.text(EventFields.RECORD_TIMESTAMP_TYPE));
    }

    /** Digests say something about each other only when they were made in the same way. */
    private static boolean comparable(TrailEvent one, TrailEvent other) {
        return one.payloadHash() != null
                && other.payloadHash() != null
                && Objects.equals(algorithm(one.payloadHash()), algorithm(other.payloadHash()));
    }

    private static String algorithm(String hash) {
        var colon = hash.lastIndexOf(':');
        return colon < 0 ? "" : hash.substring(0, colon);
    }

    private boolean isAborted(List<TrailEvent> events) {
        return events.stream()
                .filter(TrailEvent::isOfSend)
                .anyMatch(event -> "aborted".equals(event.text(EventFields.TRANSACTION_OUTCOME))
                        || (event.transaction() != null && aborted.contains(event.transaction())));
    }

    /** Two clusters may have the same coordinates. */
    private static @Nullable String place(TrailEvent event) {
        var coordinate = event.coordinate();
        var cluster = event.text(EventFields.MESSAGING_KAFKA_CLUSTER_ID);
        return coordinate == null || cluster == null ? coordinate : cluster + " " + coordinate;
    }
}
