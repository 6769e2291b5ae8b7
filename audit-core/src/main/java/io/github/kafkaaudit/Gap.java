package io.github.kafkaaudit;

/**
 * Events that were lost inside the process.
 *
 * @param count how many
 * @param from the first lost sequence
 * @param to the last lost sequence; the range also holds events that were not lost when it is longer than the count
 * @param since when the first was lost, in milliseconds since the epoch
 */
public record Gap(long count, long from, long to, long since) {}
