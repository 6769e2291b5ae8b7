package io.github.kafkaaudit.containers;

import io.github.kafkaaudit.embedded.junit.EmbeddedAudit;
import io.github.kafkaaudit.embedded.junit.EmbeddedAuditExtension;
import java.util.List;
import org.springframework.boot.kafka.autoconfigure.KafkaConnectionDetails;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;

/** The same story without a container engine: the broker of this JVM, announced in the same way. */
@EmbeddedAudit
@Import(EmbeddedServiceConnectionIntegrationTests.Connection.class)
class EmbeddedServiceConnectionIntegrationTests extends ServiceConnectionStory {

    @TestConfiguration(proxyBeanMethods = false)
    static class Connection {

        @Bean
        KafkaConnectionDetails kafkaConnectionDetails() {
            return () -> List.of(EmbeddedAuditExtension.stack().bootstrapServers());
        }
    }
}
