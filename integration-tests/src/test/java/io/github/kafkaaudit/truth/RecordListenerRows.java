package io.github.kafkaaudit.truth;

import org.springframework.context.annotation.Configuration;
import org.springframework.kafka.annotation.KafkaListener;

/** Listeners that several rows share. */
final class RecordListenerRows {

    private RecordListenerRows() {}

    @Configuration(proxyBeanMethods = false)
    static class Quiet {

        @KafkaListener(id = "quiet", idIsGroup = false, topics = "#{'${topic}'.split(',')}")
        void receive(@org.springframework.messaging.handler.annotation.Payload(required = false) String payload) {}
    }
}
