package io.github.kafkaaudit.verdict;

import java.time.Instant;

/**
 * Events of one life of a service's trail that are missing.
 *
 * @param service the service
 * @param trail the life: {@code service.ephemeral_id}
 * @param from the first missing sequence; 0 where only the end of the life is missing
 * @param to the last missing sequence; 0 where only the end of the life is missing
 * @param after the time of the last event before
 * @param before the time of the first event behind, or of what made the loss known
 */
public record TrailGap(String service, String trail, long from, long to, Instant after, Instant before) {

    /** Returns how many events are missing; 0 where the number is not known. */
    public long count() {
        return from == 0 ? 0 : to - from + 1;
    }

    /** Returns whether something that happened at or after a time may be missing here. */
    boolean reaches(Instant time) {
        return !before.isBefore(time);
    }
}
