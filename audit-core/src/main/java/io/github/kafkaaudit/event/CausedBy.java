package io.github.kafkaaudit.event;

import org.jspecify.annotations.Nullable;

/**
 * The record that was being processed when another one was sent.
 *
 * @param coordinate its {@code topic/partition/offset}, or null if it is not known
 * @param group the consumer group that processed it, or null if it is not known
 * @param messageId its message id, or null if it carried none
 */
public record CausedBy(
        @Nullable String coordinate,
        @Nullable String group,
        @Nullable String messageId) {}
