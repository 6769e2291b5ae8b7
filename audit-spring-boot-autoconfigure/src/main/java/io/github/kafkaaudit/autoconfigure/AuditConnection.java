package io.github.kafkaaudit.autoconfigure;

import io.github.kafkaaudit.kafka.topic.AuditProducerProperties;
import io.github.kafkaaudit.trail.TracingAgents;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The way to the cluster that takes what this library writes: the audit topic, and the topic of the log lines.
 *
 * <p><b>Lifecycle</b>: to be asked when the context is refreshed; it looks at the application's client factories.
 */
public final class AuditConnection {

    private final KafkaAuditProperties properties;
    private final ApplicationClients clients;
    private final String serviceName;

    AuditConnection(KafkaAuditProperties properties, ApplicationClients clients, String serviceName) {
        this.properties = properties;
        this.clients = clients;
        this.serviceName = serviceName;
    }

    /**
     * Returns the properties of a producer of our own.
     *
     * @return the properties, or null if neither the settings nor the application's factories name a cluster
     */
    public @Nullable Map<String, Object> producerProperties() {
        Map<String, Object> overrides = new HashMap<>(properties.producer().properties());
        List<String> brokers = properties.producer().bootstrapServers();
        if (brokers != null && !brokers.isEmpty()) {
            overrides.put("bootstrap.servers", brokers);
        }
        if (TracingAgents.hasOpenTelemetry()) {
            // The agent leaves a client alone that has this (KafkaMetricsUtil#enhanceConfig): it is none of the host's.
            overrides.putIfAbsent("opentelemetry.instrumentation_name", "kafka-audit");
        }
        Map<String, Object> application = clients.connection();
        if (application == null && !overrides.containsKey("bootstrap.servers")) {
            return null;
        }
        return AuditProducerProperties.of(application == null ? Map.of() : application, overrides, serviceName);
    }
}
