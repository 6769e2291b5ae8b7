package io.github.kafkaaudit.console.answer;

import io.github.kafkaaudit.console.source.Criterion;
import io.github.kafkaaudit.console.source.Filters;
import io.github.kafkaaudit.console.source.Period;
import java.util.List;

/**
 * A question about one message.
 *
 * @param text as it was asked
 * @param criteria of which one must hold
 * @param period when
 * @param filters what the events that are looked for must have; what belongs to them is found without
 */
public record Question(String text, List<Criterion> criteria, Period period, Filters filters) {

    /** Copies the list. */
    public Question {
        criteria = List.copyOf(criteria);
    }
}
