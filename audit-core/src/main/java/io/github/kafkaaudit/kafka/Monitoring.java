package io.github.kafkaaudit.kafka;

import org.jspecify.annotations.Nullable;

/** Knows whether a (de)serializer wants metrics from Kafka (KIP-877), also where Kafka is too old to have any. */
final class Monitoring {

    private static final @Nullable Class<?> MONITORABLE = find();

    private Monitoring() {}

    static boolean isWantedBy(Class<?> type) {
        return MONITORABLE != null && MONITORABLE.isAssignableFrom(type);
    }

    private static @Nullable Class<?> find() {
        try {
            return Class.forName(
                    "org.apache.kafka.common.metrics.Monitorable", false, Monitoring.class.getClassLoader());
        } catch (ClassNotFoundException | LinkageError e) {
            return null;
        }
    }
}
