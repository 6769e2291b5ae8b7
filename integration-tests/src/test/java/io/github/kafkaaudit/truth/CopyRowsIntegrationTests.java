package io.github.kafkaaudit.truth;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.kafkaaudit.embedded.junit.EmbeddedAudit;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.kafka.annotation.BackOff;
import org.springframework.kafka.annotation.DltHandler;
import org.springframework.kafka.annotation.EnableKafkaRetryTopic;
import org.springframework.kafka.annotation.KafkaListener;
import org.springframework.kafka.annotation.RetryableTopic;
import org.springframework.kafka.core.DefaultKafkaProducerFactory;
import org.springframework.kafka.core.KafkaTemplate;
import org.springframework.kafka.core.ProducerFactory;
import org.springframework.kafka.listener.DeadLetterPublishingRecoverer;
import org.springframework.kafka.listener.DeadLetterPublishingRecoverer.HeaderNames;
import org.springframework.kafka.listener.DefaultErrorHandler;
import org.springframework.scheduling.TaskScheduler;
import org.springframework.scheduling.concurrent.ThreadPoolTaskScheduler;
import org.springframework.util.backoff.FixedBackOff;

/** What is a copy, and of what; and what only looks like one. */
@EmbeddedAudit
class CopyRowsIntegrationTests {

    @Test
    @TruthTableRow(
            value = 51,
            when = "The dead-letter topic of a `@RetryableTopic` has a name of the application's choice",
            recorded =
                    "`message-retry-scheduled` for the retry topic, `message-dead-lettered` for the dead-letter topic:"
                            + " spring-kafka is asked what a topic is, not its name")
    void asksWhatATopicIsAndNotItsName() {
        for (String suffix : List.of("-retry", ".dlq")) {
            TruthApplication.createTopic("row51" + suffix, 1);
        }
        TruthApplication app = TruthApplication.run("row51", OtherSuffix.class);
        try (app) {
            app.send("k", "fail");
            app.events().awaitMatching(event -> is(event, "message-consumed", "row51.dlq"), 1);
        }

        assertThat(app.events().only("message-retry-scheduled").text("kafka_audit.dead_letter.coordinate"))
                .isEqualTo("row51-retry/0/0");
        assertThat(app.events().only("message-dead-lettered").text("kafka_audit.dead_letter.coordinate"))
                .isEqualTo("row51.dlq/0/0");
    }

    @ParameterizedTest
    @ValueSource(classes = {OtherNames.class, NoNames.class})
    @TruthTableRow(
            value = 52,
            when = "The headers of a dead letter have names of the application's choice, or name no original",
            recorded = "`message-dead-lettered` with the copy's coordinate; the copy's `message-produced` names the"
                    + " original")
    void recognisesADeadLetterByWhoSendsIt(Class<?> configuration) {
        String name = "row52." + configuration.getSimpleName();
        TruthApplication.createTopic(name + "-dlt", 1);
        TruthApplication app = TruthApplication.run(name, configuration);
        try (app) {
            app.send("k", "fail");
            app.settle();
        }

        AuditedEvent dead = app.events().only("message-dead-lettered");
        assertThat(dead.text("event.outcome")).isEqualTo("success");
        assertThat(dead.text("kafka_audit.dead_letter.coordinate")).isEqualTo(name + "-dlt/0/0");
        AuditedEvent copy = app.events()
                .matching(event -> is(event, "message-produced", name + "-dlt"))
                .get(0);
        assertThat(copy.text("kafka_audit.original.topic")).isEqualTo(name);
        assertThat(copy.number("kafka_audit.original.offset")).isZero();
    }

    @Test
    @TruthTableRow(
            value = 53,
            when = "A dead letter is published again on its first topic, three times, with all its headers",
            recorded =
                    "three publications: `message-produced` with `caused_by.*` and without `original.*`; consumed, they"
                            + " are no copies of anything in their own topic")
    void takesAReplayedDeadLetterForAPublication() {
        TruthApplication.createTopic("row53-dlt", 1);
        TruthApplication app = TruthApplication.run("row53", Replaying.class);
        try (app) {
            app.send("k", "replay me");
            app.events().awaitMatching(event -> is(event, "message-consumed", "row53"), 3);
        }

        assertThat(app.events().of("message-dead-lettered")).hasSize(1);
        List<AuditedEvent> published = app.events().matching(event -> is(event, "message-produced", "row53"));
        assertThat(published).hasSize(4).noneMatch(event -> event.has("kafka_audit.original"));
        assertThat(published.subList(1, 4))
                .allMatch(
                        event -> event.text("kafka_audit.caused_by.coordinate").equals("row53-dlt/0/0"));
        assertThat(published)
                .extracting(event -> event.text("messaging.message.id"))
                .doesNotHaveDuplicates();
        assertThat(app.events().matching(event -> is(event, "message-consumed", "row53")))
                .noneMatch(event -> event.has("kafka_audit.original"))
                .allMatch(event -> event.number("kafka_audit.delivery.attempt") == 1);
    }

