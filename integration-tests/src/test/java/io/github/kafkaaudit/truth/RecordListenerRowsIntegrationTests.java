package io.github.kafkaaudit.truth;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.kafkaaudit.embedded.junit.EmbeddedAudit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.kafka.annotation.KafkaListener;
import org.springframework.kafka.listener.adapter.RecordFilterStrategy;
import org.springframework.kafka.support.Acknowledgment;
import org.springframework.messaging.handler.annotation.SendTo;

/** What a listener of single records is handed, and how that ends. */
@EmbeddedAudit
class RecordListenerRowsIntegrationTests {

    @Test
    @TruthTableRow(
            value = 14,
            when = "A listener answers (`@SendTo`), or sends while it processes a record",
            recorded = "the send's `message-produced` names the record in `kafka_audit.caused_by.coordinate` and its"
                    + " group",
            limit = "What an asynchronous listener sends from another thread names no record.")
    void linksWhatAListenerSendsToTheRecordItProcesses() {
        TruthApplication.createTopic("row14.replies", 1);
        TruthApplication app = TruthApplication.run("row14", Answering.class);
        try (app) {
            app.send("k", "v");
            app.events().await("message-produced", 2);
        }

        AuditedEvent reply = app.events()
                .matching(event -> event.topic().equals("row14.replies"))
                .get(0);
        assertThat(reply.text("kafka_audit.caused_by.coordinate")).isEqualTo("row14/0/0");
        assertThat(reply.text("kafka_audit.caused_by.group")).isEqualTo("row14");
        AuditedEvent first =
                app.events().matching(event -> event.topic().equals("row14")).get(0);
        assertThat(first.has("kafka_audit.caused_by.coordinate")).isFalse();
        assertThat(reply.text("kafka_audit.caused_by.message_id")).isEqualTo(first.text("messaging.message.id"));
    }

    @Test
    @TruthTableRow(
            value = 16,
            when = "A listener returns, and the container commits the batch",
            recorded = "`message-consumed` whose `event.start` is the hand-out, then `offset-committed`")
    void recordsAProcessedRecordAndItsCommit() {
        TruthApplication app = TruthApplication.run("row16", RecordListenerRows.Quiet.class);
        try (app) {
            app.send("k", "v");
            app.events().await("offset-committed", 1);
        }

        assertThat(app.events().consumption("row16")).containsExactly("message-consumed 0", "offset-committed 1");
        AuditedEvent event = app.events().only("message-consumed");
        assertThat(event.text("event.start")).isLessThanOrEqualTo(event.text("@timestamp"));
        assertThat(event.text("messaging.consumer.group.name")).isEqualTo("row16");
        assertThat(event.text("kafka_audit.listener.id")).isEqualTo("quiet");
        assertThat(event.number("kafka_audit.delivery.attempt")).isEqualTo(1);
        assertThat(event.text("kafka_audit.consumer.member_id")).isNotEmpty();
        assertThat(event.text("kafka_audit.payload.hash"))
                .isEqualTo(app.events().only("message-produced").text("kafka_audit.payload.hash"));
        assertThat(app.events().only("offset-committed").text("kafka_audit.commit.mode"))
                .isEqualTo("sync");
    }

    @Test
    @TruthTableRow(
            value = 26,
            when = "A `RecordFilterStrategy` discards the record",
            recorded = "`message-filtered`; never `message-consumed`")
    void recordsAFilteredRecordAsFiltered() {
        TruthApplication app = TruthApplication.run("row26", Filtering.class);
        try (app) {
            app.send("k", "drop");
            app.settle();
        }

        assertThat(app.events().consumption("row26"))
                .containsSubsequence("message-filtered 0", "message-consumed 1")
                .doesNotContain("message-consumed 0");
    }

    @Test
    @TruthTableRow(
            value = 27,
            when = "An interceptor of the application swallows the record",
            recorded = "`message-skipped`; never `message-consumed`")
    void recordsASkippedRecordAsSkipped() {
        TruthApplication app = TruthApplication.run("row27", RecordListenerRows.Intercepting.class);
        try (app) {
            app.send("k", "skip");
            app.settle();
        }

        assertThat(app.events().consumption("row27"))
                .containsSubsequence("message-skipped 0", "message-consumed 1")
                .doesNotContain("message-consumed 0");
    }

