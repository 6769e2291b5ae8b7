package io.github.kafkaaudit.autoconfigure.actuator;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.kafkaaudit.AuditSink;
import io.github.kafkaaudit.EncodedAuditEvent;
import io.github.kafkaaudit.autoconfigure.KafkaAuditAutoConfiguration;
import io.github.kafkaaudit.policy.PayloadCapture;
import io.github.kafkaaudit.trail.AuditTrail;
import java.nio.charset.StandardCharsets;
import java.security.Principal;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.actuate.endpoint.InvocationContext;
import org.springframework.boot.actuate.endpoint.OperationType;
import org.springframework.boot.actuate.endpoint.SecurityContext;
import org.springframework.boot.actuate.endpoint.invoke.convert.ConversionServiceParameterValueMapper;
import org.springframework.boot.actuate.endpoint.web.EndpointMediaTypes;
import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;
import org.springframework.boot.actuate.endpoint.web.WebOperation;
import org.springframework.boot.actuate.endpoint.web.annotation.WebEndpointDiscoverer;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.kafka.autoconfigure.KafkaAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ApplicationContext;

@ExtendWith(OutputCaptureExtension.class)
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
    void refusesWhatItCannotDoAndAnswersWithTheSentence() {
        contextRunner.run(context -> {
            assertThat(refusal(context, Map.of())).contains("Say what to change");
            assertThat(refusal(context, Map.of("topics", "a"))).contains("belong together");
            assertThat(refusal(context, Map.of("topics", "a", "capture", "most")))
                    .isEqualTo("\"capture\" is \"full\", \"once\", \"hash\" or \"none\".");
            assertThat(refusal(context, Map.of("enabled", "flase"))).isEqualTo("\"enabled\" is true or false.");
            assertThat(refusal(context, "kafkaaudit/{operation}", Map.of("operation", "other", "value", "x")))
                    .contains("search-term");
            assertThat(refusal(context, "kafkaaudit/{operation}", Map.of("operation", "search-term")))
                    .contains("which \"value\"");
        });
    }

    @Test
    void refusesPatternsThatAreNoneOrTooLongOrTooMany() {
        contextRunner.run(context -> {
            for (String topics : List.of("", " ", "a b", ".+", "x".repeat(250), "*".repeat(1_000_000))) {
                assertThat(refusal(context, Map.of("topics", topics, "capture", "hash")))
                        .contains("at most 249");
            }
            for (int i = 0; i < 100; i++) {
                invoke(context, OperationType.WRITE, "kafkaaudit", Map.of("topics", "t" + i, "capture", "hash"));
            }
            assertThat(refusal(context, Map.of("topics", "t100", "capture", "hash")))
                    .contains("100 changed captures");
            assertThat(invoke(context, OperationType.WRITE, "kafkaaudit", Map.of("topics", "t7", "capture", "none"))
                            .toString())
                    .contains("t7=none");
        });
    }

    @Test
    void takesBackWhatItHasNarrowedButNotWhatTheRulesProtect() {
        ApplicationContextRunner protecting = contextRunner.withPropertyValues(
                "kafka.audit.rules[0].payload.capture=hash",
                "kafka.audit.rules[1].topics=orders",
                "kafka.audit.rules[1].payload.capture=none");
        protecting.run(context -> {
            AuditTrail trail = context.getBean(AuditTrail.class);
            invoke(context, OperationType.WRITE, "kafkaaudit", Map.of("topics", "*", "capture", "none"));
            assertThat(trail.policies().of("other").capture()).isEqualTo(PayloadCapture.NONE);

            assertThat(refusal(context, Map.of("topics", "*", "capture", "full")))
                    .contains("\"recruit.*\", \"orders\"")
                    .contains("kafka.audit.endpoint.widen=true");
            assertThat(refusal(context, Map.of("topics", "rec*", "capture", "full")))
                    .contains("\"recruit.*\"");
            assertThat(refusal(context, Map.of("topics", "orders", "capture", "hash")))
                    .contains("\"orders\"");
            assertThat(trail.policies().of("recruit.result").capture()).isEqualTo(PayloadCapture.NONE);

            invoke(context, OperationType.WRITE, "kafkaaudit", Map.of("topics", "other", "capture", "full"));
            invoke(context, OperationType.WRITE, "kafkaaudit", Map.of("topics", "*", "capture", "hash"));
            assertThat(trail.policies().of("other").capture()).isEqualTo(PayloadCapture.HASH);
            assertThat(trail.policies().of("orders").captureOnFailure()).isEqualTo(PayloadCapture.NONE);
        });
        protecting.withPropertyValues("kafka.audit.endpoint.widen=true").run(context -> {
            AuditTrail trail = context.getBean(AuditTrail.class);
            invoke(context, OperationType.WRITE, "kafkaaudit", Map.of("topics", "*", "capture", "full"));
            assertThat(trail.policies().of("recruit.result").capture()).isEqualTo(PayloadCapture.FULL);
            assertThat(trail.policies().of("recruit.result").masking().fields()).containsExactly("residentNumber");
        });
    }

    @Test
    void recordsWhoChangedSomething() {
        contextRunner.run(context -> {
            invoke(
                    context,
                    OperationType.WRITE,
                    "kafkaaudit",
                    new Caller("an operator\r\nINFO forged"),
                    Map.of("topics", "a", "capture", "hash"));
            invoke(context, OperationType.WRITE, "kafkaaudit", new Caller("a robot"), Map.of("enabled", false));

            context.getBean(AuditTrail.class).flush(Duration.ofSeconds(10));
            assertThat(documents.changes())
                    .hasSize(2)
                    .anySatisfy(change -> assertThat(change).contains("\"by\":\"an operator??INFO forged\""))
                    .anySatisfy(change -> assertThat(change).contains("\"by\":\"a robot\""));
        });
    }

    @Test
    void limitsHowManySearchTermsAreComputedAndLogsEachWithoutTheValue(CapturedOutput output) {
        contextRunner.run(context -> {
            Map<String, Object> arguments = Map.of("operation", "search-term", "value", "a@example.com");
            for (int i = 0; i < SearchTerms.PER_MINUTE; i++) {
                invoke(context, OperationType.WRITE, "kafkaaudit/{operation}", new Caller("guesser"), arguments);
            }

            assertThat(refusal(context, "kafkaaudit/{operation}", arguments)).contains("within a minute");
            assertThat(output)
                    .contains("A search term was computed for guesser.")
                    .contains("More than 60 search terms were asked for")
                    .doesNotContain("a@example.com");
        });
    }

    @Test
    void showsNoCredentialsThatSomebodyWroteIntoAnAddress() {
        contextRunner
                .withPropertyValues(
                        "kafka.audit.elasticsearch.urls=https://writer:clear@search.example.org",
                        "kafka.audit.jdbc.data-source=jdbc:x?password=clear")
                .run(context -> assertThat(invoke(context, OperationType.READ, "kafkaaudit", Map.of())
                                .toString())
                        .contains("kafka.audit.elasticsearch.urls=******")
                        .doesNotContain("clear"));
    }

    @Test
    void refusesToSwitchOnWhatHasNoSink() {
        new ApplicationContextRunner()
                .withConfiguration(AutoConfigurations.of(
                        KafkaAuditAutoConfiguration.class, KafkaAuditEndpointAutoConfiguration.class))
                .withPropertyValues("management.endpoints.web.exposure.include=kafkaaudit")
                .run(context -> assertThat(refusal(context, Map.of("enabled", true)))
                        .contains("kafka.audit.producer.bootstrap-servers"));
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

    private static String refusal(ApplicationContext context, Map<String, Object> arguments) {
        return refusal(context, "kafkaaudit", arguments);
    }

    private static String refusal(ApplicationContext context, String path, Map<String, Object> arguments) {
        WebEndpointResponse<?> response =
                (WebEndpointResponse<?>) answer(context, OperationType.WRITE, path, SecurityContext.NONE, arguments);
        assertThat(response.getStatus()).isEqualTo(400);
        return String.valueOf(((Map<?, ?>) Objects.requireNonNull(response.getBody())).get("message"));
    }

    private static Object invoke(
            ApplicationContext context, OperationType type, String path, Map<String, Object> arguments) {
        return invoke(context, type, path, SecurityContext.NONE, arguments);
    }

    private static Object invoke(
            ApplicationContext context,
            OperationType type,
            String path,
            SecurityContext caller,
            Map<String, Object> arguments) {
        Object answer = answer(context, type, path, caller, arguments);
        if (answer instanceof WebEndpointResponse<?> response) {
            assertThat(response.getStatus()).as("%s", response.getBody()).isEqualTo(200);
            return Objects.requireNonNull(response.getBody());
        }
        return answer;
    }

    private static Object answer(
            ApplicationContext context,
            OperationType type,
            String path,
            SecurityContext caller,
            Map<String, Object> arguments) {
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
        Object result = operation.invoke(new InvocationContext(caller, arguments));
        assertThat(result).isNotNull();
        return result;
    }

    private record Caller(String name) implements SecurityContext {

        @Override
        public Principal getPrincipal() {
            return () -> name;
        }

        @Override
        public boolean isUserInRole(String role) {
            return false;
        }
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
