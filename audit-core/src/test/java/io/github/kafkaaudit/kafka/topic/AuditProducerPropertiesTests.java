package io.github.kafkaaudit.kafka.topic;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AuditProducerPropertiesTests {

    @Test
    void takesOverTheWayToTheClusterAndNothingElse() {
        Map<String, Object> application = new HashMap<>(Map.of(
                "bootstrap.servers", "broker:9092",
                "security.protocol", "SASL_SSL",
                "sasl.jaas.config", "login",
                "ssl.truststore.location", "store.p12",
                "transactional.id", "tx-1",
                "acks", "0",
                "interceptor.classes", "com.example.Interceptor",
                "linger.ms", "500",
                "key.serializer", "com.example.Serializer"));

        Map<String, Object> properties = AuditProducerProperties.of(application, Map.of(), "ats");

        assertThat(properties)
                .containsEntry("bootstrap.servers", "broker:9092")
                .containsEntry("security.protocol", "SASL_SSL")
                .containsEntry("sasl.jaas.config", "login")
                .containsEntry("ssl.truststore.location", "store.p12")
                .containsEntry("acks", "all")
                .containsEntry("enable.idempotence", true)
                .containsEntry("client.id", "kafka-audit-ats")
                .doesNotContainKeys("transactional.id", "interceptor.classes", "key.serializer");
    }

    @Test
    void letsTheSettingsOfTheAuditWin() {
        Map<String, Object> properties = AuditProducerProperties.of(
                Map.of("bootstrap.servers", "broker:9092"),
                Map.of("bootstrap.servers", "other:9092", "linger.ms", "5"),
                "ats");

        assertThat(properties).containsEntry("bootstrap.servers", "other:9092").containsEntry("linger.ms", "5");
    }

    @Test
    void waitsForNoAnswerWithoutEnd() {
        Map<String, Object> properties = AuditProducerProperties.of(Map.of(), Map.of(), "ats");

        assertThat(properties).containsEntry("max.block.ms", 1_000).containsEntry("delivery.timeout.ms", 15_000);
    }
}
