package io.github.kafkaaudit.autoconfigure.cloudstream;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.kafkaaudit.autoconfigure.KafkaAuditAutoConfiguration;
import io.github.kafkaaudit.spring.SpringKafkaAudit;
import io.github.kafkaaudit.trail.AuditTrail;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.kafka.autoconfigure.KafkaAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.cloud.stream.binder.kafka.config.ClientFactoryCustomizer;
import org.springframework.kafka.core.DefaultKafkaConsumerFactory;
import org.springframework.kafka.core.DefaultKafkaProducerFactory;

class KafkaAuditCloudStreamAutoConfigurationTests {

    private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(
                    KafkaAutoConfiguration.class,
                    KafkaAuditAutoConfiguration.class,
                    KafkaAuditCloudStreamAutoConfiguration.class))
            .withPropertyValues("spring.application.name=ats", "kafka.audit.sink=none");

    @Test
    void auditsTheFactoriesThatTheBinderMakes() {
        DefaultKafkaProducerFactory<byte[], byte[]> producers =
                new DefaultKafkaProducerFactory<>(Map.of(), new ByteArraySerializer(), new ByteArraySerializer());
        DefaultKafkaConsumerFactory<byte[], byte[]> consumers =
                new DefaultKafkaConsumerFactory<>(Map.of(), new ByteArrayDeserializer(), new ByteArrayDeserializer());
        contextRunner.run(context -> {
            ClientFactoryCustomizer customizer = context.getBean(ClientFactoryCustomizer.class);
            for (int binding = 0; binding < 2; binding++) {
                customizer.configure(producers);
                customizer.configure(consumers);
            }

            assertThat(producers.getPostProcessors()).hasSize(1);
            assertThat(consumers.getPostProcessors()).hasSize(1);
            assertThat(context.getBean(SpringKafkaAudit.class).coverage().report())
                    .containsEntry("producer factory of Spring Cloud Stream", "covered")
                    .containsEntry("consumer factory of Spring Cloud Stream", "covered");
        });
    }

    @Test
    void saysInTheReportWhatIsNotSeen() {
        contextRunner.run(context -> assertThat(
                        context.getBean(SpringKafkaAudit.class).coverage().summary())
                .contains("1 Spring Cloud Stream binder covered")
                .contains("1 not covered (Spring Cloud Stream functions of binder kafka: the binder retries"));
    }

    @Test
    void backsOffWithoutTheBinderAndWhenTheAuditIsOff() {
        contextRunner
                .withClassLoader(new FilteredClassLoader("org.springframework.cloud"))
                .run(context -> assertThat(context)
                        .hasNotFailed()
                        .hasSingleBean(AuditTrail.class)
                        .doesNotHaveBean("kafkaAuditBinderClients"));
        contextRunner
                .withPropertyValues("kafka.audit.enabled=false")
                .run(context -> assertThat(context).hasNotFailed().doesNotHaveBean(ClientFactoryCustomizer.class));
    }

    /** Spring Cloud Stream looks there for what it hands to binders with an environment of their own. */
    @Test
    void isSharedWithBindersThatHaveAnEnvironmentOfTheirOwn() throws IOException {
        try (InputStream shared = Objects.requireNonNull(
                BinderClients.class.getClassLoader().getResourceAsStream("META-INF/shared.beans"))) {
            assertThat(new String(shared.readAllBytes(), UTF_8)).contains(BinderClients.class.getName());
        }
    }
}
