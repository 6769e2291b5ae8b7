package io.github.kafkaaudit.truth;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.kafkaaudit.embedded.junit.EmbeddedAudit;
import io.github.kafkaaudit.event.OffsetCommit;
import io.github.kafkaaudit.kafka.KafkaAudit;
import io.github.kafkaaudit.kafka.delivery.AuditedDelivery;
import io.github.kafkaaudit.kafka.delivery.DeliverySession;
import io.github.kafkaaudit.kafka.delivery.OpenDelivery;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Serializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.kafka.annotation.KafkaHandler;
import org.springframework.kafka.annotation.KafkaListener;
import org.springframework.kafka.config.ConcurrentKafkaListenerContainerFactory;
import org.springframework.kafka.config.ContainerCustomizer;
import org.springframework.kafka.config.KafkaListenerEndpointRegistry;
import org.springframework.kafka.core.ConsumerFactory;
import org.springframework.kafka.core.DefaultKafkaProducerFactory;
import org.springframework.kafka.core.KafkaTemplate;
import org.springframework.kafka.core.ProducerFactory;
import org.springframework.kafka.listener.BatchInterceptor;
import org.springframework.kafka.listener.CompositeRecordInterceptor;
import org.springframework.kafka.listener.ConcurrentMessageListenerContainer;
import org.springframework.kafka.listener.DefaultErrorHandler;
import org.springframework.kafka.listener.KafkaListenerErrorHandler;
import org.springframework.kafka.listener.adapter.DefaultBatchToRecordAdapter;
import org.springframework.kafka.support.Acknowledgment;
import org.springframework.kafka.support.converter.BatchMessagingMessageConverter;
import org.springframework.kafka.support.converter.JacksonJsonMessageConverter;
import org.springframework.messaging.handler.annotation.SendTo;
import org.springframework.util.backoff.FixedBackOff;

/** A container's success is a report, not a fact: what the listener really did. */
@EmbeddedAudit
class BelievedSuccessRowsIntegrationTests {

    private static final String[] BATCH = {
        "spring.kafka.listener.type=batch",
        "spring.kafka.listener.auto-startup=false",
        "spring.kafka.consumer.properties.fetch.min.bytes=150",
        "spring.kafka.consumer.fetch-max-wait=300ms"
    };

    @Test
    @TruthTableRow(
            value = 61,
            when = "A `KafkaListenerErrorHandler` swallows the exception of a batch listener",
            recorded = "`message-consume-failed` with `delivery.error_swallowed` true for every record of the batch")
    void recordsASwallowedExceptionOfABatch() {
        TruthApplication app = TruthApplication.run("row61", SwallowingBatch.class, BATCH);
        try (app) {
            startWithThreeRecords(app);
            app.events().await("offset-committed", 1);
        }

        assertThat(app.events().of("message-consumed")).isEmpty();
        assertThat(app.events().of("message-consume-failed"))
                .hasSize(3)
                .allMatch(event -> event.flag("kafka_audit.delivery.error_swallowed"))
                .allMatch(event -> event.text("error.type").endsWith("IllegalStateException"));
    }

    @Test
    @TruthTableRow(
            value = 62,
            when =
                    "A `BatchToRecordAdapter` hands the records of a batch out one by one and recovers the one that fails",
            recorded =
                    "`message-consume-failed` with `delivery.error_swallowed` true for that record, `message-consumed`"
                            + " for the others")
    void recordsEachRecordThatABatchAdapterHandsOut() {
        TruthApplication app = TruthApplication.run("row62", OneByOne.class, BATCH);
        try (app) {
            startWithThreeRecords(app);
            app.events().await("offset-committed", 1);
        }

        assertThat(app.events().consumption("row62"))
                .containsExactlyInAnyOrder(
                        "message-consumed 0", "message-consume-failed 1", "message-consumed 2", "offset-committed 3");
        assertThat(app.events().only("message-consume-failed").flag("kafka_audit.delivery.error_swallowed"))
                .isTrue();
    }

