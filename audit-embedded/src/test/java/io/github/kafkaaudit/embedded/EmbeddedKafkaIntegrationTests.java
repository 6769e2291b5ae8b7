package io.github.kafkaaudit.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.Test;

class EmbeddedKafkaIntegrationTests {

    private static final String LOGIN = "org.apache.kafka.common.security.plain.PlainLoginModule required ";

    @Test
    void securesTheListenerOfApplicationsAndKeepsThePlainOne() throws Exception {
        var secured = Map.of(
                "listener.security.protocol.map",
                "CLIENT:SASL_PLAINTEXT,INTERNAL:PLAINTEXT,CONTROLLER:PLAINTEXT",
                "sasl.enabled.mechanisms",
                "PLAIN",
                "listener.name.client.plain.sasl.jaas.config",
                LOGIN + "user_ats=\"a-password\";");
        try (var kafka = EmbeddedKafka.builder().properties(secured).build()) {
            kafka.start();

            assertThat(canList(Map.of(
                            "bootstrap.servers",
                            kafka.bootstrapServers(),
                            "security.protocol",
                            "SASL_PLAINTEXT",
                            "sasl.mechanism",
                            "PLAIN",
                            "sasl.jaas.config",
                            LOGIN + "username=\"ats\" password=\"a-password\";")))
                    .isTrue();
            assertThat(canList(Map.of("bootstrap.servers", kafka.internalBootstrapServers())))
                    .isTrue();
            assertThat(kafka.dataDirectory().resolve("kafka.log")).exists();
        }
    }

    private static boolean canList(Map<String, Object> properties) throws Exception {
        try (var admin = Admin.create(properties)) {
            return admin.listTopics().names().get().isEmpty();
        }
    }
}
