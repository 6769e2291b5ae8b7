package io.github.kafkaaudit.console.source;

import java.util.List;

/**
 * A question for events.
 *
 * @param period when they happened
 * @param anyOf of which criteria one must hold; none asks for every event
 * @param filters what they all must have
 * @param limit how many at most: the earliest
 * @param withPayload whether their documents are needed unchanged, or the payload can be left out
 */
public record Search(Period period, List<Criterion> anyOf, Filters filters, int limit, boolean withPayload) {

    /** How many events one question finds at most where nothing else is said. */
    public static final int LIMIT = 2_000;

    /** How many characters the documents of one question have at most. */
    static final long MOST_CHARACTERS = 32_000_000;

    /** Copies the list. */
    public Search {
        anyOf = List.copyOf(anyOf);
    }
}
