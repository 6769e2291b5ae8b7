package io.github.kafkaaudit.sample.verdict;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a verdict has to know beside a message's own events: silence says something only about who should have spoken.
 *
 * @param groups by topic: the consumer groups with any event on it in the last seven days
 * @param now the time of the verdict
 * @param grace how long a group may take
 */
public record Circumstances(Map<String, Set<String>> groups, Instant now, Duration grace) {

    /** How long a group may take where nothing else is said. */
    public static final Duration GRACE = Duration.ofMinutes(10);

    /** Copies the groups. */
    public Circumstances {
        groups = Map.copyOf(groups);
    }

    Set<String> groups(@Nullable String topic) {
        return topic == null ? Set.of() : groups.getOrDefault(topic, Set.of());
    }

    boolean isOverdue(Instant published) {
        return published.plus(grace).isBefore(now);
    }
}
