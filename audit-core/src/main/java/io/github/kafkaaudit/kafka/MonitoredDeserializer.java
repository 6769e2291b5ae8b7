package io.github.kafkaaudit.kafka;

import org.apache.kafka.common.metrics.Monitorable;
import org.apache.kafka.common.metrics.PluginMetrics;
import org.apache.kafka.common.serialization.Deserializer;

/**
 * Around a deserializer with metrics of its own. A class apart, because Kafka makes metrics for everything that can
 * take them, and because Kafka before 4.1 knows no such thing.
 *
 * @param <T> the type that is deserialized
 */
public final class MonitoredDeserializer<T> extends AuditingDeserializer<T> implements Monitorable {

    /** For Kafka. */
    public MonitoredDeserializer() {}

    private MonitoredDeserializer(Deserializer<T> delegate, boolean key) {
        super(delegate, key);
    }

    static <T> AuditingDeserializer<T> monitored(Deserializer<T> delegate, boolean key) {
        return new MonitoredDeserializer<>(delegate, key);
    }

    @Override
    public void withPluginMetrics(PluginMetrics metrics) {
        if (delegate() instanceof Monitorable monitorable) {
            monitorable.withPluginMetrics(new DelegateMetrics(metrics, getClass(), monitorable.getClass()));
        }
    }
}
