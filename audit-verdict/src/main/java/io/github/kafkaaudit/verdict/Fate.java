package io.github.kafkaaudit.verdict;

/** How one consumer group's work on one record ended. */
public enum Fate {
    /** The listener returned normally, once. */
    CONSUMED_ONCE("consumed once"),
    /** The listener returned normally more than once: a rebalance, a restart or a failed commit. */
    REDELIVERED("REDELIVERED"),
    /** Given up after failures, and put aside. */
    DEAD_LETTERED("DEAD-LETTERED"),
    /** Handed to a retry topic, where its copy was consumed. */
    CONSUMED_FROM_RETRY("consumed from a retry topic"),
    /** Discarded by a filter. */
    FILTERED("filtered out"),
    /** Swallowed by an interceptor of the application. */
    SKIPPED("skipped"),
    /** Handed to a consumer whose processing cannot be observed. */
    DELIVERED("delivered"),
    /** None of these, and the grace period is over. */
    NOT_CONSUMED("NOT CONSUMED"),
    /** None of these is known, and the group's trail is incomplete: it may have been consumed. */
    NOT_KNOWN("NOT KNOWN TO BE CONSUMED"),
    /** None of these yet. */
    PENDING("not consumed yet");

    private final String words;

    Fate(String words) {
        this.words = words;
    }

    String words() {
        return words;
    }
}
