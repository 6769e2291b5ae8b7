package io.github.kafkaaudit.truth;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.kafkaaudit.embedded.junit.EmbeddedAudit;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.kafka.annotation.KafkaListener;
import org.springframework.kafka.listener.DefaultErrorHandler;
import org.springframework.util.backoff.FixedBackOff;
import reactor.core.publisher.Mono;

/** Listeners whose return is not their end. */
@EmbeddedAudit
class AsyncRowsIntegrationTests {

    @ParameterizedTest
    @ValueSource(classes = {Futures.class, Monos.class})
    @TruthTableRow(
            value = 34,
            when = "A listener returns a CompletableFuture or a Mono, which completes later",
            recorded = "one `message-consumed` when it completed, with the whole duration",
            limit = "The same for a Kotlin suspend function: `SuspendListenerIntegrationTests` in `ecosystem-tests`.")
    void recordsAnAsynchronousListenerWhenItsResultCompletes(Class<?> configuration) {
        String name = "row34." + configuration.getSimpleName();
        TruthApplication app = TruthApplication.run(name, configuration);
        try (app) {
            app.send("k", "later");
            app.events().await("offset-committed", 1);
        }

        assertThat(app.events().consumption(name)).containsExactly("message-consumed 0", "offset-committed 1");
        assertThat(app.events().only("message-consumed").number("event.duration"))
                .isGreaterThan(Duration.ofMillis(200).toNanos());
    }

    @ParameterizedTest
    @ValueSource(classes = {Futures.class, Monos.class})
    @TruthTableRow(
            value = 35,
            when = "The future or Mono fails",
            recorded =
                    "`message-consume-failed` with `delivery.committed_unprocessed` true where spring-kafka committed"
                            + " the offset before the retry, then the events of the retry")
    void recordsAFailedResultAndThatItsOffsetWasCommitted(Class<?> configuration) {
        String name = "row35." + configuration.getSimpleName();
        TruthApplication app = TruthApplication.run(name, configuration);
        try (app) {
            app.send("k", "fail once");
            app.events().await("message-consumed", 1);
        }

        assertThat(app.events().consumption(name))
                .containsSubsequence("message-consume-failed 0", "message-consumed 0");
        AuditedEvent failed = app.events().only("message-consume-failed");
        assertThat(failed.flag("kafka_audit.delivery.committed_unprocessed")).isTrue();
        assertThat(failed.number("kafka_audit.delivery.attempt")).isEqualTo(1);
        assertThat(failed.text("error.type")).isEqualTo("java.lang.IllegalStateException");
        assertThat(failed.number("event.duration"))
                .isGreaterThan(Duration.ofMillis(200).toNanos());
        AuditedEvent consumed = app.events().only("message-consumed");
        assertThat(consumed.number("kafka_audit.delivery.attempt")).isEqualTo(2);
        assertThat(consumed.flag("kafka_audit.delivery.committed_unprocessed")).isFalse();
    }

    @Test
    void recordsAResultThatNeverCompletedWhenTheConsumerIsClosed() {
        TruthApplication app = TruthApplication.run("async.never", Never.class);
        try (app) {
            app.send("k", "v");
            org.awaitility.Awaitility.await()
                    .until(() -> app.bean(Never.class).calls.get() == 1);
        }

        assertThat(app.events().consumption("async.never")).containsExactly("message-not-processed 0");
    }

    private static CompletableFuture<Void> later(Runnable work) {
        return CompletableFuture.runAsync(work, CompletableFuture.delayedExecutor(250, TimeUnit.MILLISECONDS));
    }

    /** Fails the first time if the payload asks for it. */
    abstract static class Working {

        private final AtomicInteger calls = new AtomicInteger();

        @Bean
        DefaultErrorHandler errorHandler() {
            return new DefaultErrorHandler(new FixedBackOff(0, 2));
        }

        final void work(String payload) {
            if (payload.equals("fail once") && calls.incrementAndGet() == 1) {
                throw new IllegalStateException("asked to fail");
            }
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class Futures extends Working {

        @KafkaListener(topics = "${topic}")
        CompletableFuture<Void> receive(String payload) {
            return later(() -> work(payload));
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class Monos extends Working {

        @KafkaListener(topics = "${topic}")
        Mono<Void> receive(String payload) {
            return Mono.delay(Duration.ofMillis(250))
                    .doOnNext(tick -> work(payload))
                    .then();
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class Never {

        final AtomicInteger calls = new AtomicInteger();

        @KafkaListener(topics = "${topic}")
        CompletableFuture<Void> receive(String payload) {
            calls.incrementAndGet();
            return new CompletableFuture<>();
        }
    }
}
