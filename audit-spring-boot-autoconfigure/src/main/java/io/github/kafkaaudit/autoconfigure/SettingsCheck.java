package io.github.kafkaaudit.autoconfigure;

import io.github.kafkaaudit.policy.OverflowPolicy;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Refuses settings that could never work, at start-up and with the way out; {@link PoliciesFactory} does its own. */
final class SettingsCheck {

    private static final Logger logger = LoggerFactory.getLogger(SettingsCheck.class);

    private static final String PREFIX = "kafka.audit.";
    private static final int LONGEST_TOPIC = 249;
    private static final int SHORTEST_SECRET = 16;
    private static final List<String> OURS =
            List.of("transactional.id", "key.serializer", "value.serializer", "interceptor.classes");

    private SettingsCheck() {}

    static void check(KafkaAuditProperties properties) {
        topic(properties.topic(), PREFIX + "topic");
        KafkaAuditProperties.Logs logs = properties.logs();
        topic(logs.topic(), PREFIX + "logs.topic");
        if (logs.topic().equals(properties.topic())) {
            throw new InvalidKafkaAuditSettingException(
                    PREFIX + "logs.topic",
                    "Log lines and audit events cannot share the topic \"" + logs.topic() + "\".",
                    "Use a topic of their own, such as \"kafka-audit-logs\".");
        }
        atLeast(logs.queueCapacity(), 16, PREFIX + "logs.queue-capacity");
        if (properties.topics().include().isEmpty()) {
            throw new InvalidKafkaAuditSettingException(
                    PREFIX + "topics.include",
                    "No topic is included.",
                    "Use \"*\" for every topic, or set kafka.audit.enabled=false to audit nothing.");
        }
        notNegative(properties.commits().interval(), PREFIX + "commits.interval");
        notNegative(properties.blockTimeout(), PREFIX + "block-timeout");
        for (int i = 0; i < properties.rules().size(); i++) {
            Duration timeout = properties.rules().get(i).blockTimeout();
            if (timeout != null) {
                notNegative(timeout, PREFIX + "rules[" + i + "].block-timeout");
            }
        }
        notNegative(properties.shutdownTimeout(), PREFIX + "shutdown-timeout");
        positive(properties.elasticsearch().connectTimeout(), PREFIX + "elasticsearch.connect-timeout");
        positive(properties.elasticsearch().requestTimeout(), PREFIX + "elasticsearch.request-timeout");
        atLeast(properties.queue().capacity(), 16, PREFIX + "queue.capacity");
        if (properties.queue().maxMemory().toBytes() < 1 << 20) {
            throw new InvalidKafkaAuditSettingException(
                    PREFIX + "queue.max-memory",
                    properties.queue().maxMemory() + " is too little to work with.",
                    "Use 1MB or more.");
        }
        barrier(properties);
        masking(properties.masking());
        topicCreation(properties.topicCreation());
        producer(properties.producer());
    }

    private static void topic(String topic, String property) {
        boolean legal = topic.matches("[a-zA-Z0-9._-]+")
                && topic.length() <= LONGEST_TOPIC
                && !topic.equals(".")
                && !topic.equals("..");
        if (!legal) {
            throw new InvalidKafkaAuditSettingException(
                    property,
                    "\"" + topic + "\" is not the name of a Kafka topic.",
                    "Use up to " + LONGEST_TOPIC + " letters, digits, dots, underscores and hyphens.");
        }
    }

    private static void barrier(KafkaAuditProperties properties) {
        if (!properties.commits().barrier().enabled()) {
            return;
        }
        Duration timeout = properties.commits().barrier().timeout();
        if (timeout.isNegative() || timeout.isZero()) {
            throw new InvalidKafkaAuditSettingException(
                    PREFIX + "commits.barrier.timeout",
                    timeout + " leaves no time for events to become safe.",
                    "Use a duration such as \"5s\".");
        }
        noDrop(properties.onOverflow(), PREFIX + "on-overflow");
        for (int i = 0; i < properties.rules().size(); i++) {
            noDrop(properties.rules().get(i).onOverflow(), PREFIX + "rules[" + i + "].on-overflow");
        }
    }

