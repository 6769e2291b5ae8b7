package io.github.kafkaaudit.event;

import org.jspecify.annotations.Nullable;

/**
 * One thing that happened to one record, to an offset, to a transaction, or to the trail itself.
 *
 * <p>It holds references, not text: digests, masking and encoding happen later, on the audit thread. The fields of the
 * written document that follow from others (message id and origin from the headers, the original of a dead-letter copy,
 * the trace) are derived there as well.
 *
 * @param sequence the place in the trail, from 1, without holes
 * @param timestamp when the outcome was known, in milliseconds since the epoch
 * @param action what happened
 * @param outcome how it ended
 * @param reason one short sentence where the action needs one, or null
 * @param start when the send or the hand-out began, in milliseconds since the epoch, or -1
 * @param duration how long it took in nanoseconds, or -1
 * @param thread the name of the thread on which it happened
 * @param record the record, or null if the event is not about one; for a commit: topic and partition only
 * @param messageId the message id given by this send, or null: then a header of the record may carry one
 * @param clientId the producer's client id, or null
 * @param consumer who received the record, or null on the producing side
 * @param delivery which delivery it was, or null on the producing side
 * @param transaction the transaction it belongs to, or null
 * @param causedBy the record that was being processed meanwhile, or null
 * @param error the exception, as the application saw it, or null
 * @param requested what was asked to be sent, where it differs from what was sent, or null
 * @param repeat how often it happened, where the event stands for many, or null
 * @param share the share consumer's delivery, or null
 * @param commit the commit, or null
 * @param deadLetterCoordinate where a given-up record went, or null
 * @param trail what an event of the trail itself reports, or null
 * @param original on a send that is a retry or dead-letter copy: the first record of the chain, or null
 */
