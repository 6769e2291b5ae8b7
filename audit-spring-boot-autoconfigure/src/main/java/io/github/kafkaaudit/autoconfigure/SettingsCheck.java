package io.github.kafkaaudit.autoconfigure;

import io.github.kafkaaudit.policy.OverflowPolicy;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Refuses settings that could never work, at start-up and with the way out; {@link PoliciesFactory} does its own. */
final class SettingsCheck {

    private static final Logger logger = LoggerFactory.getLogger(SettingsCheck.class);

    private static final String PREFIX = "kafka.audit.";
    private static final int LONGEST_TOPIC = 249;
    private static final int SHORTEST_SECRET = 16;
    private static final String DEFAULT_KEY_ID = "k1";
    // Kafka's own, and Schema Registry's.
    private static final Pattern INTERNAL = Pattern.compile("__.*|_schemas");
    private static final Duration SHORTEST_BARRIER = Duration.ofMillis(100);
    private static final Duration SHORTEST_RETENTION = Duration.ofMinutes(1);
    private static final Duration LONGEST_RETENTION = Duration.ofDays(36_500);
    private static final Duration LONGEST = Duration.ofDays(1);
    // A slot of a queue, with room for what the objects around it need.
    private static final long BYTES_PER_SLOT = 16;

    private SettingsCheck() {}

    static void check(KafkaAuditProperties properties) {
        check(properties, Runtime.getRuntime().maxMemory());
    }

    static void check(KafkaAuditProperties properties, long heap) {
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
        notNegative(properties.pendingAfter(), PREFIX + "pending-after");
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
        ProducerSettings.check(properties.producer());
        overflow(properties);
        spool(properties);
        memory(properties, heap);
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
        if (INTERNAL.matcher(topic).matches()) {
            throw new InvalidKafkaAuditSettingException(
                    property,
                    "\"" + topic + "\" is an internal topic, which other software reads and writes.",
                    "Use a topic of the audit's own, such as \"kafka-audit\".");
        }
    }

    private static void overflow(KafkaAuditProperties properties) {
        overflow(properties.onOverflow(), properties.blockTimeout(), PREFIX + "block-timeout");
        for (int i = 0; i < properties.rules().size(); i++) {
            KafkaAuditProperties.Rule rule = properties.rules().get(i);
            Duration timeout = rule.blockTimeout() == null ? properties.blockTimeout() : rule.blockTimeout();
            OverflowPolicy policy = rule.onOverflow();
            overflow(policy, timeout, PREFIX + "rules[" + i + "].block-timeout");
            if (policy == OverflowPolicy.SPOOL && !properties.spool().enabled()) {
                throw new InvalidKafkaAuditSettingException(
                        PREFIX + "rules[" + i + "].on-overflow",
                        "There is no spool (kafka.audit.spool.enabled=false).",
                        "Use \"block\" or \"drop\", or switch the spool on.");
            }
        }
    }

    private static void overflow(@Nullable OverflowPolicy policy, Duration timeout, String property) {
        if (policy == OverflowPolicy.BLOCK && timeout.isZero()) {
            throw new InvalidKafkaAuditSettingException(
                    property,
                    "on-overflow is \"block\", but nobody would wait.",
                    "Use a duration such as \"100ms\", or another way.");
        }
    }

    private static void spool(KafkaAuditProperties properties) {
        String directory = properties.spool().directory();
        if (directory != null
                && !directory.isBlank()
                && Files.exists(path(directory))
                && !Files.isDirectory(path(directory))) {
            throw new InvalidKafkaAuditSettingException(
                    PREFIX + "spool.directory",
                    "\"" + directory + "\" is a file.",
                    "Name a directory that this process may write; it is created if it is missing.");
        }
    }

    private static Path path(String directory) {
        try {
            return Path.of(directory);
        } catch (InvalidPathException e) {
            throw new InvalidKafkaAuditSettingException(
                    PREFIX + "spool.directory",
                    "\"" + directory + "\" is no path: " + e.getReason() + ".",
                    "Name a directory that this process may write.");
        }
    }

