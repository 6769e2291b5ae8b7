package io.github.kafkaaudit.truth;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.kafkaaudit.AuditSink;
import io.github.kafkaaudit.EncodedAuditEvent;
import io.github.kafkaaudit.embedded.junit.EmbeddedAudit;
import jakarta.annotation.PreDestroy;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Primary;
import org.springframework.kafka.annotation.KafkaListener;
import org.springframework.kafka.config.KafkaListenerEndpointRegistry;
import org.springframework.kafka.core.KafkaTemplate;
import org.springframework.kafka.listener.DefaultErrorHandler;
import org.springframework.util.backoff.FixedBackOff;

/** Containers and applications that end, and an audit that cannot write. */
@EmbeddedAudit
class LifecycleRowsIntegrationTests {

    private static final int SENT = 1_200;

    @Test
    @TruthTableRow(
            value = 40,
            when = "The listener throws an `Error` and its container dies",
            recorded = "`message-not-processed` with the reason `container died`")
    void recordsARecordWhoseContainerDied() {
        TruthApplication app = TruthApplication.run("row40", Dying.class);
        try (app) {
            app.send("k", "v");
            app.events().await("message-not-processed", 1);
        }

        assertThat(app.events().consumption("row40")).containsExactly("message-not-processed 0");
        assertThat(app.events().only("message-not-processed").text("event.reason"))
                .isEqualTo("container died");
        assertThat(app.events().only("message-not-processed").text("event.outcome"))
                .isEqualTo("unknown");
    }

    @Test
    @TruthTableRow(
            value = 41,
            when = "A container stops at once (`immediate-stop`) with records polled but not handed out",
            recorded = "nothing for those; after the restart they are handed out as attempt 1")
    void recordsNothingForRecordsThatWerePolledButNotHandedOut() {
        TruthApplication app = TruthApplication.run(
                "row41",
                StoppingAtFirst.class,
                "spring.kafka.listener.immediate-stop=true",
                "spring.kafka.listener.auto-startup=false",
                "spring.kafka.consumer.properties.fetch.min.bytes=150",
                "spring.kafka.consumer.fetch-max-wait=300ms");
        try (app) {
            for (int i = 0; i < 3; i++) {
                app.send("k", "v" + i);
            }
            KafkaListenerEndpointRegistry registry = app.bean(KafkaListenerEndpointRegistry.class);
            registry.start();
            app.events().await("offset-committed", 1);
            Awaitility.await().until(() -> !registry.isRunning());
            assertThat(app.events().consumption("row41")).containsExactly("message-consumed 0", "offset-committed 1");
            registry.start();
            app.events().await("message-consumed", 3);
        }

        assertThat(app.events().of("message-consumed"))
                .extracting(event ->
                        event.number("messaging.kafka.offset") + "#" + event.number("kafka_audit.delivery.attempt"))
                .containsExactly("0#1", "1#1", "2#1");
        assertThat(app.events().of("message-not-processed")).isEmpty();
    }

    @Test
    @TruthTableRow(
            value = 48,
            when = "The application shuts down with a record in its listener's hands, unacknowledged sends, and a bean"
                    + " that sends when it is destroyed",
            recorded = "all of it; `audit-stopped` is the last event")
    void recordsEverythingUntilTheEnd() {
        TruthApplication app =
                TruthApplication.run("row48", ShuttingDown.class, "spring.kafka.producer.properties.linger.ms=300");
        try (app) {
            app.send("k", "slow");
            Awaitility.await().until(() -> app.bean(ShuttingDown.class).received.get() == 1);
            CompletableFuture<?> lingering = app.<String, String>template().send("row48", "k", "lingering");
            assertThat(lingering).isNotDone();
        }

        assertThat(app.events().consumption("row48")).contains("message-consumed 0", "offset-committed 1");
        assertThat(app.events().production("row48"))
                .contains("message-produced 0", "message-produced 1", "message-produced 2");
        List<AuditedEvent> all = app.events().all();
        AuditedEvent last = all.get(all.size() - 1);
        assertThat(last.action()).isEqualTo("audit-stopped");
        assertThat(last.number("kafka_audit.last_sequence")).isEqualTo(all.size());
        assertThat(all).extracting(event -> event.number("event.sequence")).doesNotHaveDuplicates();
    }

    @Test
    @TruthTableRow(
            value = 49,
            when = "Nothing takes the audit's events, its queue is full and there is no spool",
            recorded =
                    "the application goes on as fast as before; `audit-gap` counts what was dropped once events can be"
                            + " written again")
    void goesOnWhenTheTrailCannotBeWritten() {
        TruthApplication app = TruthApplication.run("row49", Stuck.class, "kafka.audit.queue.capacity=16");
        try (app) {
            // More than the queue and what may be under way to the sink can hold.
            String large = "v".repeat(15_000);
            long start = System.nanoTime();
            for (int i = 0; i < SENT; i++) {
                app.send("k", large);
            }
            assertThat(System.nanoTime() - start).isLessThan(TimeUnit.SECONDS.toNanos(15));
            app.bean(StuckSink.class).open.countDown();
            app.events().await("audit-gap", 1);
        }

        long lost = app.events().of("audit-gap").stream()
                .mapToLong(event -> event.number("kafka_audit.gap.count"))
                .sum();
        assertThat(app.events().of("message-produced").size() + lost).isEqualTo(SENT);
        assertThat(lost).isPositive();
    }

    @Configuration(proxyBeanMethods = false)
    static class Dying {

        @KafkaListener(topics = "${topic}")
        void receive(String payload) {
            throw new AssertionError("the listener died");
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class StoppingAtFirst {

        private final AtomicInteger calls = new AtomicInteger();

        @Autowired
        KafkaListenerEndpointRegistry registry;

        @KafkaListener(topics = "${topic}")
        void receive(String payload) {
            if (calls.incrementAndGet() == 1) {
                registry.stop(() -> {});
            }
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class ShuttingDown {

        final AtomicInteger received = new AtomicInteger();

        @Autowired
        KafkaTemplate<String, String> template;

        @Value("${topic}")
        String topic;

        @Nullable CompletableFuture<?> goodbye;

        @Bean
        static DefaultErrorHandler errorHandler() {
            return new DefaultErrorHandler(new FixedBackOff(0, 0));
        }

        @KafkaListener(topics = "${topic}")
        void receive(String payload) throws InterruptedException {
            received.incrementAndGet();
            if (payload.equals("slow")) {
                new CountDownLatch(1).await(700, TimeUnit.MILLISECONDS);
            }
        }

        @PreDestroy
        void sayGoodbye() {
            goodbye = template.send(topic, "k", "goodbye");
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class Stuck {

        @Bean
        @Primary
        static StuckSink stuckSink(RecordedEvents events) {
            return new StuckSink(events);
        }
    }

    /** Takes nothing until it is opened. */
    static final class StuckSink implements AuditSink {

        final CountDownLatch open = new CountDownLatch(1);
        private final RecordedEvents events;

        StuckSink(RecordedEvents events) {
            this.events = events;
        }

        @Override
        public CompletionStage<Void> write(List<EncodedAuditEvent> written) {
            try {
                open.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return CompletableFuture.failedFuture(e);
            }
            return events.write(written);
        }
    }
}
