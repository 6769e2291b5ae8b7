package io.github.kafkaaudit.operations;

import static io.github.kafkaaudit.test.AuditAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.kafkaaudit.embedded.EmbeddedAuditStack;
import io.github.kafkaaudit.embedded.junit.EmbeddedAudit;
import io.github.kafkaaudit.test.RecordedAudit;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.kafka.annotation.KafkaListener;
import org.springframework.kafka.core.KafkaTemplate;
import org.springframework.kafka.listener.DeadLetterPublishingRecoverer;
import org.springframework.kafka.listener.DefaultErrorHandler;
import org.springframework.util.backoff.FixedBackOff;

@EmbeddedAudit
class RecordedAuditIntegrationTests {

    private static final String TOPIC = "kit.result";
    private static final String GROUP = "kit-jobda";

    @Test
    void followsEachRecordFromItsPublicationToItsEnd(EmbeddedAuditStack stack) throws Exception {
        try (ConfigurableApplicationContext context = start(stack)) {
            KafkaTemplate<String, String> template = template(context);
            RecordedAudit audit = context.getBean(RecordedAudit.class);

            template.send(TOPIC, "A-1", "{\"applicantId\":\"A-1\",\"step\":\"DOC\"}")
                    .get();
            template.send(TOPIC, "A-2", "{\"applicantId\":\"A-2\",\"step\":\"broken\"}")
                    .get();

            assertThat(audit)
                    .published(TOPIC)
                    .withKey("A-1")
                    .withBusinessKey("A-1|DOC")
                    .exactlyOnce()
                    .consumedBy(GROUP)
                    .once()
                    .failedIn(GROUP)
                    .never();
            assertThat(audit)
                    .published(TOPIC)
                    .withKey("A-2")
                    .exactlyOnce()
                    .failedIn(GROUP)
                    .times(2)
                    .deadLetteredBy(GROUP)
                    .once()
                    .consumedBy(GROUP)
                    .never();
            assertThat(audit).published(TOPIC + "-dlt").never();
            assertThat(audit).hasNoGap();
        }
    }

    @Test
    void catchesTheIncidentInATeamsOwnBuild(EmbeddedAuditStack stack) throws Exception {
        try (ConfigurableApplicationContext context = start(stack)) {
            KafkaTemplate<String, String> template = template(context);
            RecordedAudit audit = context.getBean(RecordedAudit.class);

            for (int i = 0; i < 4; i++) {
                template.send(TOPIC, "A-17", "{\"applicantId\":\"A-17\",\"step\":\"REJECTED\"}")
                        .get();
            }

            assertThat(audit).published(TOPIC).withBusinessKey("A-17|REJECTED").times(4);
            assertThatExceptionOfType(AssertionError.class)
                    .isThrownBy(() -> assertThat(audit)
                            .published(TOPIC)
                            .withBusinessKey("A-17|REJECTED")
                            .exactlyOnce())
                    .withMessageContaining("message-produced was recorded 4 times")
                    .withMessageContaining("kit message-produced " + TOPIC);
        }
    }

    @SuppressWarnings("unchecked")
    private static KafkaTemplate<String, String> template(ConfigurableApplicationContext context) {
        return context.getBean(KafkaTemplate.class);
    }

    private static ConfigurableApplicationContext start(EmbeddedAuditStack stack) {
        return new SpringApplicationBuilder(Application.class)
                .properties(Map.of(
                        "spring.application.name", "kit",
                        "spring.kafka.bootstrap-servers", stack.bootstrapServers(),
                        "spring.kafka.consumer.auto-offset-reset", "earliest",
                        "kafka.audit.business-key", "/applicantId,/step"))
                .run();
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    @Import(RecordedAudit.class)
    static class Application {

        @Bean
        DefaultErrorHandler errorHandler(KafkaTemplate<Object, Object> template) {
            return new DefaultErrorHandler(new DeadLetterPublishingRecoverer(template), new FixedBackOff(0, 1));
        }

        @Bean
        Listener listener() {
            return new Listener();
        }
    }

    static class Listener {

        @KafkaListener(id = "kit", topics = TOPIC, groupId = GROUP)
        void receive(String payload) {
            if (payload.contains("broken")) {
                throw new IllegalStateException("cannot be decided");
            }
        }
    }
}
