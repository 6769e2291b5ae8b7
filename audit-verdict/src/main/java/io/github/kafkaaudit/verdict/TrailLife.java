package io.github.kafkaaudit.verdict;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One life of a service's trail, as far as the events of a time range show it. The sequence has no holes by itself, so
 * a hole is a loss.
 *
 * @param service the service
 * @param trail the life: {@code service.ephemeral_id}
 * @param host its host
 * @param firstSequence the sequence of its first event in the range: above 1, the life began before
 * @param lastSequence the sequence of its last event in the range
 * @param first the time of the first
 * @param last the time of the last
 * @param events how many events there are
 * @param gaps what is missing between them, or reported as lost
 * @param stopped whether the last one is {@code audit-stopped}: otherwise it goes on, or ended without a word
 */
public record TrailLife(
        String service,
        String trail,
        @Nullable String host,
        long firstSequence,
        long lastSequence,
        Instant first,
        Instant last,
        long events,
        List<TrailGap> gaps,
        boolean stopped) {

    /** Copies the list. */
    public TrailLife {
        gaps = List.copyOf(gaps);
    }

    /** Returns how many events are known to be missing. */
    public long missing() {
        return gaps.stream().mapToLong(TrailGap::count).sum();
    }

    /** Returns whether nothing is known to be missing. */
    public boolean isWithoutGap() {
        return gaps.isEmpty();
    }
}