    private static void noDrop(@Nullable OverflowPolicy policy, String property) {
        if (policy == OverflowPolicy.DROP) {
            throw new InvalidKafkaAuditSettingException(
                    property,
                    "Events that may be dropped can never become safe, which kafka.audit.commits.barrier.enabled waits"
                            + " for.",
                    "Use \"spool\" or \"block\", or set kafka.audit.commits.barrier.enabled=false.");
        }
    }

    private static void masking(KafkaAuditProperties.Masking masking) {
        // The id stands between colons in front of every value that was made with the secret.
        if (!masking.hmacKeyId().matches("[a-zA-Z0-9._-]{1,32}")) {
            throw new InvalidKafkaAuditSettingException(
                    PREFIX + "masking.hmac-key-id",
                    "\"" + masking.hmacKeyId() + "\" cannot be the name of a secret.",
                    "Use up to 32 letters, digits, dots, underscores and hyphens, such as \"k1\".");
        }
        String secret = masking.hmacSecret();
        if (secret != null && !secret.isBlank() && secret.length() < SHORTEST_SECRET) {
            logger.warn(
                    "kafka.audit.masking.hmac-secret has fewer than {} characters and can be guessed; use a long random"
                            + " one.",
                    SHORTEST_SECRET);
        }
    }

    private static void topicCreation(KafkaAuditProperties.TopicCreation creation) {
        atLeast(creation.partitions(), 1, PREFIX + "topic-creation.partitions");
        Short replication = creation.replication();
        if (replication != null) {
            atLeast(replication, 1, PREFIX + "topic-creation.replication");
        }
        if (creation.retention().toMillis() <= 0) {
            throw new InvalidKafkaAuditSettingException(
                    PREFIX + "topic-creation.retention",
                    creation.retention() + " keeps nothing.",
                    "Use a duration such as \"7d\".");
        }
    }

    private static void producer(KafkaAuditProperties.Producer producer) {
        List<String> brokers = producer.bootstrapServers();
        if (brokers != null) {
            for (String broker : brokers) {
                if (!broker.matches("\\S+:\\d{1,5}")) {
                    throw new InvalidKafkaAuditSettingException(
                            PREFIX + "producer.bootstrap-servers",
                            "\"" + broker + "\" is not the address of a broker.",
                            "Use host:port, several separated by commas.");
                }
            }
        }
        Map<String, ConfigDef.ConfigKey> known = ProducerConfig.configDef().configKeys();
        producer.properties().forEach((name, value) -> {
            String property = PREFIX + "producer.properties." + name;
            if (OURS.contains(name)) {
                throw new InvalidKafkaAuditSettingException(
                        property, "The audit decides about this property of its producer itself.", "Remove it.");
            }
            ConfigDef.ConfigKey key = known.get(name);
            if (key != null) {
                producerProperty(property, key, value);
            }
        });
    }

    private static void producerProperty(String property, ConfigDef.ConfigKey key, String value) {
        try {
            Object parsed = ConfigDef.parseType(key.name, value, key.type);
            if (key.validator != null) {
                key.validator.ensureValid(key.name, parsed);
            }
        } catch (ConfigException e) {
            throw new InvalidKafkaAuditSettingException(
                    property,
                    String.valueOf(e.getMessage()),
                    "Use a value that Kafka's producer takes; it is documented as \"" + key.name + "\".");
        }
    }

    private static void notNegative(Duration duration, String property) {
        if (duration.isNegative()) {
            throw new InvalidKafkaAuditSettingException(
                    property, "A time cannot be negative: " + duration + ".", "Use a duration such as \"1s\", or 0.");
        }
    }

    private static void positive(Duration duration, String property) {
        if (duration.isZero() || duration.isNegative()) {
            throw new InvalidKafkaAuditSettingException(
                    property, duration + " leaves no time.", "Use a duration such as \"5s\".");
        }
    }

    private static void atLeast(int value, int least, String property) {
        if (value < least) {
            throw new InvalidKafkaAuditSettingException(
                    property, value + " is too small.", "Use " + least + " or more.");
        }
    }
}
