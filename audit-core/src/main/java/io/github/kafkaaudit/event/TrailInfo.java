package io.github.kafkaaudit.event;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What an event of the trail itself reports.
 *
 * @param gap the lost events, or null
 * @param lastSequence the last sequence of the life that ended, or -1
 * @param coverage what is audited, what is not and why, and the settings in force; may be empty
 */
public record TrailInfo(@Nullable Gap gap, long lastSequence, Map<String, String> coverage) {

    /** Copies the map. */
    public TrailInfo {
        coverage = Map.copyOf(coverage);
    }
}
