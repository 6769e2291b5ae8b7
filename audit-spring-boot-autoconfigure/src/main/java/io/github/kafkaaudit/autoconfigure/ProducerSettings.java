package io.github.kafkaaudit.autoconfigure;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.utils.Utils;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Refuses properties of the audit's producer that it does not take, or that break what the audit promises. */
final class ProducerSettings {

    private static final Logger logger = LoggerFactory.getLogger(ProducerSettings.class);

    private static final String PREFIX = "kafka.audit.producer.";
    private static final List<String> OURS =
            List.of("transactional.id", "key.serializer", "value.serializer", "interceptor.classes");
    private static final int HIGHEST_PORT = 65_535;
    private static final int MOST_IN_FLIGHT = 5;

    private ProducerSettings() {}

    static void check(KafkaAuditProperties.Producer producer) {
        List<String> brokers = producer.bootstrapServers();
        if (brokers != null) {
            brokers.forEach(broker -> address(broker, PREFIX + "bootstrap-servers"));
        }
        Map<String, String> properties = producer.properties();
        properties.forEach(ProducerSettings::check);
        String named = properties.get(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG);
        if (named != null) {
            List.of(named.split(",", -1))
                    .forEach(broker -> address(broker.strip(), PREFIX + "properties.bootstrap.servers"));
        }
        promises(properties);
        times(properties);
    }

    private static void address(String broker, String property) {
        Integer port = broker.indexOf('@') >= 0 || Utils.getHost(broker) == null ? null : Utils.getPort(broker);
        if (port == null || port > HIGHEST_PORT || port == 0) {
            throw new InvalidKafkaAuditSettingException(
                    property,
                    // Somebody may have written a password into it.
                    (broker.indexOf('@') >= 0 ? "What is written" : "\"" + broker + "\"")
                            + " is not the address of a broker.",
                    "Use host:port, several separated by commas.");
        }
    }

    private static void check(String name, String value) {
        String property = PREFIX + "properties." + name;
        if (OURS.contains(name)) {
            throw new InvalidKafkaAuditSettingException(
                    property, "The audit decides about this property of its producer itself.", "Remove it.");
        }
        ConfigDef.ConfigKey key = ProducerConfig.configDef().configKeys().get(name);
        if (key != null) {
            value(property, key, value);
            return;
        }
        if (ConsumerConfig.configNames().contains(name)
                || AdminClientConfig.configNames().contains(name)) {
            throw new InvalidKafkaAuditSettingException(
                    property, "This is a property of other clients; a producer does not know it.", "Remove it.");
        }
        Set<String> names = new HashSet<>(ProducerConfig.configNames());
        OURS.forEach(names::remove);
        String nearest = Spelling.nearest(name, names);
        if (nearest != null) {
            throw new InvalidKafkaAuditSettingException(
                    property, "Kafka's producer has no property of this name.", "Write " + nearest + ".");
        }
        logger.warn(
                "{}: Kafka's producer has no property of this name; only a class that you configure can read it.",
                property);
    }

    private static void value(String property, ConfigDef.ConfigKey key, String value) {
        try {
            Object parsed = ConfigDef.parseType(key.name, value, key.type);
            if (key.validator != null) {
                key.validator.ensureValid(key.name, parsed);
            }
        } catch (ConfigException e) {
            boolean secret =
                    key.type == ConfigDef.Type.PASSWORD || key.name.startsWith("sasl.") || key.name.startsWith("ssl.");
            throw new InvalidKafkaAuditSettingException(
                    property,
                    secret ? "Kafka's producer does not take this value." : String.valueOf(e.getMessage()),
                    "Use a value that Kafka's producer takes; it is documented as \"" + key.name + "\".");
        }
    }

    /** An event counts as durable when it is acknowledged; that must be true, and no event may be there twice. */
    private static void promises(Map<String, String> properties) {
        String acks = properties.get(ProducerConfig.ACKS_CONFIG);
        if (acks != null && !acks.strip().equals("all") && !acks.strip().equals("-1")) {
            broken(ProducerConfig.ACKS_CONFIG, "With acks=" + acks + " an acknowledged event can still be lost.");
        }
        String idempotence = properties.get(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG);
        if (idempotence != null && !idempotence.strip().toLowerCase(Locale.ROOT).equals("true")) {
            broken(
                    ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG,
                    "Without idempotence a repeated request writes events twice or out of order.");
        }
        Long retries = number(properties, ProducerConfig.RETRIES_CONFIG);
        if (retries != null && retries == 0) {
            broken(ProducerConfig.RETRIES_CONFIG, "Without retries the producer cannot be idempotent.");
        }
        Long inFlight = number(properties, ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION);
        if (inFlight != null && inFlight > MOST_IN_FLIGHT) {
            broken(
                    ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION,
                    "With more than " + MOST_IN_FLIGHT + " requests in flight the producer cannot be idempotent.");
        }
    }

    private static void broken(String name, String sentence) {
        throw new InvalidKafkaAuditSettingException(
                PREFIX + "properties." + name, sentence, "Remove it; the audit's own value keeps the promise.");
    }

    /** The producer itself says so only when it is made, on the audit thread, where nobody would see it. */
    private static void times(Map<String, String> properties) {
        long linger = orDefault(number(properties, ProducerConfig.LINGER_MS_CONFIG), 10);
        long request = orDefault(number(properties, ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG), 5_000);
        long delivery = orDefault(number(properties, ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG), 15_000);
        if (delivery < linger + request) {
            String culprit = properties.containsKey(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG)
                    ? ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG
                    : properties.containsKey(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG)
                            ? ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG
                            : ProducerConfig.LINGER_MS_CONFIG;
            throw new InvalidKafkaAuditSettingException(
                    PREFIX + "properties." + culprit,
                    "The producer does not start: delivery.timeout.ms (" + delivery + ") is less than linger.ms ("
                            + linger + ") and request.timeout.ms (" + request + ") together.",
                    "Set delivery.timeout.ms to " + (linger + request) + " or more.");
        }
    }

    private static long orDefault(@Nullable Long value, long defaultValue) {
        return value == null ? defaultValue : value;
    }

    private static @Nullable Long number(Map<String, String> properties, String name) {
        String value = properties.get(name);
        return value == null ? null : Long.valueOf(value.strip());
    }
}
