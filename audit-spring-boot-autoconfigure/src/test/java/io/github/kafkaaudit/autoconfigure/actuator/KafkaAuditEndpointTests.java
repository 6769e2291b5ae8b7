package io.github.kafkaaudit.autoconfigure.actuator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.kafkaaudit.AuditSink;
import io.github.kafkaaudit.EncodedAuditEvent;
import io.github.kafkaaudit.autoconfigure.KafkaAuditAutoConfiguration;
import io.github.kafkaaudit.policy.PayloadCapture;
import io.github.kafkaaudit.trail.AuditTrail;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.springframework.boot.actuate.endpoint.InvalidEndpointRequestException;
import org.springframework.boot.actuate.endpoint.InvocationContext;
import org.springframework.boot.actuate.endpoint.OperationType;
import org.springframework.boot.actuate.endpoint.SecurityContext;
import org.springframework.boot.actuate.endpoint.invoke.convert.ConversionServiceParameterValueMapper;
import org.springframework.boot.actuate.endpoint.web.EndpointMediaTypes;
import org.springframework.boot.actuate.endpoint.web.WebOperation;
import org.springframework.boot.actuate.endpoint.web.annotation.WebEndpointDiscoverer;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.kafka.autoconfigure.KafkaAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;

class KafkaAuditEndpointTests {

    private static final String SECRET = "a-long-and-secret-secret";

