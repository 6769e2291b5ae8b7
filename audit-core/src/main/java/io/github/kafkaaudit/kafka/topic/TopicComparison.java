package io.github.kafkaaudit.kafka.topic;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.config.TopicConfig;
import org.jspecify.annotations.Nullable;

/** What is different about a topic from what it should be, each with both values. */
final class TopicComparison {

    static final String TIMESTAMP_TYPE = "LogAppendTime";

    private TopicComparison() {}

    /**
     * Numbers and retention are only wanted where the settings create the topic; elsewhere they are somebody's choice.
     */
    static List<String> differences(
            TopicDescription topic, Optional<Config> config, int brokers, AuditTopic.@Nullable Creation wanted) {
        List<String> differences = new ArrayList<>();
        int partitions = topic.partitions().size();
        if (wanted != null && partitions != wanted.partitions()) {
            differences.add("it has " + count(partitions, "partition") + " instead of " + wanted.partitions());
        }
        int replication = topic.partitions().stream()
                .mapToInt(partition -> partition.replicas().size())
                .min()
                .orElse(0);
        Short configured = wanted == null ? null : wanted.replication();
        int expected = configured == null ? TopicAdministration.allowed(brokers) : configured;
        if (replication < expected) {
            differences.add("its replication is " + replication + " instead of " + expected + ", with "
                    + count(brokers, "broker"));
        }
        config.ifPresent(settings -> {
            String timestamps = value(settings, TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG);
            if (timestamps != null && !timestamps.equals(TIMESTAMP_TYPE)) {
                differences.add("its message.timestamp.type is " + timestamps + " instead of " + TIMESTAMP_TYPE);
            }
            String policy = value(settings, TopicConfig.CLEANUP_POLICY_CONFIG);
            if (policy != null && policy.contains(TopicConfig.CLEANUP_POLICY_COMPACT)) {
                differences.add("its cleanup.policy is " + policy
                        + " instead of delete, and takes no events, which have no key");
            }
            String retention = value(settings, TopicConfig.RETENTION_MS_CONFIG);
            if (wanted != null
                    && retention != null
                    && !retention.equals(Long.toString(wanted.retention().toMillis()))) {
                differences.add("it keeps events for " + time(retention) + " instead of " + time(wanted.retention()));
            }
        });
        return differences;
    }

    private static @Nullable String value(Config config, String name) {
        return config.get(name) == null ? null : config.get(name).value();
    }

    private static String count(int number, String what) {
        return number + " " + what + (number == 1 ? "" : "s");
    }

    private static String time(String millis) {
        return millis.equals("-1") ? "ever" : time(Duration.ofMillis(Long.parseLong(millis)));
    }

    private static String time(Duration time) {
        return time.toMillis() % Duration.ofDays(1).toMillis() == 0
                ? count((int) time.toDays(), "day")
                : time.toString();
    }
}
