package io.github.kafkaaudit.truth;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.kafkaaudit.embedded.junit.EmbeddedAudit;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.kafka.annotation.KafkaListener;
import org.springframework.kafka.config.KafkaListenerEndpointRegistry;
import org.springframework.kafka.listener.BatchListenerFailedException;
import org.springframework.kafka.listener.DefaultErrorHandler;
import org.springframework.kafka.listener.adapter.RecordFilterStrategy;
import org.springframework.util.backoff.FixedBackOff;

/** Listeners of whole batches. */
@EmbeddedAudit
class BatchListenerRowsIntegrationTests {

    private static final String[] BATCH = {
        "spring.kafka.listener.type=batch",
        "spring.kafka.listener.auto-startup=false",
        "spring.kafka.consumer.properties.fetch.min.bytes=150",
        "spring.kafka.consumer.fetch-max-wait=300ms"
    };

    @Test
    @TruthTableRow(
            value = 38,
            when = "A batch listener says which record failed (`BatchListenerFailedException`)",
            recorded = "`message-consumed` for the records before it (reason `assumed by the framework`),"
                    + " `message-consume-failed` for it, `message-not-processed` for those behind it, each with its place"
                    + " in the batch")
    void recordsTheOutcomeOfEveryRecordOfABatch() {
        TruthApplication app = TruthApplication.run("row38", FailingAtOneOnce.class, BATCH);
        try (app) {
            startWithThreeRecords(app);
            app.events().await("message-consumed", 3);
        }

        assertThat(app.events().consumption("row38"))
                .containsSubsequence(
                        "message-consume-failed 1",
                        "message-not-processed 2",
                        "message-consumed 1",
                        "message-consumed 2");
        AuditedEvent assumed = app.events().of("message-consumed").get(0);
        assertThat(assumed.line()).isEqualTo("message-consumed 0");
        assertThat(assumed.text("event.reason")).isEqualTo("assumed by the framework");
        AuditedEvent failed = app.events().only("message-consume-failed");
        assertThat(failed.number("kafka_audit.batch.size")).isEqualTo(3);
        assertThat(failed.number("kafka_audit.batch.index")).isEqualTo(1);
        assertThat(app.events().of("message-consumed"))
                .extracting(event -> event.number("kafka_audit.delivery.attempt"))
                .containsExactly(1L, 2L, 2L);
    }

    @Test
    @TruthTableRow(
            value = 39,
            when = "A batch listener fails without saying where, and the batch is tried again in place",
            recorded = "every attempt of every record, each with the payload, although there is no poll in between")
    void recordsEveryAttemptOfABatchInPlace() {
        TruthApplication app = TruthApplication.run("row39", FailingTwice.class, BATCH);
        try (app) {
            startWithThreeRecords(app);
            app.events().await("message-consumed", 3);
        }

        assertThat(app.events().of("message-consume-failed"))
                .extracting(event ->
                        event.number("messaging.kafka.offset") + "#" + event.number("kafka_audit.delivery.attempt"))
                .containsExactly("0#1", "1#1", "2#1", "0#2", "1#2", "2#2");
        assertThat(app.events().of("message-consume-failed"))
                .allSatisfy(event ->
                        assertThat(event.text("kafka_audit.payload.text")).startsWith("v"));
        assertThat(app.events().of("message-consumed"))
                .extracting(event -> event.number("kafka_audit.delivery.attempt"))
                .containsExactly(3L, 3L, 3L);
    }

    @Test
    void recordsTheRecordsThatAFilterTakesOutOfABatch() {
        TruthApplication app = TruthApplication.run("batch.filter", Filtering.class, BATCH);
        try (app) {
            startWithThreeRecords(app);
            app.events().await("offset-committed", 1);
        }

        assertThat(app.events().consumption("batch.filter"))
                .containsExactlyInAnyOrder(
                        "message-consumed 0", "message-filtered 1", "message-consumed 2", "offset-committed 3");
    }

    private static void startWithThreeRecords(TruthApplication app) {
        for (int i = 0; i < 3; i++) {
            app.send("k", "v" + i);
        }
        app.bean(KafkaListenerEndpointRegistry.class).start();
    }

    @Configuration(proxyBeanMethods = false)
    static class FailingAtOneOnce {

        private final AtomicInteger calls = new AtomicInteger();

        @Bean
        static DefaultErrorHandler errorHandler() {
            return new DefaultErrorHandler(new FixedBackOff(0, 2));
        }

        @KafkaListener(topics = "${topic}")
        void receive(List<String> payloads) {
            if (calls.incrementAndGet() == 1) {
                throw new BatchListenerFailedException("the second", 1);
            }
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class FailingTwice {

        private final AtomicInteger calls = new AtomicInteger();

        @Bean
        static DefaultErrorHandler errorHandler() {
            return new DefaultErrorHandler(new FixedBackOff(0, 3));
        }

        @KafkaListener(topics = "${topic}")
        void receive(List<String> payloads) {
            if (calls.incrementAndGet() <= 2) {
                throw new IllegalStateException("somewhere");
            }
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class Filtering {

        @Bean
        static RecordFilterStrategy<Object, Object> filter() {
            return record -> record.offset() == 1;
        }

        @KafkaListener(topics = "${topic}", filter = "filter")
        void receive(List<String> payloads) {}
    }
}
