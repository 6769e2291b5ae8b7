package io.github.kafkaaudit.event;

/**
 * How often the same thing happened, where one event stands for many.
 *
 * @param count how often, at least 2
 * @param first when it happened first, in milliseconds since the epoch
 * @param last when it happened last, in milliseconds since the epoch
 */
public record Repeat(long count, long first, long last) {}
