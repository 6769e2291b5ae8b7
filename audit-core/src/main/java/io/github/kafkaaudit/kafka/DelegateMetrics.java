package io.github.kafkaaudit.kafka;

import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.kafka.common.MetricName;
import org.apache.kafka.common.metrics.MetricValueProvider;
import org.apache.kafka.common.metrics.PluginMetrics;
import org.apache.kafka.common.metrics.Sensor;

/**
 * Metrics with the name of the application's class in the tag where Kafka put the name of ours ({@code Plugin#tags}).
 */
final class DelegateMetrics implements PluginMetrics {

    private static final String CLASS_TAG = "class";

    private final PluginMetrics metrics;
    private final String ours;
    private final String delegates;

    DelegateMetrics(PluginMetrics metrics, Class<?> ours, Class<?> delegate) {
        this.metrics = metrics;
        this.ours = ours.getSimpleName();
        this.delegates = delegate.getSimpleName();
    }

    @Override
    @SuppressWarnings("NonApiType") // as Kafka has it
    public MetricName metricName(String name, String description, LinkedHashMap<String, String> tags) {
        MetricName given = metrics.metricName(name, description, tags);
        Map<String, String> all = new LinkedHashMap<>(given.tags());
        return all.replace(CLASS_TAG, ours, delegates)
                ? new MetricName(given.name(), given.group(), given.description(), all)
                : given;
    }

    @Override
    public void addMetric(MetricName name, MetricValueProvider<?> provider) {
        metrics.addMetric(name, provider);
    }

    @Override
    public void removeMetric(MetricName name) {
        metrics.removeMetric(name);
    }

    @Override
    public Sensor addSensor(String name) {
        return metrics.addSensor(name);
    }

    @Override
    public void removeSensor(String name) {
        metrics.removeSensor(name);
    }
}
