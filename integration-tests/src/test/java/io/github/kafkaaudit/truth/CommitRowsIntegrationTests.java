package io.github.kafkaaudit.truth;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.kafkaaudit.embedded.junit.EmbeddedAudit;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.RemoveMembersFromConsumerGroupOptions;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.kafka.annotation.KafkaListener;
import org.springframework.kafka.config.ContainerCustomizer;
import org.springframework.kafka.listener.ConcurrentMessageListenerContainer;

/** Processing and committing are two facts. */
@EmbeddedAudit
class CommitRowsIntegrationTests {

    @Test
    @TruthTableRow(
            value = 31,
            when = "The commit fails after the listener has succeeded",
            recorded = "`message-consumed` and `offset-commit-failed`; the redelivery is attempt 2 with"
                    + " `delivery.redelivered` true")
    void recordsAFailedCommitBesideTheProcessedRecord() {
        TruthApplication app = TruthApplication.run("row31", ThrownOutOnce.class);
        try (app) {
            app.send("k", "v");
            app.events().await("offset-committed", 1);
        }

        assertRedelivered(app, "row31");
    }

    @Test
    @TruthTableRow(
            value = 32,
            when = "The commit fails in ack mode RECORD, where the container reports the listener as failed",
            recorded = "the same: `message-consumed` and `offset-commit-failed`; no `message-consume-failed`")
    void recordsNoFailedListenerWhereOnlyTheCommitFailed() {
        TruthApplication app =
                TruthApplication.run("row32", ThrownOutOnce.class, "spring.kafka.listener.ack-mode=record");
        try (app) {
            app.send("k", "v");
            app.events().await("offset-committed", 1);
        }

        assertRedelivered(app, "row32");
    }

    @Test
    @TruthTableRow(
            value = 33,
            when = "A rebalance hands the record to another consumer while the first one still processes it",
            recorded = "two `message-consumed` with different `consumer.member_id`, the second as attempt 2, and one"
                    + " `offset-commit-failed`")
    void recordsBothDeliveriesOfARebalance() {
        TruthApplication app = TruthApplication.run("row33", TakenOver.class, "spring.kafka.listener.concurrency=2");
        try (app) {
            app.send("k", "v");
            app.events().await("message-consumed", 2);
            app.events().await("offset-commit-failed", 1);
        }

        assertThat(app.events().of("message-consumed"))
                .extracting(event -> event.text("kafka_audit.consumer.member_id"))
                .hasSize(2)
                .doesNotHaveDuplicates();
        assertThat(app.events().of("message-consumed"))
                .extracting(event -> event.number("kafka_audit.delivery.attempt"))
                .containsExactlyInAnyOrder(1L, 2L);
        assertThat(app.events().of("offset-commit-failed")).hasSize(1);
        assertThat(app.events().of("message-consume-failed")).isEmpty();
        assertThat(app.events().of("message-rejected")).isEmpty();
    }

    @Test
    @TruthTableRow(
            value = 42,
            when = "The consumer commits by itself (`enable.auto.commit`)",
            recorded =
                    "`offset-committed` with `commit.mode` `auto`, once per offset however often the consumer repeats"
                            + " it",
            limit =
                    "Such a commit may come before the processing: `message-consumed` alone says that it was processed.")
    void recordsAutomaticCommitsOnce() {
        TruthApplication app = TruthApplication.run(
                "row42",
                RecordListenerRows.Quiet.class,
                "spring.kafka.consumer.enable-auto-commit=true",
                "spring.kafka.consumer.auto-commit-interval=50ms");
        try (app) {
            app.send("k", "v");
            app.events().await("offset-committed", 1);
            app.settle();
        }

        // A container unsubscribes before it closes, and Kafka does not commit then: whether the last record's offset
        // is committed is a matter of the consumer's timer.
        assertThat(app.events().consumption("row42"))
                .contains("message-consumed 0", "offset-committed 1", "message-consumed 1")
                .isSubsetOf("message-consumed 0", "offset-committed 1", "message-consumed 1", "offset-committed 2")
                .doesNotHaveDuplicates();
        assertThat(app.events().of("offset-committed"))
                .allSatisfy(event ->
                        assertThat(event.text("kafka_audit.commit.mode")).isEqualTo("auto"));
    }

    @Test
    void recordsAsynchronousCommits() {
        TruthApplication app = TruthApplication.run("commit.async", CommittingAsynchronously.class);
        try (app) {
            app.send("k", "v");
            app.events().await("offset-committed", 1);
        }

        assertThat(app.events().consumption("commit.async"))
                .containsExactly("message-consumed 0", "offset-committed 1");
        assertThat(app.events().only("offset-committed").text("kafka_audit.commit.mode"))
                .isEqualTo("async");
    }

    private static void assertRedelivered(TruthApplication app, String topic) {
        assertThat(app.events().consumption(topic))
                .containsExactlyInAnyOrder(
                        "message-consumed 0", "offset-commit-failed 1", "message-consumed 0", "offset-committed 1");
        AuditedEvent again = app.events().of("message-consumed").get(1);
        assertThat(again.number("kafka_audit.delivery.attempt")).isEqualTo(2);
        assertThat(again.flag("kafka_audit.delivery.redelivered")).isTrue();
        assertThat(app.events().only("offset-commit-failed").text("error.type")).endsWith("CommitFailedException");
    }

    static void removeAllMembers(String group) {
        try (Admin admin = TruthApplication.admin()) {
            TruthApplication.get(
                    admin.removeMembersFromConsumerGroup(group, new RemoveMembersFromConsumerGroupOptions())
                            .all());
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class CommittingAsynchronously extends RecordListenerRows.Quiet {

        @Bean
        static ContainerCustomizer<Object, Object, ConcurrentMessageListenerContainer<Object, Object>> customizer() {
            return container -> container.getContainerProperties().setSyncCommits(false);
        }
    }

    /** Is thrown out of its group while it processes a record for the first time. */
    @Configuration(proxyBeanMethods = false)
    static class ThrownOutOnce {

        private final AtomicInteger calls = new AtomicInteger();

        @Value("${topic}")
        String group;

        @KafkaListener(topics = "${topic}")
        void receive(String payload) {
            if (calls.incrementAndGet() == 1) {
                removeAllMembers(group);
            }
        }
    }

    /** The first consumer waits until the second one has processed the record. */
    @Configuration(proxyBeanMethods = false)
    static class TakenOver {

        private final AtomicInteger calls = new AtomicInteger();
        private final CountDownLatch second = new CountDownLatch(1);

        @Value("${topic}")
        String group;

        @KafkaListener(topics = "${topic}")
        void receive(String payload) throws InterruptedException {
            if (calls.incrementAndGet() == 1) {
                removeAllMembers(group);
                second.await(20, java.util.concurrent.TimeUnit.SECONDS);
            } else {
                second.countDown();
            }
        }
    }
}