    @Test
    @TruthTableRow(
            value = 63,
            when = "A batch converter cannot convert a record and gives the listener null in its place",
            recorded = "`message-deserialization-failed` with the converter's exception for that record,"
                    + " `message-consumed` for the others")
    void recordsWhatABatchConverterCouldNotConvert() {
        TruthApplication app = TruthApplication.run("row63", Converting.class, BATCH);
        try (app) {
            app.send("k", "{\"id\":1,\"padding\":\"............................\"}");
            app.send("k", "no JSON at all .............................................");
            app.send("k", "{\"id\":3,\"padding\":\"............................\"}");
            app.bean(KafkaListenerEndpointRegistry.class).start();
            app.events().await("offset-committed", 1);
        }

        assertThat(app.events().consumption("row63"))
                .containsExactlyInAnyOrder(
                        "message-consumed 0",
                        "message-deserialization-failed 1",
                        "message-consumed 2",
                        "offset-committed 3");
    }

    @Test
    @TruthTableRow(
            value = 64,
            when = "A batch listener returns a CompletableFuture",
            recorded = "`message-consumed` for every record when it completed, with the whole duration")
    void recordsAnAsynchronousBatchWhenItsResultCompletes() {
        TruthApplication app = TruthApplication.run("row64", LaterBatch.class, BATCH);
        try (app) {
            startWithThreeRecords(app);
            app.events().await("message-consumed", 3);
        }

        assertThat(app.events().of("message-consumed"))
                .hasSize(3)
                .allMatch(event ->
                        event.number("event.duration") > Duration.ofMillis(150).toNanos());
    }

    @Test
    @TruthTableRow(
            value = 65,
            when = "An interceptor of the application takes a record out of a batch",
            recorded = "`message-skipped` for that record, `message-consumed` for the others")
    void recordsWhatAnInterceptorTakesOutOfABatch() {
        TruthApplication app = TruthApplication.run("row65", TakingOut.class, BATCH);
        try (app) {
            startWithThreeRecords(app);
            app.events().await("offset-committed", 1);
        }

        assertThat(app.events().consumption("row65"))
                .contains("message-consumed 0", "message-skipped 1", "message-consumed 2")
                .doesNotContain("message-consumed 1", "message-not-processed 1");
    }

    @Test
    @TruthTableRow(
            value = 66,
            when = "Records are acknowledged later and out of order (`asyncAcks`), one of them never",
            recorded =
                    "`message-consumed` for each; with `delivery.uncommitted` true for that record and those behind it")
    void recordsWhatAsynchronousAcknowledgementsLeaveUncommitted() {
        TruthApplication app = TruthApplication.run(
                "row66",
                AcknowledgingLater.class,
                "spring.kafka.listener.ack-mode=manual",
                "spring.kafka.listener.async-acks=true",
                "spring.kafka.listener.auto-startup=false");
        try (app) {
            startWithThreeRecords(app);
            app.events().await("offset-committed", 1);
            Awaitility.await()
                    .until(() -> app.bean(AcknowledgingLater.class).calls.get() == 3);
        }

        assertThat(app.events().of("message-consumed"))
                .hasSize(3)
                .allMatch(event ->
                        event.flag("kafka_audit.delivery.uncommitted") == (event.number("messaging.kafka.offset") > 0));
    }

    @Test
    @TruthTableRow(
            value = 67,
            when = "Observation is switched on for listeners, and nobody is there to observe",
            recorded = "an asynchronous success as `message-consumed` when it completed, a swallowed exception as"
                    + " `message-consume-failed`: what happens counts, no setting does")
    void needsNobodyWhoObserves() {
        TruthApplication.createTopic("row67.swallowed", 1);
        TruthApplication app =
                TruthApplication.run("row67", Unobserved.class, "spring.kafka.listener.observation-enabled=true");
        try (app) {
            app.send("k", "later");
            TruthApplication.get(app.template().send("row67.swallowed", "k", "fail"));
            app.events().await("message-consumed", 1);
            app.events().await("message-consume-failed", 1);
        }

        assertThat(app.events().only("message-consumed").topic()).isEqualTo("row67");
        assertThat(app.events().only("message-consume-failed").topic()).isEqualTo("row67.swallowed");
        assertThat(app.events().of("message-not-processed")).isEmpty();
    }

