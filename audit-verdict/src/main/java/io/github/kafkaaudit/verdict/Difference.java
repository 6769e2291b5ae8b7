package io.github.kafkaaudit.verdict;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One place in which the publications of one message differ, or in which nobody can tell.
 *
 * @param place a JSON pointer into the payload, or {@code key}, {@code payload} or {@code header NAME}
 * @param values the value in each publication, in their order; null where it is absent
 * @param isComparable whether the values can be compared; masked ones only by HMACs of one secret
 */
public record Difference(String place, List<@Nullable String> values, boolean isComparable) {

    /** Copies the list. */
    public Difference {
        values = Collections.unmodifiableList(new ArrayList<>(values));
    }
}
