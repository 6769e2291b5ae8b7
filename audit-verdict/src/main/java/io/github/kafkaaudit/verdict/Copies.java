package io.github.kafkaaudit.verdict;

import io.github.kafkaaudit.json.EventFields;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Knows which records are copies: those that a container made while it handled the failure of the very delivery that it
 * copied, for a retry topic or as a dead letter.
 *
 * <p>Headers are inherited by whatever an application sends on, so they prove nothing. A record is a copy when the
 * event of the failed delivery names it, or when the event of its own send says that it was made while a delivery was
 * being processed that failed and that it is a copy of.
 */
final class Copies {

    private final Map<String, String> sources = new HashMap<>();

    Copies(Collection<TrailEvent> events) {
        Set<String> failed = new HashSet<>();
        for (var event : events) {
            if (event.coordinate() == null) {
                continue;
            }
            if (Actions.FAILURES.contains(event.action())) {
                failed.add(event.coordinate() + " " + event.group());
            }
            if ((event.is(Actions.DEAD_LETTERED) || event.is(Actions.RETRY_SCHEDULED))
                    && event.deadLetter() != null
                    && !event.outcome().equals("failure")) {
                sources.putIfAbsent(event.deadLetter(), event.coordinate());
            }
        }
        for (var event : events) {
            var cause = event.text(EventFields.CAUSED_BY_COORDINATE);
            if (event.is(Actions.PRODUCED)
                    && event.coordinate() != null
                    && cause != null
                    && cause.equals(event.original())
                    && !Coordinates.topic(cause).equals(event.topic())
                    && failed.contains(cause + " " + event.text(EventFields.CAUSED_BY_GROUP))) {
                sources.putIfAbsent(event.coordinate(), cause);
            }
        }
    }

    boolean isCopy(@Nullable String coordinate) {
        return coordinate != null && sources.containsKey(coordinate);
    }

    /** The first record behind a copy of copies; the coordinate itself where it is none. */
    String original(String coordinate) {
        var original = coordinate;
        Set<String> seen = new HashSet<>();
        while (sources.containsKey(original) && seen.add(original)) {
            original = sources.get(original);
        }
        return original;
    }

    /** The copies that were made of a record, directly or of its copies. */
    List<String> copiesOf(String coordinate) {
        return sources.keySet().stream()
                .filter(copy -> original(copy).equals(coordinate))
                .sorted(Coordinates.ORDER)
                .toList();
    }

    /**
     * Whether an event of the consuming side says of its record that it is a copy, and nothing contradicts it: a record
     * cannot be a copy in its original's own topic.
     */
    static boolean isClaimed(TrailEvent event) {
        return !event.isOfSend()
                && event.original() != null
                && event.coordinate() != null
                && !Coordinates.topic(event.original()).equals(event.topic());
    }
}
