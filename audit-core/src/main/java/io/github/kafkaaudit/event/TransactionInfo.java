package io.github.kafkaaudit.event;

import org.jspecify.annotations.Nullable;

/**
 * The transaction that an event belongs to.
 *
 * @param id this library's own id of the transaction
 * @param transactionalId the producer's {@code transactional.id}, or null if it is not known
 * @param outcome how the transaction ended
 * @param records how many records were sent in it, or -1 where that is not the event's subject
 */
public record TransactionInfo(String id, @Nullable String transactionalId, TransactionOutcome outcome, int records) {

    /** How a transaction ended. */
    public enum TransactionOutcome {
        /** Its records are published. */
        COMMITTED("committed"),
        /** Its records are not published; consumers that read uncommitted records may have seen them. */
        ABORTED("aborted"),
        /** The commit ended with an exception: nobody in this process can tell. */
        UNKNOWN("unknown"),
        /** The event had to be written before the transaction ended; the transaction's own event settles it. */
        PENDING("pending");

        private final String value;

        TransactionOutcome(String value) {
            this.value = value;
        }

        /**
         * Returns the name that {@code kafka_audit.transaction.outcome} carries.
         *
         * @return the name
         */
        public String value() {
            return value;
        }
    }
}
