package io.github.kafkaaudit.kafka.delivery;

/** What is heard of a delivery: of the container, of the listener itself, of the consumer's own calls. */
enum Signal {
    /** Every interceptor of the application let the record pass. */
    REACHED_LISTENER("reaches the listener"),
    /** A filter discarded it. */
    DISCARDED("a filter discards it"),
    /** The listener's method threw, or the application says by itself that it failed. */
    LISTENER_THREW("the listener throws, or the application reports a failure"),
    /** The listener's method returned something that completes later. */
    RESULT_PENDING("the listener returns a result that is pending"),
    /** That completed normally. */
    RESULT_SUCCEEDED("the result succeeds"),
    /** That completed normally, but the application has reported a failure. */
    RESULT_SWALLOWED("the result succeeds after a reported failure"),
    /** That completed with an exception. */
    RESULT_THREW("the result fails"),
    /** The container reports success. */
    RETURNED("the container reports success"),
    /** The container reports a failure. */
    THREW("the container reports a failure"),
    /** The container reports the refusal of a commit as if the listener had failed. */
    COMMIT_REFUSED("the container reports a refused commit"),
    /** The container reports that a transaction did not take the offsets as if the listener had failed. */
    TRANSACTION_REFUSED("the container reports a refused transaction"),
    /** The container reports that key or value could not be deserialized. */
    NOT_READABLE("the container reports an unreadable record"),
    /** The container reports success, but the listener was given null in the place of what could not be read. */
    READ_AS_NULL("success with null in place of an unreadable record"),
    /** The container reports success, but what the listener did cannot be seen. */
    NOT_SEEN("success, and what the listener did cannot be seen"),
    /** The container reports that a record before it in the batch failed. */
    PASSED_OVER("a record before it in the batch failed"),
    /** The container reports that a record behind it in the batch failed, and takes this one for processed. */
    ASSUMED("a record behind it in the batch failed"),
    /** It was no hand-out: the record is not due yet. */
    NOT_DUE("the record is not due"),
    /** An offset that covers it is about to be committed, and waits for what is known of it to be safe. */
    COMMITTING("its commit is about to begin"),
    /** An offset that covers it was committed. */
    COMMITTED("its offset is committed"),
    /** An offset that covers it was to be committed, in vain. */
    COMMIT_FAILED("the commit of its offset fails"),
    /** The consumer went back to it or to a record before it. */
    SOUGHT_BACK("the consumer goes back"),
    /** The same, after its transaction was rolled back. */
    ROLLED_BACK("the consumer goes back after a rollback"),
    /** The container goes on: what returned and was not sent back was consumed. */
    SETTLED("the container goes on"),
    /** The same, for a listener that acknowledges by itself and has not acknowledged this record. */
    SETTLED_UNACKNOWLEDGED("the container goes on, without its acknowledgement"),
    /** A round ends, and the container has not reported. */
    FORGOTTEN("the round ends without a report"),
    /** The consumer polls, not paused: what the container wanted to hand out again without a poll it would have. */
    MOVED_ON("the consumer polls on"),
    /** The same record is handed out again. */
    HANDED_OUT_AGAIN("the record is handed out again"),
    /** A copy of it is sent while its failure is handled. */
    COPY_SENT("a copy is sent"),
    /** It has waited longer than is worth to wait. */
    WAITED_TOO_LONG("it has waited for a minute"),
    /** Its partition is taken away. */
    REVOKED("its partition is revoked"),
    /** Its consumer is closed. */
    CLOSED("the consumer is closed");

    private final String words;

    Signal(String words) {
        this.words = words;
    }

    String words() {
        return words;
    }
}
