package io.github.kafkaaudit.kafka;

import java.util.Map;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;
import org.jspecify.annotations.Nullable;

/** Client ids, as every metric of a client carries them: the interfaces have no other way to ask. */
final class ClientIds {

    private ClientIds() {}

    static @Nullable String of(Map<MetricName, ? extends Metric> metrics) {
        for (MetricName name : metrics.keySet()) {
            String id = name.tags().get("client-id");
            if (id != null) {
                return id;
            }
        }
        return null;
    }
}
