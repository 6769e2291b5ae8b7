/**
 * How a delivery ends: one written table of states and signals, whoever hands the records out. A listener container, a
 * loop that polls, or another client's own callbacks feed a
 * {@link io.github.kafkaaudit.kafka.delivery.DeliverySession}.
 */
@NullMarked
package io.github.kafkaaudit.kafka.delivery;

import org.jspecify.annotations.NullMarked;
