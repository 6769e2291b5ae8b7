package io.github.kafkaaudit.truth;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.kafkaaudit.embedded.junit.EmbeddedAudit;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.kafka.annotation.KafkaListener;
import org.springframework.kafka.core.KafkaOperations;
import org.springframework.kafka.listener.DeadLetterPublishingRecoverer;
import org.springframework.kafka.listener.DefaultErrorHandler;
import org.springframework.kafka.listener.KafkaListenerErrorHandler;
import org.springframework.util.backoff.FixedBackOff;

/** How a delivery fails, and what becomes of its record. */
@EmbeddedAudit
class FailureRowsIntegrationTests {

    private static final String EHD = "spring.kafka.consumer.value-deserializer="
            + "org.springframework.kafka.support.serializer.ErrorHandlingDeserializer";
    private static final String EHD_DELEGATE =
            "spring.kafka.consumer.properties.spring.deserializer.value.delegate.class=" + Picky.class.getName();

    @Test
    @TruthTableRow(
            value = 17,
            when = "A listener fails and the container tries again from the broker",
            recorded =
                    "one `message-consume-failed` per attempt with its number; when the error handler gives up and no"
                            + " copy was seen, `message-dead-lettered` with outcome `unknown` says so")
    void recordsEveryAttempt() {
        TruthApplication app = TruthApplication.run("row17", Failing.class);
        try (app) {
            app.send("k", "fail");
            app.settle();
        }

        assertThat(app.events().consumption("row17"))
                .containsSubsequence(
                        "message-consume-failed 0",
                        "message-consume-failed 0",
                        "message-consume-failed 0",
                        "offset-committed 1",
                        "message-dead-lettered 0",
                        "message-consumed 1");
        assertThat(app.events().of("message-consume-failed"))
                .extracting(event -> event.number("kafka_audit.delivery.attempt"))
                .containsExactly(1L, 2L, 3L);
        assertThat(app.events().of("message-consume-failed"))
                .allSatisfy(event -> assertThat(event.text("error.type")).endsWith("IllegalStateException"));
        AuditedEvent givenUp = app.events().only("message-dead-lettered");
        assertThat(givenUp.text("event.outcome")).isEqualTo("unknown");
        assertThat(givenUp.text("event.reason"))
                .isEqualTo("given up: its offset was committed after the failure, and no copy of it was seen");
        assertThat(app.events().of("message-consumed")).hasSize(1);
    }

    @Test
    @TruthTableRow(
            value = 18,
            when = "A listener fails and the container tries again in memory, without a poll",
            recorded = "the same as from the broker: attempts 1, 2, 3, each with the payload; the container's header"
                    + " with the attempt is not taken for the record's")
    void countsAttemptsInMemory() {
        TruthApplication app =
                TruthApplication.run("row18", FailingInMemory.class, "spring.kafka.listener.ack-mode=record");
        try (app) {
            app.send("k", "fail");
            app.settle();
        }

        assertThat(app.events().of("message-consume-failed"))
                .extracting(event -> event.number("kafka_audit.delivery.attempt"))
                .containsExactly(1L, 2L, 3L);
        assertThat(app.events().of("message-consume-failed")).allSatisfy(event -> {
            assertThat(event.text("kafka_audit.payload.text")).isEqualTo("fail");
            assertThat(event.has("kafka_audit.record.headers.kafka_deliveryAttempt"))
                    .isFalse();
        });
        assertThat(app.events().of("message-consumed")).hasSize(1);
    }

    @Test
    @TruthTableRow(
            value = 19,
            when = "Records behind a failed one are polled again after the seek",
            recorded = "nothing for them until they are handed out, then `message-consumed` once, as attempt 1")
    void recordsNothingForRecordsThatAreOnlyPolledAgain() {
        TruthApplication app = TruthApplication.run("row19", Failing.class, "spring.kafka.listener.auto-startup=false");
        try (app) {
            app.send("k", "fail");
            app.send("k", "ok");
            app.send("k", "ok");
            app.bean(org.springframework.kafka.config.KafkaListenerEndpointRegistry.class)
                    .start();
            app.settle();
        }

        assertThat(app.events().of("message-consumed"))
                .extracting(AuditedEvent::line)
                .containsExactly("message-consumed 1", "message-consumed 2", "message-consumed 3");
        assertThat(app.events().of("message-consumed"))
                .allSatisfy(event ->
                        assertThat(event.number("kafka_audit.delivery.attempt")).isEqualTo(1));
    }