    @Test
    @TruthTableRow(
            value = 68,
            when = "A listener's reply (`@SendTo`) cannot be sent; spring-kafka drops that exception",
            recorded = "`message-consume-failed` with `delivery.error_swallowed` true and the reason, beside the send's"
                    + " `message-produce-failed`")
    void recordsAReplyThatCouldNotBeSent() {
        TruthApplication app = TruthApplication.run("row68", Replying.class);
        try (app) {
            app.send("k", "reply");
            app.events().await("offset-committed", 1);
        }

        AuditedEvent event = app.events().only("message-consume-failed");
        assertThat(event.text("event.reason")).startsWith("the reply could not be sent");
        assertThat(event.flag("kafka_audit.delivery.error_swallowed")).isTrue();
        assertThat(app.events().only("message-produce-failed").text("kafka_audit.caused_by.coordinate"))
                .isEqualTo("row68/0/0");
    }

    @Test
    @TruthTableRow(
            value = 69,
            when =
                    "A listener catches an exception, says so (`AuditedDelivery.current().failed(exception)`) and returns",
            recorded = "`message-consume-failed` with the exception, the reason `reported by the application`, and"
                    + " `delivery.error_swallowed` true",
            limit = "Without that line such a failure cannot be seen.")
    void recordsAFailureThatTheApplicationReports() {
        TruthApplication app = TruthApplication.run("row69", ReportingItself.class);
        try (app) {
            app.send("k", "fail");
            app.events().await("offset-committed", 1);
        }

        AuditedEvent event = app.events().only("message-consume-failed");
        assertThat(event.text("event.reason")).isEqualTo("reported by the application");
        assertThat(event.flag("kafka_audit.delivery.error_swallowed")).isTrue();
        assertThat(app.events().of("message-consumed")).isEmpty();
    }

    @Test
    @TruthTableRow(
            value = 70,
            when = "A method of a class-level `@KafkaListener` fails, and an error handler swallows the exception",
            recorded = "`message-consume-failed` with `delivery.error_swallowed` true, as for any other method")
    void recordsASwallowedExceptionOfAHandlerMethod() {
        TruthApplication app = TruthApplication.run("row70", WithHandlers.class);
        try (app) {
            app.send("k", "fail");
            app.events().await("offset-committed", 1);
        }

        assertThat(app.events().only("message-consume-failed").flag("kafka_audit.delivery.error_swallowed"))
                .isTrue();
        assertThat(app.events().of("message-consumed")).isEmpty();
    }

    @Test
    @TruthTableRow(
            value = 71,
            when = "Somebody seeks to an offset before the first that this process had",
            recorded = "the records from there on as attempt 1; those that this process had already as attempt 2")
    void countsNoAttemptsThatNeverWere() {
        TruthApplication app = TruthApplication.run("row71", Nobody.class);
        try (app) {
            for (int i = 0; i < 4; i++) {
                app.send("k", "v" + i);
            }
            ConsumerFactory<?, ?> consumers = app.bean(ConsumerFactory.class);
            try (Consumer<?, ?> consumer = consumers.createConsumer("row71", "")) {
                TopicPartition partition = new TopicPartition("row71", 0);
                consumer.assign(List.of(partition));
                consumer.seek(partition, 2);
                poll(consumer, 2);
                consumer.seek(partition, 0);
                poll(consumer, 4);
            }
        }

        assertThat(app.events().of("message-delivered"))
                .extracting(event ->
                        event.number("messaging.kafka.offset") + "#" + event.number("kafka_audit.delivery.attempt"))
                .containsExactly("2#1", "3#1", "0#1", "1#1", "2#2", "3#2");
    }

