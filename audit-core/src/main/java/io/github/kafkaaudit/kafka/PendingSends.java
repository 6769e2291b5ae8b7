package io.github.kafkaaudit.kafka;

/**
 * The sends that are neither acknowledged nor failed at this moment.
 *
 * @param count how many
 * @param oldest when the oldest of them began, in milliseconds since the epoch, or -1 if there are none
 */
public record PendingSends(long count, long oldest) {}