    @Test
    @TruthTableRow(
            value = 22,
            when = "The error handler publishes the record to a dead-letter topic",
            recorded =
                    "`message-consume-failed`, `message-dead-lettered` with the copy's coordinate, `offset-committed`;"
                            + " the copy's `message-produced` names the original")
    void recordsADeadLetter() {
        TruthApplication.createTopic("row22-dlt", 1);
        TruthApplication app = TruthApplication.run("row22", DeadLettering.class);
        try (app) {
            app.send("k", "fail");
            app.settle();
        }

        assertThat(app.events().consumption("row22"))
                .containsSubsequence(
                        "message-consume-failed 0",
                        "message-dead-lettered 0",
                        "offset-committed 1",
                        "message-consumed 1");
        AuditedEvent event = app.events().only("message-dead-lettered");
        assertThat(event.text("event.outcome")).isEqualTo("success");
        assertThat(event.text("kafka_audit.dead_letter.coordinate")).isEqualTo("row22-dlt/0/0");
        AuditedEvent copy = app.events()
                .matching(produced -> produced.topic().equals("row22-dlt"))
                .get(0);
        assertThat(copy.text("kafka_audit.original.topic")).isEqualTo("row22");
        assertThat(copy.number("kafka_audit.original.offset")).isZero();
        assertThat(copy.text("kafka_audit.caused_by.coordinate")).isEqualTo("row22/0/0");
        assertThat(copy.text("messaging.message.id")).isNotEqualTo(event.text("messaging.message.id"));
    }

    @Test
    @TruthTableRow(
            value = 23,
            when = "The copy for the dead-letter topic cannot be sent, again and again",
            recorded =
                    "`message-dead-lettered` with outcome failure when it happens first, and once more at the end (or"
                            + " every minute) with `kafka_audit.repeat.count`; every attempt of the listener is recorded")
    void recordsAFailingDeadLetterOnceWithACount() {
        TruthApplication.createTopic("row23-dlt", 1, Map.of("max.message.bytes", "10"));
        TruthApplication app = TruthApplication.run("row23", DeadLettering.class);
        try (app) {
            app.send("k", "fail");
            app.events().await("message-consume-failed", 4);
        }

        assertThat(app.events().of("message-dead-lettered")).hasSize(2);
        assertThat(app.events().of("message-dead-lettered"))
                .allSatisfy(event -> assertThat(event.text("event.outcome")).isEqualTo("failure"));
        assertThat(app.events().of("message-dead-lettered").get(0).has("kafka_audit.repeat.count"))
                .isFalse();
        assertThat(app.events().of("message-dead-lettered").get(1).number("kafka_audit.repeat.count"))
                .isGreaterThan(1);
        assertThat(app.events().of("message-consumed")).isEmpty();
    }

    @Test
    @TruthTableRow(
            value = 24,
            when = "`ErrorHandlingDeserializer` catches a value that cannot be read",
            recorded = "`message-deserialization-failed` with the digest of the raw bytes, although no interceptor was"
                    + " called")
    void recordsWhatErrorHandlingDeserializerCaught() {
        TruthApplication app = TruthApplication.run("row24", Failing.class, EHD, EHD_DELEGATE);
        try (app) {
            app.send("k", "unreadable");
            app.settle();
        }

        AuditedEvent event = app.events().only("message-deserialization-failed");
        assertThat(event.line()).isEqualTo("message-deserialization-failed 0");
        assertThat(event.text("kafka_audit.payload.hash"))
                .isEqualTo(app.events().of("message-produced").get(0).text("kafka_audit.payload.hash"));
        assertThat(app.events().of("message-consume-failed")).isEmpty();
        assertThat(app.events().of("message-consumed")).hasSize(1);
    }

    @Test
    @TruthTableRow(
            value = 25,
            when = "A record cannot be read and the poll throws, thousands of times a second (poison pill)",
            recorded = "`message-deserialization-failed` with the raw bytes when it happens first, and once more at the"
                    + " end (or every minute) with `kafka_audit.repeat.*`")
    void recordsAPoisonPillOnceWithACount() throws Exception {
        TruthApplication app = TruthApplication.run(
                "row25",
                RecordListenerRows.Quiet.class,
                "spring.kafka.consumer.value-deserializer=" + Picky.class.getName());
        try (app) {
            app.send("k", "unreadable");
            app.events().await("message-deserialization-failed", 1);
            org.awaitility.Awaitility.await().until(() -> Picky.refusals.get() > 10);
        }

        assertThat(app.events().consumption("row25"))
                .containsExactly("message-deserialization-failed 0", "message-deserialization-failed 0");
        AuditedEvent first = app.events().of("message-deserialization-failed").get(0);
        assertThat(first.text("kafka_audit.payload.text")).isEqualTo("unreadable");
        AuditedEvent last = app.events().of("message-deserialization-failed").get(1);
        assertThat(last.number("kafka_audit.repeat.count")).isGreaterThan(5);
        assertThat(last.text("kafka_audit.repeat.first")).isLessThanOrEqualTo(last.text("kafka_audit.repeat.last"));
    }

