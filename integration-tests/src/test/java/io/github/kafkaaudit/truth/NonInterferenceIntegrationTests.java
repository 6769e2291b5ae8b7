package io.github.kafkaaudit.truth;

import static org.assertj.core.api.Assumptions.assumeThat;

import io.github.kafkaaudit.embedded.junit.EmbeddedAudit;
import io.github.kafkaaudit.truth.ObservedApplication.Calls;
import io.github.kafkaaudit.truth.ObservedApplication.Settings;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.kafka.annotation.EnableKafkaRetryTopic;
import org.springframework.kafka.annotation.KafkaListener;
import org.springframework.kafka.config.ContainerCustomizer;
import org.springframework.kafka.core.KafkaOperations;
import org.springframework.kafka.core.KafkaTemplate;
import org.springframework.kafka.listener.ConcurrentMessageListenerContainer;
import org.springframework.kafka.listener.DeadLetterPublishingRecoverer;
import org.springframework.kafka.listener.DefaultErrorHandler;
import org.springframework.kafka.listener.RecordInterceptor;
import org.springframework.kafka.listener.adapter.RecordFilterStrategy;
import org.springframework.kafka.retrytopic.RetryTopicConfiguration;
import org.springframework.kafka.retrytopic.RetryTopicConfigurationBuilder;
import org.springframework.kafka.support.Acknowledgment;
import org.springframework.kafka.support.ProducerListener;
import org.springframework.scheduling.TaskScheduler;
import org.springframework.scheduling.concurrent.ThreadPoolTaskScheduler;
import org.springframework.util.backoff.FixedBackOff;

/** The same applications with and without the audit: what they can see is the same. */
@EmbeddedAudit
class NonInterferenceIntegrationTests {

    static Stream<Arguments> applications() {
        return Stream.of(
                Arguments.of(SingleRecords.class, 3, List.of("a", "b", "c")),
                Arguments.of(Batches.class, 2, List.of("a", "b")),
                Arguments.of(ManualAcknowledgement.class, 3, List.of("a", "nack")),
                Arguments.of(Asynchronous.class, 3, List.of("a", "fail once")),
                Arguments.of(Transactional.class, 2, List.of("a")),
                Arguments.of(Retrying.class, 3, List.of("fail")),
                Arguments.of(Filtering.class, 1, List.of("drop", "a")),
                Arguments.of(Undeserializable.class, 2, List.of("unreadable", "a")),
                Arguments.of(DeadLettering.class, 4, List.of("fail", "a")),
                Arguments.of(WithInterceptorAndListener.class, 7, List.of("a", "skip")),
                Arguments.of(WithCustomizer.class, 2, List.of("a")),
                Arguments.of(Observed.class, 1, List.of("a")));
    }

    @ParameterizedTest
    @MethodSource("applications")
    void leavesEverythingThatAnApplicationSeesAsItIs(Class<?> configuration, int notes, List<String> payloads) {
        ObservedApplication.expectNoDifference(configuration, notes, payloads);
    }

    @Test
    void leavesListenersOnVirtualThreadsAsTheyAre() {
        assumeThat(Runtime.version().feature())
                .as("virtual threads come with JDK 21")
                .isGreaterThanOrEqualTo(21);

        leavesEverythingThatAnApplicationSeesAsItIs(OnVirtualThreads.class, 2, List.of("a", "b"));
    }

    /** A listener that notes its calls. */
    abstract static class Noting {

        @Autowired
        Calls calls;

