package io.github.kafkaaudit.kafka.delivery;

import org.jspecify.annotations.Nullable;

/**
 * What follows from a signal.
 *
 * @param written the event that is written, or null
 * @param next the state from then on
 */
record Transition(@Nullable Written written, DeliveryState next) {}
