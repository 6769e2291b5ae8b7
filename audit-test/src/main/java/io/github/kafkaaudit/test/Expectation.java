package io.github.kafkaaudit.test;

import java.util.List;

/** What is expected of the events recorded so far, knowing that more may come. */
@FunctionalInterface
interface Expectation {

    State of(List<RecordedEvent> events);

    /** Compares a number that can only grow with the one that is expected. */
    static State exactly(int expected, int found) {
        return found < expected ? State.NOT_YET : found == expected ? State.HOLDS : State.BROKEN_FOR_GOOD;
    }

    /** How an expectation stands. */
    enum State {
        NOT_YET,
        HOLDS,
        HOLDS_FOR_GOOD,
        BROKEN_FOR_GOOD
    }
}
