package io.github.kafkaaudit;

/**
 * What the application asked to be sent, where an interceptor changed it on its way.
 *
 * @param topic the topic that was asked for
 * @param headers the headers that were asked for
 */
public record RequestedRecord(String topic, HeaderSnapshot headers) {}
