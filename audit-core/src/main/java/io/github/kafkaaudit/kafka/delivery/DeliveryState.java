package io.github.kafkaaudit.kafka.delivery;

/** What is known of one delivery of one record; {@link DeliveryRules} says what follows from which signal. */
enum DeliveryState {
    /** Handed to the interceptors in front of the listener. */
    HANDED_OUT("handed out"),
    /** Every interceptor let it pass: the listener has it. */
    AT_LISTENER("at the listener"),
    /** A filter in front of the listener discarded it; the container has not reported yet. */
    FILTERED("filtered"),
    /** The listener failed, as seen nearer to it than the container is; the container has not reported yet. */
    LISTENER_FAILED("listener failed"),
    /** The listener returned something that completes later. */
    AWAITING_RESULT("awaiting the result"),
    /** The same, and its offset was committed meanwhile. */
    COMMITTED_AWAITING_RESULT("committed, awaiting the result"),
    /** What the listener returned has failed; whether its offset was committed all the same is still to come. */
    RESULT_FAILED("result failed"),
    /** The container reported success: it was consumed, unless it is sent back. */
    RETURNED("returned"),
    /** Processed by a listener that acknowledges by itself and has not done so. */
    AWAITING_ACKNOWLEDGEMENT("awaiting the acknowledgement"),
    /** Its failure is written; the container handles it. */
    FAILED("failed"),
    /** Failed, and its offset was committed: it was given up, unless it comes again. */
    COMMITTED_FAILURE("failed and committed"),
    /** Failed, and the container went back to hand it out again. */
    RETRYING("failed, to be tried again"),
    /** Failed, and a copy of it was sent to a retry topic or a dead-letter topic. */
    COPIED("failed and copied"),
    /** Nothing more is to come. */
    ENDED("ended");

    private final String words;

    DeliveryState(String words) {
        this.words = words;
    }

    /** Whether the container still has to report how it went. */
    boolean isOpen() {
        return this == HANDED_OUT || this == AT_LISTENER || this == FILTERED || this == LISTENER_FAILED;
    }

    /** Whether its failure may be what the container handles at the moment. */
    boolean isFailure() {
        return this == LISTENER_FAILED
                || this == FAILED
                || this == COMMITTED_FAILURE
                || this == RETRYING
                || this == COPIED
                || this == RESULT_FAILED;
    }

    String words() {
        return words;
    }
}
