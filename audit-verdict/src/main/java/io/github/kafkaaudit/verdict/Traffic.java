package io.github.kafkaaudit.verdict;

import org.jspecify.annotations.Nullable;

/**
 * How much one service has published to a topic, or one of its groups has read from it.
 *
 * @param service the service
 * @param topic the topic
 * @param group the consumer group; null on the producing side
 * @param events how many events there are
 * @param failures how many of them are failures
 */
public record Traffic(
        String service, String topic, @Nullable String group, long events, long failures) {

    /** Returns whether the service publishes here. */
    public boolean isProducing() {
        return group == null;
    }
}
