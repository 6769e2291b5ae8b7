package io.github.kafkaaudit.autoconfigure.logging;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ShippedLoggersTests {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "org.apache.kafka.common.config.AbstractConfig",
                "org.apache.kafka.clients.producer.KafkaProducer",
                "kafka-audit",
                "io.github.kafkaaudit.KafkaAudit",
                "io.github.kafkaaudit.trail.AuditTrail",
                "io.github.kafkaaudit.kafka.topic.AuditTopic",
                "io.github.kafkaaudit.autoconfigure.logging.LogShipping"
            })
    void keepsBackWhatSpeaksAboutShipping(String logger) {
        assertThat(ShippedLoggers.includes(logger)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "com.example.Recruiting",
                "org.springframework.kafka.listener.DefaultErrorHandler",
                "io.github.kafkaaudit.sample.Recruiting",
                "ROOT"
            })
    void shipsWhatTheApplicationSays(String logger) {
        assertThat(ShippedLoggers.includes(logger)).isTrue();
    }
}