    @Test
    @TruthTableRow(
            value = 29,
            when = "A listener sends the record back (`nack`)",
            recorded = "`message-rejected`, although the container reports success; the redelivery is attempt 2")
    void recordsARecordSentBackAsRejected() {
        TruthApplication app =
                TruthApplication.run("row29", NackingOnce.class, "spring.kafka.listener.ack-mode=manual");
        try (app) {
            app.send("k", "v");
            app.events().await("offset-committed", 1);
        }

        assertThat(app.events().consumption("row29"))
                .containsExactly("message-rejected 0", "message-consumed 0", "offset-committed 1");
        AuditedEvent consumed = app.events().only("message-consumed");
        assertThat(consumed.number("kafka_audit.delivery.attempt")).isEqualTo(2);
        assertThat(consumed.flag("kafka_audit.delivery.redelivered")).isTrue();
        assertThat(consumed.flag("kafka_audit.delivery.uncommitted")).isFalse();
    }

    @Test
    @TruthTableRow(
            value = 30,
            when = "A listener that acknowledges by hand returns without doing so",
            recorded = "`message-consumed` with `delivery.uncommitted` true, written when the partition is revoked, the"
                    + " consumer closed, or after a minute")
    void recordsAProcessedRecordWithoutACommit() {
        TruthApplication app = TruthApplication.run("row30", Forgetting.class, "spring.kafka.listener.ack-mode=manual");
        try (app) {
            app.send("k", "v");
            org.awaitility.Awaitility.await()
                    .until(() -> app.bean(Forgetting.class).received.get() == 1);
        }

        assertThat(app.events().consumption("row30")).containsExactly("message-consumed 0");
        assertThat(app.events().only("message-consumed").flag("kafka_audit.delivery.uncommitted"))
                .isTrue();
    }

    @Test
    @TruthTableRow(
            value = 47,
            when = "A JSON deserializer removes the type headers",
            recorded = "`kafka_audit.record.headers` as they were on the broker")
    void recordsTheHeadersOfTheWire() {
        TruthApplication app = TruthApplication.run(
                "row47",
                RecordListenerRows.Quiet.class,
                "spring.kafka.producer.value-serializer=" + TruthApplication.jsonClass("Serializer"),
                "spring.kafka.consumer.value-deserializer=" + TruthApplication.jsonClass("Deserializer"),
                "spring.kafka.consumer.properties.spring.json.trusted.packages=*");
        try (app) {
            ProducerRecord<String, Object> record = new ProducerRecord<>("row47", "k", "v");
            TruthApplication.get(app.<String, Object>template().send(record));
            app.events().await("offset-committed", 1);
        }

        for (String action : new String[] {"message-produced", "message-consumed"}) {
            assertThat(app.events().only(action).text("kafka_audit.record.headers.__TypeId__"))
                    .as(action)
                    .isEqualTo("java.lang.String");
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class Answering {

        @KafkaListener(topics = "${topic}")
        @SendTo("row14.replies")
        String receive(String payload) {
            return "re: " + payload;
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class Filtering {

        @Bean
        static RecordFilterStrategy<Object, Object> filter() {
            return record -> "drop".equals(record.value());
        }

        @KafkaListener(topics = "${topic}", filter = "filter")
        void receive(String payload) {}
    }

    @Configuration(proxyBeanMethods = false)
    static class NackingOnce {

        private final AtomicInteger calls = new AtomicInteger();

        @KafkaListener(topics = "${topic}")
        void receive(String payload, Acknowledgment acknowledgment) {
            if (calls.incrementAndGet() == 1) {
                acknowledgment.nack(java.time.Duration.ZERO);
            } else {
                acknowledgment.acknowledge();
            }
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class Forgetting {

        final AtomicInteger received = new AtomicInteger();

        @KafkaListener(topics = "${topic}")
        void receive(String payload, Acknowledgment acknowledgment) {
            received.incrementAndGet();
        }
    }
}
