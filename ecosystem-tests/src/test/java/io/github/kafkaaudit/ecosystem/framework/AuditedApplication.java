package io.github.kafkaaudit.ecosystem.framework;

import io.github.kafkaaudit.ecosystem.Broker;
import io.github.kafkaaudit.spring.SpringKafkaAudit;
import io.github.kafkaaudit.test.RecordedAudit;
import io.github.kafkaaudit.test.RecordedEvent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.awaitility.Awaitility;
import org.springframework.boot.Banner;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.kafka.core.KafkaTemplate;

/** An application with a framework and the starter, and what is recorded of it. */
final class AuditedApplication implements AutoCloseable {

    private final RecordedAudit audit = new RecordedAudit();
    private final ConfigurableApplicationContext context;

    private AuditedApplication(Class<?> configuration, String name, String... more) {
        List<String> properties = new ArrayList<>(List.of(
                "spring.application.name=" + name,
                "topic=" + name,
                "spring.kafka.bootstrap-servers=" + Broker.servers(),
                // Cloud Stream, which is here as well, would have it otherwise.
                "spring.kafka.producer.key-serializer=" + StringSerializer.class.getName(),
                "spring.kafka.producer.value-serializer=" + StringSerializer.class.getName(),
                "spring.kafka.consumer.key-deserializer=" + StringDeserializer.class.getName(),
                "spring.kafka.consumer.value-deserializer=" + StringDeserializer.class.getName(),
                "spring.kafka.consumer.group-id=" + name,
                "spring.kafka.consumer.auto-offset-reset=earliest",
                "kafka.audit.commits.interval=0ms",
                "kafka.audit.spool.enabled=false"));
        properties.addAll(List.of(more));
        context = new SpringApplicationBuilder(configuration)
                .initializers(started -> started.getBeanFactory().registerSingleton("recordedAudit", audit))
                .web(WebApplicationType.NONE)
                .bannerMode(Banner.Mode.OFF)
                .run(properties.stream().map(property -> "--" + property).toArray(String[]::new));
    }

    /** Starts one whose topics begin with its name. */
    static AuditedApplication start(Class<?> configuration, String name, String... more) {
        return new AuditedApplication(configuration, name, more);
    }

    <T> T bean(Class<T> type) {
        return context.getBean(type);
    }

    <T> T bean(String name, Class<T> type) {
        return context.getBean(name, type);
    }

    /** Sends a text and waits until the broker has it. */
    @SuppressWarnings("unchecked")
    void send(String topic, String value) {
        ((KafkaTemplate<Object, Object>) context.getBean(KafkaTemplate.class))
                .send(topic, "key", value)
                .join();
    }

    /** What happened to the records of a topic, in order: the action and the offset. */
    List<String> events(String topic) {
        return audit.events().stream()
                .filter(event -> topic.equals(event.topic()) && event.coordinate() != null)
                .map(event -> event.action() + " "
                        + String.valueOf(event.coordinate()).replaceFirst(".*/", ""))
                .toList();
    }

    /** What the coverage says by now. */
    Map<String, String> coverage() {
        return context.getBean(SpringKafkaAudit.class).coverage().report();
    }

    List<RecordedEvent> all() {
        return audit.events();
    }

    /** Waits until something has happened to a record of a topic. */
    void await(String topic, String event) {
        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> org.assertj.core.api.Assertions.assertThat(events(topic))
                        .contains(event));
    }

    /** Waits until an offset of a topic has been committed. */
    void awaitCommit(String topic, long offset) {
        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .until(() -> audit.events().stream()
                        .anyMatch(event -> event.action().equals("offset-committed")
                                && topic.equals(event.topic())
                                && Long.toString(offset).equals(event.field("kafka_audit.commit.offset"))));
    }

    @Override
    public void close() {
        context.close();
    }
}