    private final Documents documents = new Documents();
    private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(
                    KafkaAutoConfiguration.class,
                    KafkaAuditAutoConfiguration.class,
                    KafkaAuditEndpointAutoConfiguration.class))
            .withBean(AuditSink.class, () -> documents)
            .withPropertyValues(
                    "management.endpoints.web.exposure.include=kafkaaudit",
                    "management.endpoints.jmx.exposure.include=kafkaaudit",
                    "spring.jmx.enabled=true",
                    "kafka.audit.spool.enabled=false",
                    "kafka.audit.masking.hmac-secret=" + SECRET,
                    "kafka.audit.producer.properties.sasl.jaas.config=user and " + SECRET,
                    "kafka.audit.elasticsearch.urls=https://search.example.org",
                    "kafka.audit.elasticsearch.password=" + SECRET,
                    "kafka.audit.elasticsearch.api-key=" + SECRET,
                    "kafka.audit.rules[0].topics=recruit.*",
                    "kafka.audit.rules[0].masking.fields=residentNumber");

    @Test
    void showsSettingsCountersAndCoverageButNoSecret() {
        contextRunner.run(context -> {
            Object shown = invoke(context, OperationType.READ, "kafkaaudit", Map.of());

            assertThat(shown)
                    .asInstanceOf(org.assertj.core.api.InstanceOfAssertFactories.MAP)
                    .containsEntry("enabled", true)
                    .containsEntry("lastFailure", "none")
                    .containsKeys("coverage", "counters", "changedCaptures");
            assertThat(shown.toString())
                    .contains("kafka.audit.masking.hmac-secret=******")
                    .contains("kafka.audit.producer.properties.sasl.jaas.config=******")
                    .contains("kafka.audit.elasticsearch.urls=[https://search.example.org]")
                    .contains("kafka.audit.elasticsearch.password=******")
                    .contains("kafka.audit.elasticsearch.api-key=******")
                    .contains("kafka.audit.rules[0].topics=[recruit.*]")
                    .contains("kafka.audit.queue.capacity=65536")
                    .contains("producer factory kafkaProducerFactory=covered")
                    .doesNotContain(SECRET);
        });
    }

    @Test
    void switchesAuditingOffAndOnAndRecordsBoth() {
        contextRunner.run(context -> {
            AuditTrail trail = context.getBean(AuditTrail.class);

            invoke(context, OperationType.WRITE, "kafkaaudit", Map.of("enabled", false));
            assertThat(trail.isEnabled()).isFalse();
            invoke(context, OperationType.WRITE, "kafkaaudit", Map.of("enabled", "true"));
            assertThat(trail.isEnabled()).isTrue();

            trail.flush(Duration.ofSeconds(10));
            assertThat(documents.changes()).hasSize(2);
        });
    }

    @Test
    void changesTheCaptureOfTopicsAndKeepsTheirMasking() {
        contextRunner.run(context -> {
            AuditTrail trail = context.getBean(AuditTrail.class);

            Object changed = invoke(
                    context, OperationType.WRITE, "kafkaaudit", Map.of("topics", "recruit.*", "capture", "hash"));

            assertThat(changed.toString()).contains("recruit.*=hash");
            assertThat(trail.recorder().policy("recruit.result").capture()).isEqualTo(PayloadCapture.HASH);
            assertThat(trail.recorder().policy("recruit.result").masking().fields())
                    .containsExactly("residentNumber");
            assertThat(trail.recorder().policy("other").capture()).isEqualTo(PayloadCapture.FULL);
            trail.flush(Duration.ofSeconds(10));
            assertThat(documents.changes()).singleElement().asString().contains("capture recruit.*");
        });
    }

    @Test
    void computesTheTermThatFindsAMaskedValue() {
        contextRunner.run(context -> {
            Object term = invoke(
                    context,
                    OperationType.WRITE,
                    "kafkaaudit/{operation}",
                    Map.of("operation", "search-term", "value", "a@example.com"));

            assertThat(term.toString()).contains("hmac:k1:").doesNotContain("a@example.com");
        });
    }

    @Test
    void refusesWhatItCannotDoWithOneSentence() {
        contextRunner.run(context -> {
            assertThatThrownBy(() -> invoke(context, OperationType.WRITE, "kafkaaudit", Map.of()))
                    .isInstanceOf(InvalidEndpointRequestException.class)
                    .hasMessageContaining("Say what to change");
            assertThatThrownBy(() -> invoke(context, OperationType.WRITE, "kafkaaudit", Map.of("topics", "a")))
                    .hasMessageContaining("belong together");
            assertThatThrownBy(() -> invoke(
                            context,
                            OperationType.WRITE,
                            "kafkaaudit/{operation}",
                            Map.of("operation", "other", "value", "x")))
                    .hasMessageContaining("search-term");
        });
    }

    @Test
    void refusesToSwitchOnWhatHasNoSink() {
        new ApplicationContextRunner()
                .withConfiguration(AutoConfigurations.of(
                        KafkaAuditAutoConfiguration.class, KafkaAuditEndpointAutoConfiguration.class))
                .withPropertyValues("management.endpoints.web.exposure.include=kafkaaudit")
                .run(context -> assertThatThrownBy(
                                () -> invoke(context, OperationType.WRITE, "kafkaaudit", Map.of("enabled", true)))
                        .hasMessageContaining("kafka.audit.producer.bootstrap-servers"));
    }

    @Test
    void isThereOnlyWhenItIsExposed() {
        new ApplicationContextRunner()
                .withConfiguration(AutoConfigurations.of(
                        KafkaAutoConfiguration.class,
                        KafkaAuditAutoConfiguration.class,
                        KafkaAuditEndpointAutoConfiguration.class))
                .withPropertyValues("kafka.audit.sink=none")
                .run(context -> assertThat(context).hasNotFailed().doesNotHaveBean(KafkaAuditEndpoint.class));
    }

    private static Object invoke(
            ApplicationContext context, OperationType type, String path, Map<String, Object> arguments) {
        WebEndpointDiscoverer discoverer = new WebEndpointDiscoverer(
                context,
                new ConversionServiceParameterValueMapper(),
                EndpointMediaTypes.DEFAULT,
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of());
        WebOperation operation = discoverer.getEndpoints().iterator().next().getOperations().stream()
                .filter(candidate -> candidate.getType() == type
                        && candidate.getRequestPredicate().getPath().equals(path))
                .findFirst()
                .orElseThrow();
        Object result = operation.invoke(new InvocationContext(SecurityContext.NONE, arguments));
        assertThat(result).isNotNull();
        return result;
    }

    private static final class Documents implements AuditSink {

        private final List<String> written = new CopyOnWriteArrayList<>();

        @Override
        public CompletionStage<Void> write(List<EncodedAuditEvent> events) {
            events.forEach(event -> written.add(new String(event.json(), StandardCharsets.UTF_8)));
            return CompletableFuture.completedFuture(null);
        }

        List<String> changes() {
            return written.stream()
                    .filter(document -> document.contains("audit-changed"))
                    .toList();
        }
    }
}
