package io.github.kafkaaudit.event;

import org.jspecify.annotations.Nullable;

/**
 * What the application asked to be sent, where an interceptor changed it on its way.
 *
 * @param topic the topic that was asked for
 * @param headers the headers that were asked for
 * @param hash the digest of the value that was asked for, or null if the value is the same or its bytes never existed
 */
public record RequestedRecord(
        String topic, HeaderSnapshot headers, @Nullable String hash) {}
