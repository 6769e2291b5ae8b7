package io.github.kafkaaudit.policy;

import io.github.kafkaaudit.event.RecordSnapshot;
import org.jspecify.annotations.Nullable;

/**
 * Finds the business key of a record: what the application would call the same message, however often it is published.
 *
 * <p><b>Threading</b>: called on the audit thread, and while that cannot keep up also on the threads that record,
 * several at a time. <b>Failure</b>: an exception is counted and leaves the event without a business key.
 */
@FunctionalInterface
public interface BusinessKeyExtractor {

    /**
     * Returns the record's business key.
     *
     * @param record the record as captured
     * @return the key, or null if it has none
     */
    @Nullable String extract(RecordSnapshot record);
}
