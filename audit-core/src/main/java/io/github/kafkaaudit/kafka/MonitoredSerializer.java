package io.github.kafkaaudit.kafka;

import org.apache.kafka.common.metrics.Monitorable;
import org.apache.kafka.common.metrics.PluginMetrics;
import org.apache.kafka.common.serialization.Serializer;

/**
 * Around a serializer with metrics of its own. A class apart, because Kafka makes metrics for everything that can take
 * them, and because Kafka before 4.1 knows no such thing.
 *
 * @param <T> the type that is serialized
 */
public final class MonitoredSerializer<T> extends AuditingSerializer<T> implements Monitorable {

    /** For Kafka. */
    public MonitoredSerializer() {}

    private MonitoredSerializer(Serializer<T> delegate, boolean key) {
        super(delegate, key);
    }

    static <T> AuditingSerializer<T> monitored(Serializer<T> delegate, boolean key) {
        return new MonitoredSerializer<>(delegate, key);
    }

    @Override
    public void withPluginMetrics(PluginMetrics metrics) {
        if (delegate() instanceof Monitorable monitorable) {
            monitorable.withPluginMetrics(new DelegateMetrics(metrics, getClass(), monitorable.getClass()));
        }
    }
}
