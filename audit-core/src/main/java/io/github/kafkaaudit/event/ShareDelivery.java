package io.github.kafkaaudit.event;

import org.jspecify.annotations.Nullable;

/**
 * The delivery of a record to a share consumer (KIP-932).
 *
 * @param deliveryCount the broker's count of deliveries, or 0 if it is not known
 * @param acknowledgement {@code accept}, {@code release}, {@code reject}, {@code renew}, or null before it was given
 */
public record ShareDelivery(int deliveryCount, @Nullable String acknowledgement) {}