        final void process(ConsumerRecord<String, String> record) {
            calls.note("listener", record);
            RecordListenerRows.failIfAsked(String.valueOf(record.value()));
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class SingleRecords extends Noting {

        @KafkaListener(topics = "${topic}")
        void receive(ConsumerRecord<String, String> record) {
            process(record);
        }
    }

    @Configuration(proxyBeanMethods = false)
    @Settings("spring.kafka.listener.type=batch")
    static class Batches extends Noting {

        @KafkaListener(topics = "${topic}")
        void receive(List<ConsumerRecord<String, String>> records) {
            records.forEach(this::process);
        }
    }

    @Configuration(proxyBeanMethods = false)
    @Settings("spring.kafka.listener.ack-mode=manual")
    static class ManualAcknowledgement extends Noting {

        private final AtomicInteger nacks = new AtomicInteger();

        @KafkaListener(topics = "${topic}")
        void receive(ConsumerRecord<String, String> record, Acknowledgment acknowledgment) {
            process(record);
            if (record.value().equals("nack") && nacks.incrementAndGet() == 1) {
                acknowledgment.nack(java.time.Duration.ZERO);
            } else {
                acknowledgment.acknowledge();
            }
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class Asynchronous extends Noting {

        private final AtomicInteger failures = new AtomicInteger();

        @KafkaListener(topics = "${topic}")
        CompletableFuture<Void> receive(ConsumerRecord<String, String> record) {
            calls.note("listener", record);
            return CompletableFuture.runAsync(
                    () -> {
                        if (record.value().equals("fail once") && failures.incrementAndGet() == 1) {
                            throw new IllegalStateException("once");
                        }
                    },
                    CompletableFuture.delayedExecutor(50, TimeUnit.MILLISECONDS));
        }
    }

    @Configuration(proxyBeanMethods = false)
    @Settings("spring.kafka.producer.transaction-id-prefix=${topic}-tx-")
    static class Transactional extends Noting {

        @Autowired
        KafkaOperations<String, String> operations;

        @KafkaListener(topics = "${topic}")
        void receive(ConsumerRecord<String, String> record) {
            TruthApplication.get(operations.send(record.topic() + ".out", "k", "out"));
            process(record);
        }

        @KafkaListener(topics = "${topic}.out", properties = "isolation.level=read_committed")
        void receiveOut(ConsumerRecord<String, String> record) {
            process(record);
        }
    }

    @Configuration(proxyBeanMethods = false)
    @EnableKafkaRetryTopic
    static class Retrying extends Noting {

        @Bean
        static TaskScheduler scheduler() {
            return new ThreadPoolTaskScheduler();
        }

        // Not the annotation, whose attribute for the delay has another type in each generation of spring-kafka.
        @Bean
        static RetryTopicConfiguration retries(
                KafkaTemplate<String, Object> template, @Value("${topic}") String topic) {
            return RetryTopicConfigurationBuilder.newInstance()
                    .maxAttempts(2)
                    .fixedBackOff(200)
                    .doNotAutoCreateRetryTopics()
                    .includeTopic(topic)
                    .dltHandlerMethod("nonInterferenceIntegrationTests.Retrying", "giveUp")
                    .create(template);
        }

        @KafkaListener(topics = "${topic}")
        void receive(ConsumerRecord<String, String> record) {
            process(record);
        }

        void giveUp(ConsumerRecord<String, String> record) {
            calls.note("given up", record);
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class Filtering extends Noting {

        @Bean
        static RecordFilterStrategy<Object, Object> filter() {
            return record -> "drop".equals(record.value());
        }

        @KafkaListener(topics = "${topic}", filter = "filter")
        void receive(ConsumerRecord<String, String> record) {
            process(record);
        }
    }

    @Configuration(proxyBeanMethods = false)
    @Settings({
        "spring.kafka.consumer.value-deserializer="
                + "org.springframework.kafka.support.serializer.ErrorHandlingDeserializer",
        "spring.kafka.consumer.properties.spring.deserializer.value.delegate.class="
                + "io.github.kafkaaudit.truth.FailureRowsIntegrationTests$Picky"
    })
    static class Undeserializable extends Noting {

        @Bean
        static DefaultErrorHandler errorHandler(Calls calls) {
            return new DefaultErrorHandler((record, error) -> calls.note("recoverer", error), new FixedBackOff(0, 1));
        }

        @KafkaListener(topics = "${topic}")
        void receive(ConsumerRecord<String, String> record) {
            process(record);
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class DeadLettering extends Noting {

        @Bean
        static DefaultErrorHandler errorHandler(KafkaOperations<?, ?> operations) {
            return new DefaultErrorHandler(new DeadLetterPublishingRecoverer(operations), new FixedBackOff(0, 1));
        }

        @KafkaListener(topics = "${topic}")
        void receive(ConsumerRecord<String, String> record) {
            process(record);
        }

        @KafkaListener(topics = "${topic}-dlt")
        void receiveDead(ConsumerRecord<String, String> record) {
            calls.note("dead", record);
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class WithInterceptorAndListener extends Noting {

        @Bean
        static RecordInterceptor<Object, Object> interceptor(Calls calls) {
            return new RecordInterceptor<>() {
                @Override
                public @Nullable ConsumerRecord<Object, Object> intercept(
                        ConsumerRecord<Object, Object> record, Consumer<Object, Object> consumer) {
                    calls.note("intercept", record);
                    return "skip".equals(record.value()) ? null : record;
                }

                @Override
                public void success(ConsumerRecord<Object, Object> record, Consumer<Object, Object> consumer) {
                    calls.note("success", record);
                }
            };
        }

        @Bean
        static ProducerListener<Object, Object> producerListener(Calls calls) {
            return new ProducerListener<>() {
                @Override
                public void onSuccess(ProducerRecord<Object, Object> record, RecordMetadata metadata) {
                    calls.notes.add("sent " + record + " to " + metadata);
                }
            };
        }

        @KafkaListener(topics = "${topic}")
        void receive(ConsumerRecord<String, String> record) {
            process(record);
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class WithCustomizer extends Noting {

        @Bean
        static ContainerCustomizer<Object, Object, ConcurrentMessageListenerContainer<Object, Object>> customizer(
                Calls calls) {
            return container -> container.setRecordInterceptor((record, consumer) -> {
                calls.note("customized", record);
                return record;
            });
        }

        @KafkaListener(topics = "${topic}")
        void receive(ConsumerRecord<String, String> record) {
            process(record);
        }
    }

    @Configuration(proxyBeanMethods = false)
    @Settings({"spring.kafka.listener.observation-enabled=true", "spring.kafka.template.observation-enabled=true"})
    static class Observed extends Noting {

        @KafkaListener(topics = "${topic}")
        void receive(ConsumerRecord<String, String> record) {
            process(record);
        }
    }

    @Configuration(proxyBeanMethods = false)
    @Settings("spring.threads.virtual.enabled=true")
    static class OnVirtualThreads extends Noting {

        @KafkaListener(topics = "${topic}")
        void receive(ConsumerRecord<String, String> record) {
            process(record);
        }
    }
}
