package io.github.kafkaaudit.kafka.topic;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.TopicPartitionInfo;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class TopicComparisonTests {

    private static final Map<String, String> RIGHT =
            Map.of("message.timestamp.type", "LogAppendTime", "cleanup.policy", "delete", "retention.ms", "604800000");

    @Test
    void findsNothingWhereEverythingIsAsWanted() {
        assertThat(TopicComparison.differences(topic(6, 3), config(RIGHT), 3, wanted(null)))
                .isEmpty();
        assertThat(TopicComparison.differences(topic(6, 1), config(RIGHT), 1, wanted(null)))
                .isEmpty();
        assertThat(TopicComparison.differences(topic(6, 2), config(RIGHT), 5, wanted((short) 2)))
                .isEmpty();
    }

    @Test
    void namesBothValuesOfEveryDifference() {
        Map<String, String> other = Map.of(
                "message.timestamp.type", "CreateTime", "cleanup.policy", "compact,delete", "retention.ms", "-1");

        assertThat(TopicComparison.differences(topic(1, 1), config(other), 3, wanted(null)))
                .containsExactly(
                        "it has 1 partition instead of 6",
                        "its replication is 1 instead of 3, with 3 brokers",
                        "its message.timestamp.type is CreateTime instead of LogAppendTime",
                        "its cleanup.policy is compact,delete instead of delete, and takes no events, which have no key",
                        "it keeps events for ever instead of 7 days");
    }

    @Test
    void leavesNumbersAloneThatSomebodyElseChose() {
        Map<String, String> other = Map.of("message.timestamp.type", "LogAppendTime", "retention.ms", "3600000");

        assertThat(TopicComparison.differences(topic(1, 3), config(other), 3, null))
                .isEmpty();
        assertThat(TopicComparison.differences(topic(1, 1), Optional.empty(), 2, null))
                .containsExactly("its replication is 1 instead of 2, with 2 brokers");
    }

    @Test
    void takesAsManyReplicasAsTheClusterAllowsUpToThree() {
        assertThat(IntStream.of(0, 1, 2, 3, 9).map(TopicAdministration::allowed))
                .containsExactly(1, 1, 2, 3, 3);
    }

    private static AuditTopic.Creation wanted(@Nullable Short replication) {
        return new AuditTopic.Creation(6, replication, Duration.ofDays(7));
    }

    private static Optional<Config> config(Map<String, String> entries) {
        return Optional.of(new Config(entries.entrySet().stream()
                .map(entry -> new ConfigEntry(entry.getKey(), entry.getValue()))
                .toList()));
    }

    private static TopicDescription topic(int partitions, int replicas) {
        List<Node> nodes = IntStream.range(0, replicas)
                .mapToObj(id -> new Node(id, "h", 1))
                .toList();
        return new TopicDescription(
                "t",
                false,
                IntStream.range(0, partitions)
                        .mapToObj(id -> new TopicPartitionInfo(id, nodes.get(0), nodes, nodes))
                        .toList());
    }
}