    @Test
    @TruthTableRow(
            value = 54,
            when = "A recoverer of the application's own sends the record on by itself, without any headers",
            recorded =
                    "`message-dead-lettered` with the coordinate of the send that carried the record's value, once the"
                            + " record's offset is committed")
    void takesASendOfTheSameValueForTheDeadLetterOfARecordThatIsGivenUp() {
        TruthApplication.createTopic("row54.parked", 1);
        TruthApplication app = TruthApplication.run("row54", Parking.class);
        try (app) {
            app.send("k", "fail");
            app.settle();
        }

        assertThat(app.events().only("message-dead-lettered").text("kafka_audit.dead_letter.coordinate"))
                .isEqualTo("row54.parked/0/0");
    }

    @Test
    @TruthTableRow(
            value = 55,
            when = "Every failed attempt is published elsewhere, and a later attempt succeeds",
            recorded = "the failed attempt and the send that it caused; no `message-dead-lettered`")
    void takesAnErrorReportForNoDeadLetter() {
        TruthApplication.createTopic("row55.errors", 1);
        TruthApplication app = TruthApplication.run("row55", Reporting.class);
        try (app) {
            app.send("k", "once");
            app.settle();
        }

        assertThat(app.events().of("message-dead-lettered")).isEmpty();
        assertThat(app.events().consumption("row55"))
                .containsSubsequence("message-consume-failed 0", "message-consumed 0");
        assertThat(app.events()
                        .matching(event -> is(event, "message-produced", "row55.errors"))
                        .get(0)
                        .text("kafka_audit.caused_by.coordinate"))
                .isEqualTo("row55/0/0");
    }

    @Test
    @TruthTableRow(
            value = 56,
            when = "A listener acknowledges first and fails then; the record is tried again",
            recorded =
                    "`message-consume-failed`, `message-consumed`; nobody gave it up, although its offset was committed"
                            + " in between")
    void givesUpNothingThatIsTriedAgain() {
        TruthApplication app =
                TruthApplication.run("row56", AcknowledgingFirst.class, "spring.kafka.listener.ack-mode=manual");
        try (app) {
            app.send("k", "once");
            app.settle();
        }

        assertThat(app.events().of("message-dead-lettered")).isEmpty();
        assertThat(app.events().consumption("row56"))
                .containsSubsequence("message-consume-failed 0", "message-consumed 0");
    }

    @Test
    @TruthTableRow(
            value = 57,
            when = "The result of an asynchronous listener fails, and the record goes to a dead-letter topic",
            recorded = "`message-consume-failed` and `message-dead-lettered` with the copy's coordinate, although no"
                    + " interceptor is told of either")
    void recognisesTheDeadLetterOfAnAsynchronousListener() {
        TruthApplication.createTopic("row57-dlt", 1);
        TruthApplication app = TruthApplication.run("row57", FailingLater.class);
        try (app) {
            app.send("k", "fail");
            app.events().await("message-dead-lettered", 1);
        }

        assertThat(app.events().of("message-consume-failed")).hasSize(1);
        assertThat(app.events().only("message-dead-lettered").text("kafka_audit.dead_letter.coordinate"))
                .isEqualTo("row57-dlt/0/0");
    }

    @Test
    @TruthTableRow(
            value = 58,
            when = "The template of a recoverer is no bean",
            recorded = "its sends, as those of any other: `message-produced` and `message-dead-lettered`")
    void seesTheSendsOfARecoverersOwnTemplate() {
        TruthApplication.createTopic("row58-dlt", 1);
        TruthApplication app = TruthApplication.run("row58", OwnTemplate.class);
        try (app) {
            app.send("k", "fail");
            app.settle();
        }

        assertThat(app.events().only("message-dead-lettered").text("kafka_audit.dead_letter.coordinate"))
                .isEqualTo("row58-dlt/0/0");
        assertThat(app.events().matching(event -> is(event, "message-produced", "row58-dlt")))
                .hasSize(1);
    }

