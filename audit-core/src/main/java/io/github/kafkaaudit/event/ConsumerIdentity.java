package io.github.kafkaaudit.event;

import org.jspecify.annotations.Nullable;

/**
 * Who received a record. One instance is shared by all events of a consumer.
 *
 * @param group the consumer group, or null if the consumer has none
 * @param clientId the client id, or null if it is not known
 * @param memberId the member id inside the group, or null if it is not known
 * @param listenerId the listener's id, or null if no listener container is involved
 */
public record ConsumerIdentity(
        @Nullable String group,
        @Nullable String clientId,
        @Nullable String memberId,
        @Nullable String listenerId) {}
