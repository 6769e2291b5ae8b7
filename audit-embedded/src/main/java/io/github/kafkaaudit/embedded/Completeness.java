package io.github.kafkaaudit.embedded;

import java.util.List;

/**
 * Whether the events of one life of a service's trail are all there, for a time range.
 *
 * <p>The sequence has no holes by itself, so a hole is a lost event. When it was lost is not known; a hole between two
 * events belongs to the range if either of them does.
 *
 * @param ephemeralId the life: {@code service.ephemeral_id}
 * @param events how many events there are, duplicates not counted
 * @param missing how many events are missing
 * @param holes the ranges of missing sequences
 * @param duplicates how many documents repeat the sequence of another one; never expected
 * @param disclosed how many events of this life its own {@code audit-gap} events report as lost, whenever that was
 * @param tailKnown whether it is known how the range ends: with {@code audit-stopped}, or with a later event of the
 *     life
 */
public record Completeness(
        String ephemeralId,
        long events,
        long missing,
        List<Hole> holes,
        long duplicates,
        long disclosed,
        boolean tailKnown) {

    /** Copies the list. */
    public Completeness {
        holes = List.copyOf(holes);
    }

    /** Returns whether nothing is missing, the end included. */
    public boolean isComplete() {
        return missing == 0 && tailKnown;
    }

    /** Returns the answer in words: complete, or how many are missing, or that the tail is unknown. */
    public String verdict() {
        if (isComplete()) {
            return "complete";
        }
        String found = missing == 0 ? "" : missing + " missing";
        String tail = tailKnown ? "" : "tail unknown";
        return found.isEmpty() || tail.isEmpty() ? found + tail : found + ", " + tail;
    }

    /**
     * A range of missing sequences.
     *
     * @param from the first
     * @param to the last
     */
    public record Hole(long from, long to) {

        /** Returns how many sequences are missing. */
        public long count() {
            return to - from + 1;
        }
    }
}
