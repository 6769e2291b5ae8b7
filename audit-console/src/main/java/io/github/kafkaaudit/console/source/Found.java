package io.github.kafkaaudit.console.source;

import io.github.kafkaaudit.verdict.TrailEvent;
import java.util.List;

/**
 * What a source has found.
 *
 * @param events the events, in order, each once
 * @param cut whether there are more
 * @param remarks sentences about what could not be read
 */
public record Found(List<TrailEvent> events, boolean cut, List<String> remarks) {

    /** Copies the lists. */
    public Found {
        events = List.copyOf(events);
        remarks = List.copyOf(remarks);
    }
}
