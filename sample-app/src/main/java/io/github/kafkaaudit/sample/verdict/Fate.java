package io.github.kafkaaudit.sample.verdict;

/** How one consumer group's work on one record ended. */
public enum Fate {
    /** The listener returned normally, once. */
    CONSUMED_ONCE("consumed once"),
    /** The listener returned normally more than once: a rebalance, a restart or a failed commit. */
    REDELIVERED("REDELIVERED"),
    /** Given up after failures, and put aside. */
    DEAD_LETTERED("DEAD-LETTERED"),
    /** Discarded by a filter. */
    FILTERED("filtered out"),
    /** Swallowed by an interceptor of the application. */
    SKIPPED("skipped"),
    /** None of these, and the grace period is over. */
    NOT_CONSUMED("NOT CONSUMED"),
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