    @Test
    @TruthTableRow(
            value = 72,
            when = "A listener polls another consumer while it processes a record",
            recorded = "what it sends afterwards is still caused by the record that it was handed")
    void keepsTheRecordOfAListenerThatPollsAnotherConsumer() {
        TruthApplication.createTopic("row72.other", 1);
        TruthApplication.createTopic("row72.out", 1);
        TruthApplication app = TruthApplication.run("row72", PollingAnother.class);
        try (app) {
            app.send("k", "v");
            app.events().await("offset-committed", 1);
        }

        AuditedEvent sent = app.events()
                .matching(event -> event.action().equals("message-produced")
                        && event.topic().equals("row72.out"))
                .get(0);
        assertThat(sent.text("kafka_audit.caused_by.coordinate")).isEqualTo("row72/0/0");
    }

    @Test
    @TruthTableRow(
            value = 73,
            when =
                    "Somebody else, such as a tracing agent, wraps the container's interceptor, and ours is installed around"
                            + " that once more",
            recorded =
                    "each hand-over as one delivery and each end as one end: a failed attempt and the one that succeeds")
    void recordsADeliveryOnceWhoeverWrapsTheInterceptors() {
        TruthApplication app = TruthApplication.run("row73", Wrapped.class);
        try (app) {
            app.send("k", "once");
            app.settle();
        }

        assertThat(app.events().consumption("row73").stream().filter(line -> line.startsWith("message-")))
                .containsExactly("message-consume-failed 0", "message-consumed 0", "message-consumed 1");
        assertThat(app.events().of("message-consumed").get(0).number("kafka_audit.delivery.attempt"))
                .isEqualTo(2);
    }

    @Test
    @TruthTableRow(
            value = 74,
            when = "Something that is no listener container hands records out and tells so (`KafkaAudit.session`)",
            recorded =
                    "the same as of a container: `message-consumed`, `message-consume-failed`, the attempt, the commits")
    void recordsWhatAnotherSourceHandsOut() {
        TruthApplication app = TruthApplication.run("row74", Nobody.class);
        try (app) {
            app.send("k", "v");
            app.send("k", "fail");
            KafkaAudit audit = app.bean(KafkaAudit.class);
            DeliverySession session = audit.session("row74", null, "poller");
            try (KafkaConsumer<String, String> consumer = plainConsumer()) {
                TopicPartition partition = new TopicPartition("row74", 0);
                consumer.assign(List.of(partition));
                consumer.seekToBeginning(List.of(partition));
                AtomicInteger polled = new AtomicInteger();
                Awaitility.await().pollInSameThread().until(() -> {
                    for (ConsumerRecord<String, String> record : consumer.poll(Duration.ofMillis(100))) {
                        handle(session, record);
                        polled.incrementAndGet();
                    }
                    return polled.get() == 2;
                });
            }
            audit.close(session);
        }

        assertThat(app.events().consumption("row74"))
                .containsExactly("message-consumed 0", "offset-committed 1", "message-consume-failed 1");
        assertThat(app.events().only("message-consumed").text("kafka_audit.listener.id"))
                .isEqualTo("poller");
    }

    private static void handle(DeliverySession session, ConsumerRecord<String, String> record) {
        OpenDelivery delivery = Objects.requireNonNull(session.handOut(record));
        delivery.reachedListener();
        try {
            RecordListenerRows.failIfAsked(record.value());
            session.reports().returned(delivery);
            session.consumer()
                    .committed(
                            new TopicPartition(record.topic(), record.partition()),
                            record.offset() + 1,
                            OffsetCommit.Mode.SYNC);
        } catch (RuntimeException e) {
            session.reports().threw(delivery, record, e);
        }
        session.released();
    }

    private static KafkaConsumer<String, String> plainConsumer() {
        return new KafkaConsumer<>(
                Map.of("bootstrap.servers", TruthApplication.bootstrapServers()),
                new StringDeserializer(),
                new StringDeserializer());
    }

