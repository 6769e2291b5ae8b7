package io.github.kafkaaudit.kafka.topic;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Creates the audit topic if that is wanted, else says when it is missing. On a thread of its own: the application's
 * start does not wait for it, and the audit works without the right to ask.
 */
public final class AuditTopic {

    private static final Logger logger = LoggerFactory.getLogger(AuditTopic.class);
    private static final long TIMEOUT_SECONDS = 30;

    private final String topic;
    private final Map<String, Object> properties;
    private final @Nullable Creation creation;

    /**
     * Describes the topic.
     *
     * @param topic the topic's name
     * @param producerProperties the properties of the producer that writes it; the way to the cluster is the same
     * @param creation how to create it, or null if it is not to be created
     */
    public AuditTopic(String topic, Map<String, Object> producerProperties, @Nullable Creation creation) {
        this.topic = topic;
        this.creation = creation;
        this.properties = new HashMap<>();
        producerProperties.forEach((name, value) -> {
            if (AdminClientConfig.configNames().contains(name) || !(value instanceof CharSequence)) {
                properties.put(name, value);
            }
        });
        properties.put(CommonClientConfigs.CLIENT_ID_CONFIG, "kafka-audit-topic");
        properties.put(CommonClientConfigs.REQUEST_TIMEOUT_MS_CONFIG, 10_000);
        properties.put(CommonClientConfigs.DEFAULT_API_TIMEOUT_MS_CONFIG, 20_000);
    }

    /** Begins to check, on a daemon thread that ends by itself. */
    public void checkInBackground() {
        Thread thread = new Thread(this::check, "kafka-audit-topic");
        thread.setDaemon(true);
        thread.start();
    }

    private void check() {
        try (Admin admin = Admin.create(properties)) {
            if (exists(admin)) {
                return;
            }
            if (creation == null) {
                logger.warn(
                        "The audit topic \"{}\" does not exist. Create it, or set"
                                + " kafka.audit.topic-creation.enabled=true; until then audit events are kept back.",
                        topic);
            } else {
                create(admin, creation);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException | RuntimeException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            logger.warn("Could not check whether the audit topic \"{}\" exists: {}", topic, cause.toString());
        }
    }

    private boolean exists(Admin admin) throws InterruptedException, ExecutionException, TimeoutException {
        try {
            admin.describeTopics(Set.of(topic)).allTopicNames().get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
            return true;
        } catch (ExecutionException e) {
            if (e.getCause() instanceof UnknownTopicOrPartitionException) {
                return false;
            }
            throw e;
        }
    }

    private void create(Admin admin, Creation wanted)
            throws InterruptedException, ExecutionException, TimeoutException {
        NewTopic newTopic = new NewTopic(topic, wanted.partitions(), wanted.replication())
                .configs(Map.of(
                        // A CreateTime from a spooled event would be refused, or expire at once.
                        TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG,
                        "LogAppendTime",
                        TopicConfig.CLEANUP_POLICY_CONFIG,
                        TopicConfig.CLEANUP_POLICY_DELETE,
                        TopicConfig.RETENTION_MS_CONFIG,
                        Long.toString(wanted.retention().toMillis())));
        try {
            admin.createTopics(List.of(newTopic)).all().get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
            logger.info("Created the audit topic \"{}\" with {} partitions.", topic, wanted.partitions());
        } catch (ExecutionException e) {
            // Another instance was faster.
            if (!(e.getCause() instanceof TopicExistsException)) {
                throw e;
            }
        }
    }

    /**
     * How the topic is created.
     *
     * @param partitions the number of partitions
     * @param replication the replication factor
     * @param retention how long events are kept
     */
    public record Creation(int partitions, short replication, Duration retention) {}
}
