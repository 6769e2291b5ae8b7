package io.github.kafkaaudit.kafka.topic;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.InvalidConfigurationException;
import org.apache.kafka.common.errors.InvalidPartitionsException;
import org.apache.kafka.common.errors.PolicyViolationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What an administrator's client is asked about one topic. Failures come as {@link KafkaException}. */
final class TopicAdministration implements AutoCloseable {

    private static final Logger logger = LoggerFactory.getLogger(AuditTopic.class);
    private static final long TIMEOUT_SECONDS = 30;
    private static final short REPLICATION = 3;

    private final String topic;
    private final Admin admin;

    TopicAdministration(String topic, Map<String, Object> properties) {
        this.topic = topic;
        this.admin = Admin.create(properties);
    }

    boolean exists() throws InterruptedException {
        try {
            describe();
            return true;
        } catch (UnknownTopicOrPartitionException e) {
            return false;
        }
    }

    /** Creates the topic, unless somebody was faster; returns why it cannot be created, or null. */
    @Nullable String create(AuditTopic.Creation wanted) throws InterruptedException {
        Short replication = wanted.replication();
        short factor = replication == null ? allowed(brokers()) : replication;
        Map<String, String> configs = new HashMap<>();
        // The time of writing counts: what waited in a spool would otherwise expire at once.
        configs.put(TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG, TopicComparison.TIMESTAMP_TYPE);
        configs.put(TopicConfig.CLEANUP_POLICY_CONFIG, TopicConfig.CLEANUP_POLICY_DELETE);
        configs.put(
                TopicConfig.RETENTION_MS_CONFIG,
                Long.toString(wanted.retention().toMillis()));
        if (factor >= REPLICATION) {
            configs.put(TopicConfig.MIN_IN_SYNC_REPLICAS_CONFIG, "2");
        }
        NewTopic created = new NewTopic(topic, wanted.partitions(), factor).configs(configs);
        try {
            answer(admin.createTopics(List.of(created)).all());
            logger.info(
                    "Created the topic \"{}\" with {} partitions and replication {}.",
                    topic,
                    wanted.partitions(),
                    factor);
        } catch (TopicExistsException e) {
            logger.debug("The topic \"{}\" was created by somebody else", topic, e);
        } catch (InvalidConfigurationException | InvalidPartitionsException | PolicyViolationException e) {
            // To Kafka a missing right is a wrong configuration, too, and so is a replication that is too high.
            return e.getMessage();
        }
        return null;
    }

    /**
     * Waits until every partition has a leader that answers. Kafka's own idempotent producer (4.2.1) was seen to keep
     * single partitions stuck for the whole delivery timeout when it writes earlier.
     */
    void awaitLeaders() throws InterruptedException {
        Map<TopicPartition, OffsetSpec> ends = new HashMap<>();
        describe()
                .partitions()
                .forEach(partition -> ends.put(new TopicPartition(topic, partition.partition()), OffsetSpec.latest()));
        // The client itself asks again while a partition has no leader or its leader does not know yet.
        answer(admin.listOffsets(ends).all());
    }

    /** Says what is not as it should be. */
    void compare(AuditTopic.@Nullable Creation wanted) throws InterruptedException {
        try {
            ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
            Config config =
                    answer(admin.describeConfigs(Set.of(resource)).all()).get(resource);
            List<String> differences =
                    TopicComparison.differences(describe(), Optional.ofNullable(config), brokers(), wanted);
            if (!differences.isEmpty()) {
                logger.warn("The topic \"{}\" is not as it should be: {}.", topic, String.join("; ", differences));
            }
        } catch (KafkaException e) {
            // The right to read a topic's configuration is more than a service needs.
            logger.debug("The topic \"{}\" could not be compared with what it should be", topic, e);
        }
    }

    @Override
    public void close() {
        admin.close(Duration.ofSeconds(1));
    }

    static short allowed(int brokers) {
        return (short) Math.max(1, Math.min(REPLICATION, brokers));
    }

    private TopicDescription describe() throws InterruptedException {
        Map<String, TopicDescription> descriptions =
                answer(admin.describeTopics(Set.of(topic)).allTopicNames());
        TopicDescription description = descriptions.get(topic);
        if (description == null) {
            throw new UnknownTopicOrPartitionException("The topic \"" + topic + "\" is not described.");
        }
        return description;
    }

    private int brokers() throws InterruptedException {
        return answer(admin.describeCluster().nodes()).size();
    }

    private static <T> T answer(Future<T> future) throws InterruptedException {
        try {
            return future.get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof KafkaException failure) {
                throw failure;
            }
            throw new KafkaException(e.getCause());
        } catch (java.util.concurrent.TimeoutException e) {
            throw new TimeoutException(e);
        }
    }
}
