package io.github.kafkaaudit.truth;

import io.github.kafkaaudit.embedded.junit.EmbeddedAudit;
import io.github.kafkaaudit.truth.ObservedApplication.Calls;
import io.github.kafkaaudit.truth.ObservedApplication.Settings;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.kafka.annotation.KafkaListener;
import org.springframework.kafka.core.KafkaOperations;
import org.springframework.kafka.listener.BatchInterceptor;
import org.springframework.kafka.listener.BatchListenerFailedException;
import org.springframework.kafka.listener.DefaultErrorHandler;
import org.springframework.kafka.listener.KafkaListenerErrorHandler;
import org.springframework.kafka.listener.RecordInterceptor;
import org.springframework.kafka.listener.RetryListener;
import org.springframework.util.backoff.FixedBackOff;

/**
 * Applications whose listeners fail, with and without the audit: whoever gets an exception gets the same object, at the
 * same place in the same chain.
 */
@EmbeddedAudit
class SameFailuresIntegrationTests {

    static Stream<Arguments> applications() {
        return Stream.of(
                Arguments.of(FailingRecords.class, 11, List.of("fail", "a")),
                Arguments.of(FailingBatches.class, 12, List.of("a", "fail", "b")),
                Arguments.of(Swallowing.class, 4, List.of("fail", "a")),
                Arguments.of(RolledBack.class, 5, List.of("fail once")));
    }

    @ParameterizedTest
    @MethodSource("applications")
    void handsEveryExceptionOnAsTheSameObject(Class<?> configuration, int notes, List<String> payloads) {
        ObservedApplication.expectNoDifference(configuration, notes, payloads);
    }

    /** Notes what it throws. */
    abstract static class Failing {

        @Autowired
        Calls calls;

        final void process(ConsumerRecord<String, String> record) {
            calls.note("listener", record);
            if ("fail".equals(record.value())) {
                throw noted(new IllegalStateException("asked to fail"));
            }
        }

        final RuntimeException noted(RuntimeException error) {
            calls.note("throws", error);
            return error;
        }
    }

    /** Everybody whom spring-kafka tells about a failure. */
    private static DefaultErrorHandler notingErrorHandler(Calls calls) {
        DefaultErrorHandler handler =
                new DefaultErrorHandler((record, error) -> calls.note("recoverer", error), new FixedBackOff(0, 1));
        handler.setRetryListeners(new RetryListener() {
            @Override
            public void failedDelivery(ConsumerRecord<?, ?> record, @Nullable Exception error, int attempt) {
                calls.note("retry listener, attempt " + attempt, error);
            }

            @Override
            public void recovered(ConsumerRecord<?, ?> record, @Nullable Exception error) {
                calls.note("recovered", error);
            }
        });
        return handler;
    }

    private static RecordInterceptor<Object, Object> notingInterceptor(Calls calls) {
        return new RecordInterceptor<>() {
            @Override
            public ConsumerRecord<Object, Object> intercept(
                    ConsumerRecord<Object, Object> record, Consumer<Object, Object> consumer) {
                return record;
            }

            @Override
            public void failure(
                    ConsumerRecord<Object, Object> record, Exception error, Consumer<Object, Object> consumer) {
                calls.note("interceptor", error);
            }
        };
    }

    @Configuration(proxyBeanMethods = false)
    static class FailingRecords extends Failing {

        @Bean
        static DefaultErrorHandler errorHandler(Calls calls) {
            return notingErrorHandler(calls);
        }

        @Bean
        static RecordInterceptor<Object, Object> interceptor(Calls calls) {
            return notingInterceptor(calls);
        }

        @KafkaListener(topics = "${topic}")
        void receive(ConsumerRecord<String, String> record) {
            process(record);
        }
    }

    @Configuration(proxyBeanMethods = false)
    @Settings("spring.kafka.listener.type=batch")
    static class FailingBatches extends Failing {

        @Bean
        static DefaultErrorHandler errorHandler(Calls calls) {
            return notingErrorHandler(calls);
        }

        @Bean
        static BatchInterceptor<Object, Object> interceptor(Calls calls) {
            return new BatchInterceptor<>() {
                @Override
                public ConsumerRecords<Object, Object> intercept(
                        ConsumerRecords<Object, Object> records, Consumer<Object, Object> consumer) {
                    return records;
                }

                @Override
                public void failure(
                        ConsumerRecords<Object, Object> records, Exception error, Consumer<Object, Object> consumer) {
                    calls.note("interceptor", error);
                }
            };
        }

        @KafkaListener(topics = "${topic}")
        void receive(List<ConsumerRecord<String, String>> records) {
            for (ConsumerRecord<String, String> record : records) {
                calls.note("listener", record);
                if (record.value().equals("fail")) {
                    throw noted(new BatchListenerFailedException("asked to fail", record));
                }
            }
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class Swallowing extends Failing {

        @Bean
        static KafkaListenerErrorHandler swallowing(Calls calls) {
            return (message, error) -> {
                calls.note("error handler", error);
                return "swallowed";
            };
        }

        @KafkaListener(topics = "${topic}", errorHandler = "swallowing")
        void receive(ConsumerRecord<String, String> record) {
            process(record);
        }
    }

    @Configuration(proxyBeanMethods = false)
    @Settings("spring.kafka.producer.transaction-id-prefix=${topic}-tx-")
    static class RolledBack extends Failing {

        private final AtomicInteger deliveries = new AtomicInteger();

        @Autowired
        KafkaOperations<String, String> operations;

        @Bean
        static RecordInterceptor<Object, Object> interceptor(Calls calls) {
            return notingInterceptor(calls);
        }

        @KafkaListener(topics = "${topic}")
        void receive(ConsumerRecord<String, String> record) {
            process(record);
            TruthApplication.get(operations.send(record.topic() + ".out", "k", "out"));
            if (deliveries.incrementAndGet() == 1) {
                throw noted(new IllegalStateException("asked to fail once"));
            }
        }

        @KafkaListener(topics = "${topic}.out", properties = "isolation.level=read_committed")
        void receiveOut(ConsumerRecord<String, String> record) {
            process(record);
        }
    }
}
