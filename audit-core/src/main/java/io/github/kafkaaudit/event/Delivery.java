package io.github.kafkaaudit.event;

/**
 * Which delivery of a record it was and what is remarkable about it.
 *
 * @param attempt the delivery attempt as far as this process saw, from 1, or 0 if it is not known
 * @param redelivered whether this process had been handed the record before
 * @param batchSize the number of records in the batch, or 0 if the listener takes single records
 * @param batchIndex the record's place in the batch from 0, or -1
 * @param uncommitted whether the record was processed but its offset was not committed
 * @param committedUnprocessed whether its offset was committed although it was not processed
 * @param errorSwallowed whether an error handler hid the listener's exception from the container
 */
public record Delivery(
        int attempt,
        boolean redelivered,
        int batchSize,
        int batchIndex,
        boolean uncommitted,
        boolean committedUnprocessed,
        boolean errorSwallowed) {

    /** A delivery of which nothing is known but that it happened. */
    public static final Delivery UNKNOWN = new Delivery(0, false, 0, -1, false, false, false);

    private static final Delivery FIRST = new Delivery(1, false, 0, -1, false, false, false);

    /**
     * Describes a plain attempt of a single record.
     *
     * @param attempt the attempt, from 1
     * @return the description; a record was redelivered when the attempt is above 1
     */
    public static Delivery attempt(int attempt) {
        return attempt == 1 ? FIRST : new Delivery(attempt, attempt > 1, 0, -1, false, false, false);
    }

    /**
     * Returns the same delivery as part of a batch.
     *
     * @param size the number of records in the batch
     * @param index the place in it, from 0
     * @return the description
     */
    public Delivery inBatch(int size, int index) {
        return new Delivery(attempt, redelivered, size, index, uncommitted, committedUnprocessed, errorSwallowed);
    }

    /**
     * Returns the same delivery, marked as processed without a commit.
     *
     * @return the description
     */
    public Delivery withoutCommit() {
        return new Delivery(attempt, redelivered, batchSize, batchIndex, true, committedUnprocessed, errorSwallowed);
    }

    /**
     * Returns the same delivery, marked as committed without having been processed.
     *
     * @return the description
     */
    public Delivery committedWithoutProcessing() {
        return new Delivery(attempt, redelivered, batchSize, batchIndex, uncommitted, true, errorSwallowed);
    }

    /**
     * Returns the same delivery, marked as one whose exception an error handler swallowed.
     *
     * @return the description
     */
    public Delivery withErrorSwallowed() {
        return new Delivery(attempt, redelivered, batchSize, batchIndex, uncommitted, committedUnprocessed, true);
    }
}
