package io.github.kafkaaudit.ecosystem;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.kafkaaudit.autoconfigure.KafkaAuditAutoConfiguration;
import io.github.kafkaaudit.test.RecordedAudit;
import io.github.kafkaaudit.test.RecordedEvent;
import java.time.Duration;
import java.util.List;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.Banner;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.kafka.autoconfigure.KafkaAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.kafka.core.KafkaTemplate;

/** A Kotlin suspend function as a listener, compiled by Kotlin's own compiler. */
@ExtendWith(Broker.class)
class SuspendListenerIntegrationTests {

    private static final Duration DELAY = Duration.ofMillis(200);

    private final RecordedAudit audit = new RecordedAudit();

    @Test
    void recordsTheConsumptionWhenTheFunctionHasEnded() throws Exception {
        receive("suspend", "later");

        assertThat(lines()).containsExactly("message-consumed suspend/0/0");
        RecordedEvent consumed = consumption().get(0);
        assertThat(Long.parseLong(String.valueOf(consumed.field("event.duration"))))
                .isGreaterThan(DELAY.toNanos());
    }

    @Test
    void recordsAFunctionThatFailedAfterItsReturnAndItsRetry() throws Exception {
        receive("suspend.failing", "fail once");

        assertThat(lines())
                .containsExactly("message-consume-failed suspend.failing/0/0", "message-consumed suspend.failing/0/0");
        RecordedEvent failed = consumption().get(0);
        assertThat(failed.field("error.type")).isEqualTo("java.lang.IllegalStateException");
        assertThat(failed.field("error.message")).isEqualTo("asked to fail");
        assertThat(failed.field("kafka_audit.delivery.attempt")).isEqualTo("1");
        assertThat(consumption().get(1).field("kafka_audit.delivery.attempt")).isEqualTo("2");
    }

    private void receive(String topic, String payload) throws Exception {
        Broker.createTopics(topic);
        try (ConfigurableApplicationContext context = new SpringApplicationBuilder(Application.class)
                .initializers(started -> started.getBeanFactory().registerSingleton("recordedAudit", audit))
                .web(WebApplicationType.NONE)
                .bannerMode(Banner.Mode.OFF)
                .properties(
                        "spring.application.name=" + topic,
                        "spring.kafka.bootstrap-servers=" + Broker.servers(),
                        "spring.kafka.consumer.group-id=" + topic,
                        "spring.kafka.consumer.auto-offset-reset=earliest",
                        "kafka.audit.spool.enabled=false",
                        "topic=" + topic)
                // Spring Cloud Stream changes Boot's defaults to bytes.
                .run(
                        "--spring.kafka.producer.value-serializer=" + StringSerializer.class.getName(),
                        "--spring.kafka.consumer.value-deserializer=" + StringDeserializer.class.getName())) {
            template(context).send(topic, payload).get();
            Awaitility.await()
                    .atMost(Duration.ofSeconds(20))
                    .until(() -> lines().contains("message-consumed " + topic + "/0/0"));
        }
    }

    @SuppressWarnings("unchecked")
    private static KafkaTemplate<String, String> template(ConfigurableApplicationContext context) {
        return context.getBean("kafkaTemplate", KafkaTemplate.class);
    }

    private List<RecordedEvent> consumption() {
        return audit.events().stream()
                .filter(event -> event.action().startsWith("message-cons"))
                .toList();
    }

    private List<String> lines() {
        return consumption().stream()
                .map(event -> event.action() + ' ' + event.coordinate())
                .toList();
    }

    @Configuration(proxyBeanMethods = false)
    @ImportAutoConfiguration({KafkaAutoConfiguration.class, KafkaAuditAutoConfiguration.class})
    @Import(SuspendingListener.class)
    static class Application {}
}