public record AuditEvent(
        long sequence,
        long timestamp,
        AuditAction action,
        Outcome outcome,
        @Nullable String reason,
        long start,
        long duration,
        String thread,
        @Nullable RecordSnapshot record,
        @Nullable String messageId,
        @Nullable String clientId,
        @Nullable ConsumerIdentity consumer,
        @Nullable Delivery delivery,
        @Nullable TransactionInfo transaction,
        @Nullable CausedBy causedBy,
        @Nullable Throwable error,
        @Nullable RequestedRecord requested,
        @Nullable Repeat repeat,
        @Nullable ShareDelivery share,
        @Nullable OffsetCommit commit,
        @Nullable String deadLetterCoordinate,
        @Nullable TrailInfo trail,
        @Nullable Coordinate original) {

    /**
     * Starts an event.
     *
     * @param action what happened
     * @return a builder with the action's usual outcome and the current thread's name
     */
    public static Builder of(AuditAction action) {
        return new Builder(action);
    }

    /**
     * Collects what is known of an event until its outcome is.
     *
     * <p><b>Threading</b>: used by one thread at a time; handing it over needs a happens-before edge.
     */
    public static final class Builder extends Recordable {

        private AuditAction action;
        private long start = -1;
        private long duration = -1;
        private String thread = Thread.currentThread().getName();
        private @Nullable RecordSnapshot record;
        private @Nullable String clientId;
        private @Nullable ConsumerIdentity consumer;
        private @Nullable Delivery delivery;
        private EventDetails details = EventDetails.NONE;

        private Builder(AuditAction action) {
            this.action = action;
        }

        /**
         * Changes the action, and the outcome to the usual one of it.
         *
         * @param action what happened
         * @return this
         */
        public Builder action(AuditAction action) {
            this.action = action;
            details = details.outcome(null);
            return this;
        }

        /**
         * Sets how it ended.
         *
         * @param outcome how it ended
         * @return this
         */
        public Builder outcome(Outcome outcome) {
            details = details.outcome(outcome);
            return this;
        }

        /**
         * Sets one short sentence.
         *
         * @param reason one short sentence
         * @return this
         */
        public Builder reason(@Nullable String reason) {
            details = details.reason(reason);
            return this;
        }

        /**
         * Sets when the send or the hand-out began, in milliseconds since the epoch.
         *
         * @param start when the send or the hand-out began, in milliseconds since the epoch
         * @return this
         */
        public Builder start(long start) {
            this.start = start;
            return this;
        }

        /**
         * Sets how long it took, in nanoseconds.
         *
         * @param duration how long it took, in nanoseconds
         * @return this
         */
        public Builder duration(long duration) {
            this.duration = duration;
            return this;
        }

        /**
         * Sets the name of the thread on which it happened.
         *
         * @param thread the name of the thread on which it happened
         * @return this
         */
        public Builder thread(String thread) {
            this.thread = thread;
            return this;
        }

        /**
         * Sets the record.
         *
         * @param record the record
         * @return this
         */
        public Builder record(@Nullable RecordSnapshot record) {
            this.record = record;
            return this;
        }

        /**
         * Sets the message id given by this send.
         *
         * @param messageId the message id given by this send
         * @return this
         */
        public Builder messageId(@Nullable String messageId) {
            details = details.messageId(messageId);
            return this;
        }

        /**
         * Sets the producer's client id.
         *
         * @param clientId the producer's client id
         * @return this
         */
        public Builder clientId(@Nullable String clientId) {
            this.clientId = clientId;
            return this;
        }

        /**
         * Sets who received the record.
         *
         * @param consumer who received the record
         * @return this
         */
        public Builder consumer(@Nullable ConsumerIdentity consumer) {
            this.consumer = consumer;
            return this;
        }

        /**
         * Sets which delivery it was.
         *
         * @param delivery which delivery it was
         * @return this
         */
        public Builder delivery(@Nullable Delivery delivery) {
            this.delivery = delivery;
            return this;
        }

        /**
         * Sets the transaction it belongs to.
         *
         * @param transaction the transaction it belongs to
         * @return this
         */
        public Builder transaction(@Nullable TransactionInfo transaction) {
            details = details.transaction(transaction);
            return this;
        }

        /**
         * Sets the record that was being processed meanwhile.
         *
         * @param causedBy the record that was being processed meanwhile
         * @return this
         */
        public Builder causedBy(@Nullable CausedBy causedBy) {
            details = details.causedBy(causedBy);
            return this;
        }

        /**
         * Sets the exception.
         *
         * @param error the exception
         * @return this
         */
        public Builder error(@Nullable Throwable error) {
            details = details.error(error);
            return this;
        }

        /**
         * Sets what was asked to be sent.
         *
         * @param requested what was asked to be sent
         * @return this
         */
        public Builder requested(@Nullable RequestedRecord requested) {
            details = details.requested(requested);
            return this;
        }

        /**
         * Sets how often it happened.
         *
         * @param repeat how often it happened
         * @return this
         */
        public Builder repeat(@Nullable Repeat repeat) {
            details = details.repeat(repeat);
            return this;
        }

        /**
         * Sets the share consumer's delivery.
         *
         * @param share the share consumer's delivery
         * @return this
         */
        public Builder share(@Nullable ShareDelivery share) {
            details = details.share(share);
            return this;
        }

        /**
         * Sets the commit.
         *
         * @param commit the commit
         * @return this
         */
        public Builder commit(@Nullable OffsetCommit commit) {
            details = details.commit(commit);
            return this;
        }

        /**
         * Sets where a given-up record went.
         *
         * @param deadLetterCoordinate where a given-up record went
         * @return this
         */
        public Builder deadLetterCoordinate(@Nullable String deadLetterCoordinate) {
            details = details.deadLetterCoordinate(deadLetterCoordinate);
            return this;
        }

        /**
         * Marks a send as a retry or dead-letter copy.
         *
         * @param original the first record of the chain
         * @return this
         */
        public Builder original(@Nullable Coordinate original) {
            details = details.original(original);
            return this;
        }

        /**
         * Sets what an event of the trail itself reports.
         *
         * @param trail what an event of the trail itself reports
         * @return this
         */
        public Builder trail(@Nullable TrailInfo trail) {
            details = details.trail(trail);
            return this;
        }

        /**
         * Returns the record as set so far.
         *
         * @return the record, or null
         */
        public @Nullable RecordSnapshot record() {
            return record;
        }

        /**
         * Finishes the event.
         *
         * @param sequence the place in the trail
         * @param timestamp when the outcome was known, in milliseconds since the epoch
         * @return the event
         */
        public AuditEvent build(long sequence, long timestamp) {
            return new AuditEvent(
                    sequence,
                    timestamp,
                    action,
                    outcome(),
                    details.reason,
                    start,
                    duration,
                    thread,
                    record,
                    details.messageId,
                    clientId,
                    consumer,
                    delivery,
                    details.transaction,
                    details.causedBy,
                    details.error,
                    details.requested,
                    details.repeat,
                    details.share,
                    details.commit,
                    details.deadLetterCoordinate,
                    details.trail,
                    details.original);
        }

        @Override
        Builder describe() {
            return this;
        }

        @Override
        public @Nullable String recordedTopic() {
            return record == null ? null : record.topic();
        }

        @Override
        public int kept() {
            return record == null ? 0 : record.kept();
        }

        @Override
        public boolean isReserved() {
            return record == null || outcome() == Outcome.FAILURE;
        }

        private Outcome outcome() {
            Outcome known = details.outcome;
            return known == null ? action.outcome() : known;
        }
    }
}