    /** What is allocated at once, or may be kept, must fit: an OutOfMemoryError would hit the application. */
    private static void memory(KafkaAuditProperties properties, long heap) {
        fits(properties.queue().capacity() * BYTES_PER_SLOT, heap / 4, PREFIX + "queue.capacity", "65536");
        fits(properties.logs().queueCapacity() * BYTES_PER_SLOT, heap / 4, PREFIX + "logs.queue-capacity", "8192");
        long kept = properties.queue().maxMemory().toBytes();
        fits(kept, heap, PREFIX + "queue.max-memory", "64MB");
        if (kept > heap / 2) {
            logger.warn(
                    "kafka.audit.queue.max-memory lets the audit keep {} MB of a heap of {} MB while its sink is away.",
                    kept >> 20,
                    heap >> 20);
        }
        String buffer = properties.producer().properties().get("buffer.memory");
        if (buffer != null) {
            fits(Long.parseLong(buffer.strip()), heap, PREFIX + "producer.properties.buffer.memory", "33554432");
        }
    }

    private static void fits(long bytes, long room, String property, String usual) {
        if (bytes > room) {
            throw new InvalidKafkaAuditSettingException(
                    property,
                    "It would take " + (bytes >> 20) + " MB or more, and this process has only "
                            + (Runtime.getRuntime().maxMemory() >> 20) + " MB of heap.",
                    "Use less, such as " + usual + ", or give the process more memory (-Xmx).");
        }
    }

    private static void barrier(KafkaAuditProperties properties) {
        if (!properties.commits().barrier().enabled()) {
            return;
        }
        if (!properties.consume().enabled() || properties.sink() == KafkaAuditProperties.Sink.NONE) {
            boolean off = !properties.consume().enabled();
            throw new InvalidKafkaAuditSettingException(
                    PREFIX + "commits.barrier.enabled",
                    off
                            ? "Deliveries are not audited (kafka.audit.consume.enabled=false), so a commit would wait for"
                                    + " nothing."
                            : "Events go nowhere (kafka.audit.sink=none), so none is ever safe.",
                    "Remove kafka.audit." + (off ? "consume.enabled" : "sink") + ", or the barrier.");
        }
        Duration timeout = properties.commits().barrier().timeout();
        if (timeout.compareTo(SHORTEST_BARRIER) < 0) {
            throw new InvalidKafkaAuditSettingException(
                    PREFIX + "commits.barrier.timeout",
                    timeout + " leaves no time for events to become safe.",
                    "Use a duration such as \"5s\".");
        }
        notTooLong(timeout, PREFIX + "commits.barrier.timeout");
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
        if (secret != null && secret.isBlank()) {
            throw new InvalidKafkaAuditSettingException(
                    PREFIX + "masking.hmac-secret",
                    "The secret is blank, so digests and masked values would be made without one.",
                    "Set a long random one, or remove the property.");
        }
        if (secret == null && !masking.hmacKeyId().equals(DEFAULT_KEY_ID)) {
            throw new InvalidKafkaAuditSettingException(
                    PREFIX + "masking.hmac-key-id",
                    "\"" + masking.hmacKeyId() + "\" names a secret, but there is none.",
                    "Set kafka.audit.masking.hmac-secret, or remove the property.");
        }
        if (secret != null && secret.length() < SHORTEST_SECRET) {
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
        if (creation.retention().compareTo(LONGEST_RETENTION) > 0) {
            throw new InvalidKafkaAuditSettingException(
                    PREFIX + "topic-creation.retention",
                    creation.retention() + " is longer than a hundred years.",
                    "Use a duration such as \"7d\".");
        }
        if (creation.retention().compareTo(SHORTEST_RETENTION) < 0) {
            throw new InvalidKafkaAuditSettingException(
                    PREFIX + "topic-creation.retention",
                    creation.retention() + " keeps nothing.",
                    "Use a duration such as \"7d\".");
        }
    }

    private static void notNegative(Duration duration, String property) {
        if (duration.isNegative()) {
            throw new InvalidKafkaAuditSettingException(
                    property, "A time cannot be negative: " + duration + ".", "Use a duration such as \"1s\", or 0.");
        }
        notTooLong(duration, property);
    }

    private static void positive(Duration duration, String property) {
        if (duration.isZero() || duration.isNegative()) {
            throw new InvalidKafkaAuditSettingException(
                    property, duration + " leaves no time.", "Use a duration such as \"5s\".");
        }
        notTooLong(duration, property);
    }

    private static void notTooLong(Duration duration, String property) {
        if (duration.compareTo(LONGEST) > 0) {
            throw new InvalidKafkaAuditSettingException(
                    property, duration + " is longer than a day.", "Use a duration such as \"5s\".");
        }
    }

    private static void atLeast(int value, int least, String property) {
        if (value < least) {
            throw new InvalidKafkaAuditSettingException(
                    property, value + " is too small.", "Use " + least + " or more.");
        }
    }
}
