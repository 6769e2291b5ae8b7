package io.github.kafkaaudit.kafka.topic;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.producer.ProducerConfig;

/**
 * The properties of the producer that writes the audit topic: the application's way to the cluster, our way to write.
 *
 * <p>Only connection and security are taken over. The application's serializers, interceptors, partitioner,
 * transactional id and tuning have nothing to do with the audit topic.
 */
public final class AuditProducerProperties {

    private static final List<String> TAKEN_OVER = List.of(
            CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG,
            CommonClientConfigs.CLIENT_DNS_LOOKUP_CONFIG,
            "security.",
            "sasl.",
            "ssl.",
            "reconnect.backoff.",
            "socket.connection.setup.");

    private AuditProducerProperties() {}

    /**
     * Makes the properties.
     *
     * @param application the properties of one of the application's clients
     * @param overrides what the settings of the audit say themselves; they win
     * @param serviceName the service's name, for the client id
     * @return the properties of the audit's own producer
     */
    public static Map<String, Object> of(
            Map<String, Object> application, Map<String, ?> overrides, String serviceName) {
        Map<String, Object> properties = new HashMap<>();
        application.forEach((name, value) -> {
            if (value != null && isTakenOver(name, value)) {
                properties.put(name, value);
            }
        });
        properties.put(ProducerConfig.CLIENT_ID_CONFIG, "kafka-audit-" + serviceName);
        properties.put(ProducerConfig.ACKS_CONFIG, "all");
        properties.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        properties.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, "lz4");
        properties.put(ProducerConfig.LINGER_MS_CONFIG, 5);
        properties.put(ProducerConfig.BATCH_SIZE_CONFIG, 128 * 1024);
        properties.put(ProducerConfig.BUFFER_MEMORY_CONFIG, 32L * 1024 * 1024);
        // How long a send may keep the sink's thread; meanwhile events go to the spool.
        properties.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, 1_000);
        properties.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, 5_000);
        properties.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, 15_000);
        properties.put(CommonClientConfigs.METRIC_REPORTER_CLASSES_CONFIG, "");
        properties.put(CommonClientConfigs.ENABLE_METRICS_PUSH_CONFIG, false);
        properties.putAll(overrides);
        return properties;
    }

    private static boolean isTakenOver(String name, Object value) {
        for (String prefix : TAKEN_OVER) {
            if (name.equals(prefix) || (prefix.endsWith(".") && name.startsWith(prefix))) {
                return true;
            }
        }
        // Objects that an SSL engine factory or a login callback looks for, such as Spring Boot's SslBundle.
        return name.endsWith("SslBundle") && !(value instanceof CharSequence);
    }
}