    @Test
    @TruthTableRow(
            value = 59,
            when = "A relay that is not audited passes headers on to another topic",
            recorded = "the record's `ka-id` is `caused_by.message_id`, not its own id: a message id counts only on the"
                    + " topic that it was made for",
            limit = "Passed on within the same topic, only the producing side's events tell the two apart.")
    void takesAnIdThatWasPassedOnForInherited() {
        TruthApplication.createTopic("row59.out", 1);
        TruthApplication app = TruthApplication.run("row59", Relayed.class);
        try (app) {
            app.send("k", "v");
            app.events().awaitMatching(event -> is(event, "message-consumed", "row59.out"), 1);
        }

        String id = app.events().only("message-produced").text("messaging.message.id");
        AuditedEvent first = app.events()
                .matching(event -> is(event, "message-consumed", "row59"))
                .get(0);
        assertThat(first.text("messaging.message.id")).isEqualTo(id);
        assertThat(first.text("kafka_audit.claimed")).isEqualTo("[\"messaging.message.id\",\"service.origin.name\"]");
        AuditedEvent relayed = app.events()
                .matching(event -> is(event, "message-consumed", "row59.out"))
                .get(0);
        assertThat(relayed.has("messaging.message.id")).isFalse();
        assertThat(relayed.has("service.origin.name")).isFalse();
        assertThat(relayed.text("kafka_audit.caused_by.message_id")).isEqualTo(id);
    }

    @Test
    @TruthTableRow(
            value = 60,
            when = "Somebody writes headers that only look like ours or spring-kafka's",
            recorded =
                    "what has not the right form or range is in `record.headers` and nowhere else; what has is listed in"
                            + " `kafka_audit.claimed`")
    void believesHeadersOnlyAsFarAsTheirFormGoes() {
        TruthApplication app = TruthApplication.run("row60", Plain.class);
        try (app) {
            Headers headers = new RecordHeaders()
                    .add("ka-id", "not-an-id".getBytes(UTF_8))
                    .add("ka-svc", "a\nb".getBytes(UTF_8))
                    .add("kafka_original-topic", "../etc".getBytes(UTF_8))
                    .add(
                            "retry_topic-attempts",
                            ByteBuffer.allocate(4).putInt(Integer.MAX_VALUE).array());
            outside(new ProducerRecord<>("row60", null, "k", "v", headers));
            app.events().await("message-consumed", 1);
        }

        AuditedEvent event = app.events().only("message-consumed");
        for (String field : List.of("messaging.message.id", "service.origin.name", "kafka_audit.original")) {
            assertThat(event.has(field)).as(field).isFalse();
        }
        assertThat(event.has("kafka_audit.claimed")).isFalse();
        assertThat(event.number("kafka_audit.delivery.attempt")).isEqualTo(1);
        assertThat(event.text("kafka_audit.record.headers.ka-id")).isEqualTo("not-an-id");
    }

    private static boolean is(AuditedEvent event, String action, String topic) {
        return event.action().equals(action) && event.topic().equals(topic);
    }

