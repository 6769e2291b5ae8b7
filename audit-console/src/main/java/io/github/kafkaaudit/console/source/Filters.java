package io.github.kafkaaudit.console.source;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What every event that is found must have.
 *
 * @param service the service that wrote it; null for any
 * @param topic the topic; null for any
 * @param group the consumer group; null for any
 * @param actions the actions; empty for all
 */
public record Filters(
        @Nullable String service,
        @Nullable String topic,
        @Nullable String group,
        Set<String> actions) {

    /** Lets every event pass. */
    public static final Filters NONE = new Filters(null, null, null, Set.of());

    /** Copies the actions. */
    public Filters {
        actions = Set.copyOf(actions);
    }

    /** Returns filters for these actions alone. */
    public static Filters actions(String... actions) {
        return new Filters(null, null, null, Set.of(actions));
    }

    /** Returns these filters with these actions. */
    public Filters withActions(String... others) {
        return new Filters(service, topic, group, Set.of(others));
    }
}
