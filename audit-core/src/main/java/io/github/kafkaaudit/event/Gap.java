package io.github.kafkaaudit.event;

import org.jspecify.annotations.Nullable;

/**
 * Events that were lost inside the process.
 *
 * @param count how many
 * @param from the first lost sequence
 * @param to the last lost sequence; the range also holds events that were not lost when it is longer than the count
 * @param since when the first was lost, in milliseconds since the epoch
 * @param ephemeralId the life that the sequences belong to, or null for the one that reports the gap
 */
public record Gap(
        long count,
        long from,
        long to,
        long since,
        @Nullable String ephemeralId) {

    /**
     * Describes lost events of the life that reports them.
     *
     * @param count how many
     * @param from the first lost sequence
     * @param to the last lost sequence
     * @param since when the first was lost, in milliseconds since the epoch
     */
    public Gap(long count, long from, long to, long since) {
        this(count, from, to, since, null);
    }

    /**
     * Returns the same gap as one of another life.
     *
     * @param otherLife the ephemeral id of that life
     * @return the gap
     */
    public Gap of(String otherLife) {
        return new Gap(count, from, to, since, otherLife);
    }
}
