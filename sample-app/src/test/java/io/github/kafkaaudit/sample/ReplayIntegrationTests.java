package io.github.kafkaaudit.sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.kafkaaudit.embedded.AuditEvents;
import io.github.kafkaaudit.embedded.AuditIndexer;
import io.github.kafkaaudit.embedded.EmbeddedAuditStack;
import io.github.kafkaaudit.embedded.junit.EmbeddedAudit;
import java.time.Duration;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

@EmbeddedAudit
class ReplayIntegrationTests {

    private static final TopicPartition AUDIT = new TopicPartition("kafka-audit", 0);
    private static final Duration TIMEOUT = Duration.ofSeconds(60);

    @Test
    void leavesTheSameDocumentsWhenTheAuditTopicIsReadAgainFromTheBeginning(
            EmbeddedAuditStack stack, AuditEvents events) throws Exception {
        assertThat(StoryIntegrationTests.play(stack)).allMatch(Story.Settled::isAsExpected);
        Map<String, Object> address = Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, stack.bootstrapServers());
        try (var admin = Admin.create(address)) {
            var end = admin.listOffsets(Map.of(AUDIT, OffsetSpec.latest()))
                    .partitionResult(AUDIT)
                    .get()
                    .offset();
            awaitRead(admin, "kafka-audit-indexer", end);
            var before = events.count(Map.of());
            var quarantinedBefore = events.quarantined().size();
            assertThat(before).isEqualTo(end);

            try (var again = AuditIndexer.builder(stack.bootstrapServers(), stack.elasticsearchUrl())
                    .group("replay")
                    .build()) {
                again.start();
                awaitRead(admin, "replay", end);
            }

            assertThat(events.count(Map.of())).isEqualTo(before);
            assertThat(events.quarantined()).hasSize(quarantinedBefore);
        }
    }

    private static void awaitRead(Admin admin, String group, long end) {
        await().atMost(TIMEOUT)
                .untilAsserted(() -> assertThat(admin.listConsumerGroupOffsets(group)
                                .partitionsToOffsetAndMetadata()
                                .get()
                                .get(AUDIT))
                        .isNotNull()
                        .satisfies(committed -> assertThat(committed.offset()).isGreaterThanOrEqualTo(end)));
    }
}