    @Test
    @TruthTableRow(
            value = 28,
            when = "An interceptor of the application throws",
            recorded = "`message-consume-failed` with the reason `interceptor threw`")
    void recordsAThrowingInterceptor() {
        TruthApplication app = TruthApplication.run("row28", RecordListenerRows.Intercepting.class);
        try (app) {
            app.send("k", "throw");
            app.settle();
        }

        assertThat(app.events().of("message-consume-failed")).hasSize(3).allSatisfy(event -> {
            assertThat(event.text("event.reason")).isEqualTo("interceptor threw");
            assertThat(event.text("error.type")).endsWith("IllegalStateException");
        });
        assertThat(app.events().of("message-consumed")).hasSize(1);
    }

    @Test
    @TruthTableRow(
            value = 36,
            when = "A `KafkaListenerErrorHandler` swallows the listener's exception",
            recorded = "`message-consume-failed` with `delivery.error_swallowed` true, although the container reports"
                    + " success")
    void recordsASwallowedException() {
        TruthApplication app = TruthApplication.run("row36", Swallowing.class);
        try (app) {
            app.send("k", "fail");
            app.events().await("offset-committed", 1);
        }

        assertThat(app.events().consumption("row36")).containsExactly("message-consume-failed 0", "offset-committed 1");
        AuditedEvent event = app.events().only("message-consume-failed");
        assertThat(event.flag("kafka_audit.delivery.error_swallowed")).isTrue();
        assertThat(event.text("event.reason")).isEqualTo("swallowed by error handler");
        assertThat(event.text("error.type")).endsWith("IllegalStateException");
    }

    /** Refuses one payload. */
    public static final class Picky implements org.apache.kafka.common.serialization.Deserializer<String> {

        static final AtomicInteger refusals = new AtomicInteger();

        @Override
        public String deserialize(String topic, byte[] data) {
            String text = new String(data, java.nio.charset.StandardCharsets.UTF_8);
            if (text.equals("unreadable")) {
                refusals.incrementAndGet();
                throw new org.apache.kafka.common.errors.SerializationException("unreadable");
            }
            return text;
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class Failing {

        @Bean
        DefaultErrorHandler errorHandler() {
            return new DefaultErrorHandler(new FixedBackOff(0, 2));
        }

        @KafkaListener(topics = "${topic}")
        void receive(String payload) {
            RecordListenerRows.failIfAsked(payload);
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class FailingInMemory {

        @Bean
        DefaultErrorHandler errorHandler() {
            DefaultErrorHandler handler = new DefaultErrorHandler(new FixedBackOff(0, 2));
            handler.setSeekAfterError(false);
            return handler;
        }

        @KafkaListener(topics = "${topic}", containerPostProcessor = "attempts")
        void receive(String payload) {
            RecordListenerRows.failIfAsked(payload);
        }

        @Bean
        static org.springframework.kafka.config.ContainerPostProcessor<
                        String,
                        String,
                        org.springframework.kafka.listener.AbstractMessageListenerContainer<String, String>>
                attempts() {
            return container -> container.getContainerProperties().setDeliveryAttemptHeader(true);
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class DeadLettering {

        @Bean
        DefaultErrorHandler errorHandler(KafkaOperations<?, ?> operations) {
            return new DefaultErrorHandler(new DeadLetterPublishingRecoverer(operations), new FixedBackOff(0, 0));
        }

        @KafkaListener(topics = "${topic}")
        void receive(String payload) {
            RecordListenerRows.failIfAsked(payload);
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class Swallowing {

        @Bean
        static KafkaListenerErrorHandler swallow() {
            return (message, exception) -> "swallowed";
        }

        @KafkaListener(topics = "${topic}", errorHandler = "swallow")
        void receive(String payload) {
            RecordListenerRows.failIfAsked(payload);
        }
    }
}