    private static void poll(Consumer<?, ?> consumer, int count) {
        AtomicInteger polled = new AtomicInteger();
        Awaitility.await()
                .pollInSameThread()
                .until(() ->
                        polled.addAndGet(consumer.poll(Duration.ofMillis(100)).count()) >= count);
    }

    private static void startWithThreeRecords(TruthApplication app) {
        for (int i = 0; i < 3; i++) {
            app.send("k", "v" + i);
        }
        app.bean(KafkaListenerEndpointRegistry.class).start();
    }

    @Configuration(proxyBeanMethods = false)
    static class SwallowingBatch {

        @Bean
        static KafkaListenerErrorHandler swallow() {
            return (message, exception) -> "swallowed";
        }

        @KafkaListener(topics = "${topic}", errorHandler = "swallow")
        void receive(List<String> payloads) {
            throw new IllegalStateException("the database is away");
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class OneByOne {

        @Bean
        static ConcurrentKafkaListenerContainerFactory<Object, Object> oneByOne(
                ConsumerFactory<Object, Object> consumers) {
            ConcurrentKafkaListenerContainerFactory<Object, Object> factory =
                    new ConcurrentKafkaListenerContainerFactory<>();
            factory.setConsumerFactory(consumers);
            factory.setBatchListener(true);
            factory.setAutoStartup(false);
            factory.setBatchToRecordAdapter(new DefaultBatchToRecordAdapter<>((record, exception) -> {}));
            return factory;
        }

        @KafkaListener(topics = "${topic}", containerFactory = "oneByOne")
        void receive(String payload) {
            if (payload.equals("v1")) {
                throw new IllegalStateException("this one");
            }
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class Converting {

        @Bean
        static ConcurrentKafkaListenerContainerFactory<Object, Object> converting(
                ConsumerFactory<Object, Object> consumers) {
            ConcurrentKafkaListenerContainerFactory<Object, Object> factory =
                    new ConcurrentKafkaListenerContainerFactory<>();
            factory.setConsumerFactory(consumers);
            factory.setBatchListener(true);
            factory.setAutoStartup(false);
            factory.setBatchMessageConverter(new BatchMessagingMessageConverter(new JacksonJsonMessageConverter()));
            return factory;
        }

        @KafkaListener(topics = "${topic}", containerFactory = "converting")
        void receive(List<Payload> payloads) {}
    }

    /** What a record is converted to. */
    public record Payload(int id, String padding) {}

    @Configuration(proxyBeanMethods = false)
    static class LaterBatch {

        @KafkaListener(topics = "${topic}")
        CompletableFuture<Void> receive(List<String> payloads) {
            return CompletableFuture.runAsync(() -> {}, CompletableFuture.delayedExecutor(200, TimeUnit.MILLISECONDS));
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class TakingOut {

        @Bean
        static BatchInterceptor<Object, Object> takingOut() {
            return (records, consumer) -> {
                List<ConsumerRecord<Object, Object>> kept = new ArrayList<>();
                records.forEach(record -> {
                    if (record.offset() != 1) {
                        kept.add(record);
                    }
                });
                return new ConsumerRecords<>(
                        Map.of(records.partitions().iterator().next(), kept), records.nextOffsets());
            };
        }

        @KafkaListener(topics = "${topic}")
        void receive(List<String> payloads) {}
    }

    @Configuration(proxyBeanMethods = false)
    static class AcknowledgingLater {

        final AtomicInteger calls = new AtomicInteger();

        @KafkaListener(topics = "${topic}")
        void receive(String payload, Acknowledgment acknowledgment) {
            calls.incrementAndGet();
            if (!payload.equals("v1")) {
                CompletableFuture.delayedExecutor(100, TimeUnit.MILLISECONDS).execute(acknowledgment::acknowledge);
            }
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class Unobserved {

        @Bean
        static KafkaListenerErrorHandler swallow() {
            return (message, exception) -> "swallowed";
        }

        @KafkaListener(topics = "${topic}")
        CompletableFuture<Void> later(String payload) {
            return CompletableFuture.runAsync(() -> {}, CompletableFuture.delayedExecutor(100, TimeUnit.MILLISECONDS));
        }

        @KafkaListener(topics = "${topic}.swallowed", errorHandler = "swallow")
        void swallowed(String payload) {
            throw new IllegalStateException("away");
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class Replying {

        @Bean
        static KafkaTemplate<String, Object> replies(ProducerFactory<?, ?> producers) {
            Serializer<Object> refusing = (topic, data) -> {
                throw new SerializationException("not this");
            };
            return new KafkaTemplate<>(new DefaultKafkaProducerFactory<>(
                    producers.getConfigurationProperties(),
                    new org.apache.kafka.common.serialization.StringSerializer(),
                    refusing));
        }

        @Bean
        static KafkaTemplate<Object, Object> kafkaTemplate(ProducerFactory<Object, Object> producers) {
            return new KafkaTemplate<>(producers);
        }

        @Bean
        static ConcurrentKafkaListenerContainerFactory<Object, Object> replying(
                ConsumerFactory<Object, Object> consumers, KafkaTemplate<String, Object> replies) {
            ConcurrentKafkaListenerContainerFactory<Object, Object> factory =
                    new ConcurrentKafkaListenerContainerFactory<>();
            factory.setConsumerFactory(consumers);
            factory.setReplyTemplate(replies);
            return factory;
        }

        @KafkaListener(topics = "${topic}", containerFactory = "replying")
        @SendTo("${topic}.replies")
        String receive(String payload) {
            return "answer";
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class ReportingItself {

        @KafkaListener(topics = "${topic}")
        void receive(String payload) {
            try {
                RecordListenerRows.failIfAsked(payload);
            } catch (RuntimeException e) {
                AuditedDelivery.current().failed(e);
            }
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class WithHandlers {

        @Bean
        static KafkaListenerErrorHandler swallow() {
            return (message, exception) -> "swallowed";
        }

        @Bean
        static Handlers handlers() {
            return new Handlers();
        }
    }

    @KafkaListener(topics = "${topic}", errorHandler = "swallow")
    static class Handlers {

        @KafkaHandler(isDefault = true)
        void receive(String payload) {
            RecordListenerRows.failIfAsked(payload);
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class Nobody {}

    @Configuration(proxyBeanMethods = false)
    static class Wrapped {

        private final AtomicInteger calls = new AtomicInteger();

        @Bean
        static DefaultErrorHandler errorHandler() {
            return new DefaultErrorHandler(new FixedBackOff(0, 2));
        }

        @Bean
        static ContainerCustomizer<Object, Object, ConcurrentMessageListenerContainer<Object, Object>> wrapping() {
            return container -> container.setRecordInterceptor(
                    new CompositeRecordInterceptor<>(Objects.requireNonNull(container.getRecordInterceptor())));
        }

        @KafkaListener(topics = "${topic}")
        void receive(String payload) {
            if (calls.incrementAndGet() == 1) {
                throw new IllegalStateException("once");
            }
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class PollingAnother {

        private final ConsumerFactory<?, ?> consumers;
        private final KafkaTemplate<Object, Object> template;

        PollingAnother(ConsumerFactory<?, ?> consumers, KafkaTemplate<Object, Object> template) {
            this.consumers = consumers;
            this.template = template;
        }

        @KafkaListener(topics = "${topic}")
        void receive(ConsumerRecord<String, String> record) {
            try (Consumer<?, ?> other = consumers.createConsumer(record.topic() + ".other", "")) {
                other.assign(List.of(new TopicPartition(record.topic() + ".other", 0)));
                other.poll(Duration.ofMillis(50));
            }
            TruthApplication.get(template.send(record.topic() + ".out", "k", "v"));
        }
    }
}
