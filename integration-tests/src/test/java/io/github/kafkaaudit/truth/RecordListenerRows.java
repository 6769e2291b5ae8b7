package io.github.kafkaaudit.truth;

import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.kafka.annotation.KafkaListener;
import org.springframework.kafka.listener.DefaultErrorHandler;
import org.springframework.kafka.listener.RecordInterceptor;
import org.springframework.util.backoff.FixedBackOff;

/** Listeners that several rows share. */
final class RecordListenerRows {

    private RecordListenerRows() {}

    @Configuration(proxyBeanMethods = false)
    static class Quiet {

        @KafkaListener(id = "quiet", idIsGroup = false, topics = "#{'${topic}'.split(',')}")
        void receive(@org.springframework.messaging.handler.annotation.Payload(required = false) String payload) {}
    }

    static void failIfAsked(String payload) {
        if (payload.equals("fail")) {
            throw new IllegalStateException("asked to fail");
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class Intercepting {

        @Bean
        DefaultErrorHandler errorHandler() {
            return new DefaultErrorHandler(new FixedBackOff(0, 2));
        }

        @Bean
        RecordInterceptor<Object, Object> interceptor() {
            return new RecordInterceptor<>() {
                @Override
                public @Nullable ConsumerRecord<Object, Object> intercept(
                        ConsumerRecord<Object, Object> record, Consumer<Object, Object> consumer) {
                    if ("throw".equals(record.value())) {
                        throw new IllegalStateException("interceptor");
                    }
                    return "skip".equals(record.value()) ? null : record;
                }
            };
        }

        @KafkaListener(topics = "${topic}")
        void receive(String payload) {}
    }
}