    private static void outside(ProducerRecord<String, String> record) {
        try (KafkaProducer<String, String> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", TruthApplication.bootstrapServers()),
                new StringSerializer(),
                new StringSerializer())) {
            TruthApplication.get(producer.send(record));
        }
    }

    @Configuration(proxyBeanMethods = false)
    @EnableKafkaRetryTopic
    static class OtherSuffix {

        @Bean
        static TaskScheduler scheduler() {
            return new ThreadPoolTaskScheduler();
        }

        @RetryableTopic(
                attempts = "2",
                backOff = @BackOff(delay = 50),
                autoCreateTopics = "false",
                dltTopicSuffix = ".dlq")
        @KafkaListener(topics = "${topic}")
        void receive(String payload) {
            RecordListenerRows.failIfAsked(payload);
        }

        @DltHandler
        void giveUp(String payload) {}
    }

    /** A listener that fails when it is asked to, and a recoverer of the application's making. */
    abstract static class Recovering {

        abstract void customize(DeadLetterPublishingRecoverer recoverer);

        @Bean
        DefaultErrorHandler errorHandler(KafkaTemplate<?, ?> template) {
            DeadLetterPublishingRecoverer recoverer = new DeadLetterPublishingRecoverer(template);
            customize(recoverer);
            return new DefaultErrorHandler(recoverer, new FixedBackOff(0, 0));
        }

        @KafkaListener(topics = "${topic}")
        void receive(String payload) {
            RecordListenerRows.failIfAsked(payload);
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class OtherNames extends Recovering {

        @Override
        void customize(DeadLetterPublishingRecoverer recoverer) {
            recoverer.setHeaderNamesSupplier(() -> HeaderNames.Builder.original()
                    .offsetHeader("x-offset")
                    .timestampHeader("x-timestamp")
                    .timestampTypeHeader("x-timestamp-type")
                    .topicHeader("x-topic")
                    .partitionHeader("x-partition")
                    .consumerGroupHeader("x-group")
                    .exception()
                    .keyExceptionFqcn("x-key-exception")
                    .exceptionFqcn("x-exception")
                    .exceptionCauseFqcn("x-cause")
                    .keyExceptionMessage("x-key-message")
                    .exceptionMessage("x-message")
                    .keyExceptionStacktrace("x-key-trace")
                    .exceptionStacktrace("x-trace")
                    .build());
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class NoNames extends Recovering {

        @Override
        void customize(DeadLetterPublishingRecoverer recoverer) {
            recoverer.excludeHeader(HeaderNames.HeadersToAdd.TOPIC, HeaderNames.HeadersToAdd.OFFSET);
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class Replaying {

        private final AtomicInteger calls = new AtomicInteger();

        @Bean
        static DefaultErrorHandler errorHandler(KafkaTemplate<?, ?> template) {
            return new DefaultErrorHandler(new DeadLetterPublishingRecoverer(template), new FixedBackOff(0, 0));
        }

        @Bean
        static Operator operator(KafkaTemplate<String, String> template) {
            return new Operator(template);
        }

        @KafkaListener(topics = "${topic}")
        void receive(String payload) {
            if (calls.incrementAndGet() == 1) {
                throw new IllegalStateException("the mail server is away");
            }
        }
    }

    static class Operator {

        private final KafkaTemplate<String, String> template;

        Operator(KafkaTemplate<String, String> template) {
            this.template = template;
        }

        @KafkaListener(topics = "${topic}-dlt", groupId = "operator-${topic}")
        void replay(ConsumerRecord<String, String> record) {
            String topic = record.topic().replace("-dlt", "");
            for (int i = 0; i < 3; i++) {
                TruthApplication.get(template.send(
                        new ProducerRecord<>(topic, null, record.key(), record.value(), record.headers())));
            }
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class Parking {

        @Bean
        static DefaultErrorHandler errorHandler(KafkaTemplate<Object, Object> template) {
            return new DefaultErrorHandler(
                    (record, exception) -> template.send(record.topic() + ".parked", record.key(), record.value())
                            .join(),
                    new FixedBackOff(0, 0));
        }

        @KafkaListener(topics = "${topic}")
        void receive(String payload) {
            RecordListenerRows.failIfAsked(payload);
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class Reporting {

        private final AtomicInteger calls = new AtomicInteger();

        @Bean
        static DefaultErrorHandler errorHandler(KafkaTemplate<Object, Object> template) {
            DefaultErrorHandler handler = new DefaultErrorHandler(new FixedBackOff(0, 2));
            handler.setRetryListeners((record, exception, attempt) -> {
                var unused = template.send(record.topic() + ".errors", record.key(), record.value());
            });
            return handler;
        }

        @KafkaListener(topics = "${topic}")
        void receive(String payload) {
            if (calls.incrementAndGet() == 1) {
                throw new IllegalStateException("once");
            }
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class AcknowledgingFirst {

        private final AtomicInteger calls = new AtomicInteger();

        @Bean
        static DefaultErrorHandler errorHandler() {
            return new DefaultErrorHandler(new FixedBackOff(0, 2));
        }

        @KafkaListener(topics = "${topic}")
        void receive(String payload, org.springframework.kafka.support.Acknowledgment acknowledgment) {
            acknowledgment.acknowledge();
            if (calls.incrementAndGet() == 1) {
                throw new IllegalStateException("once");
            }
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class FailingLater {

        @Bean
        static DefaultErrorHandler errorHandler(KafkaTemplate<?, ?> template) {
            return new DefaultErrorHandler(
                    new DeadLetterPublishingRecoverer(
                            template, (record, exception) -> new TopicPartition(record.topic() + "-dlt", 0)),
                    new FixedBackOff(0, 0));
        }

        @KafkaListener(topics = "${topic}")
        CompletableFuture<Void> receive(String payload) {
            return CompletableFuture.runAsync(
                    () -> RecordListenerRows.failIfAsked(payload),
                    CompletableFuture.delayedExecutor(100, TimeUnit.MILLISECONDS));
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class OwnTemplate {

        @Bean
        static DefaultErrorHandler errorHandler(ProducerFactory<?, ?> producers) {
            KafkaTemplate<Object, Object> template =
                    new KafkaTemplate<>(new DefaultKafkaProducerFactory<>(producers.getConfigurationProperties()));
            template.setCloseTimeout(Duration.ofSeconds(1));
            return new DefaultErrorHandler(new DeadLetterPublishingRecoverer(template), new FixedBackOff(0, 0));
        }

        @KafkaListener(topics = "${topic}")
        void receive(String payload) {
            RecordListenerRows.failIfAsked(payload);
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class Plain {

        @KafkaListener(topics = "${topic}")
        void receive(String payload) {}
    }

    @Configuration(proxyBeanMethods = false)
    static class Relayed {

        @KafkaListener(topics = "${topic}")
        void relay(ConsumerRecord<String, String> record) {
            outside(new ProducerRecord<>(
                    record.topic() + ".out", null, record.key(), record.value(), record.headers()));
        }

        @KafkaListener(topics = "${topic}.out", groupId = "out-${topic}")
        void receive(String payload) {}
    }
}
