package io.github.kafkaaudit.console.source;

import java.time.Instant;

/**
 * A range of the events' own times.
 *
 * @param since its beginning, included
 * @param until its end, not included
 */
public record Period(Instant since, Instant until) {

    /**
     * Checks the order.
     *
     * @throws SourceException if the end is not behind the beginning
     */
    public Period {
        if (!since.isBefore(until)) {
            throw new SourceException(
                    SourceException.Kind.BAD_QUESTION,
                    "The time range ends (" + until + ") before it begins (" + since
                            + "): exchange --since and --until.");
        }
    }

    boolean contains(Instant time) {
        return !time.isBefore(since) && time.isBefore(until);
    }

    /** Returns the same end with another beginning. */
    public Period since(Instant other) {
        return new Period(other, until);
    }
}
