package io.github.kafkaaudit.console.source;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What an event must have to be found: in one place, one of several values.
 *
 * @param place where
 * @param name the path in the payload or the name of the header, where the place asks for one
 * @param values any of them; exactly, upper and lower case told apart
 */
public record Criterion(Place place, @Nullable String name, Set<String> values) {

    /** Copies the values. */
    public Criterion {
        values = Set.copyOf(values);
    }

    /** Returns a criterion with one value. */
    public static Criterion of(Place place, String value) {
        return new Criterion(place, null, Set.of(value));
    }

    /** Returns a criterion with several values. */
    public static Criterion of(Place place, Set<String> values) {
        return new Criterion(place, null, values);
    }

    /** Where a value is looked for. */
    public enum Place {
        /** The business key. */
        BUSINESS_KEY,
        /** The first part of the business key. */
        BUSINESS_KEY_START,
        /** The id of the send. */
        MESSAGE_ID,
        /** The record's topic/partition/offset. */
        COORDINATE,
        /** The record's key. */
        KEY,
        /** A field of a JSON payload, by its path: names joined by dots, arrays left out. */
        PAYLOAD_FIELD,
        /** Any field of a JSON payload. */
        PAYLOAD_VALUE,
        /** A header, by its name. */
        HEADER,
        /** Any header. */
        HEADER_VALUE,
        /** The record that the record calls itself a copy of. */
        ORIGINAL,
        /** Where a given-up record went. */
        DEAD_LETTER,
        /** The transaction, where it ended. */
        TRANSACTION_END
    }
}
