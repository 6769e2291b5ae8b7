package io.github.kafkaaudit.truth;

import io.github.kafkaaudit.embedded.junit.EmbeddedAuditExtension;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.quota.ClientQuotaAlteration;
import org.apache.kafka.common.quota.ClientQuotaEntity;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.Banner;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.kafka.core.KafkaTemplate;
import org.springframework.kafka.core.ProducerFactory;
import org.springframework.util.ClassUtils;

/**
 * A small Spring Boot application with the audit, whose topic, group and name are its own. Closing it ends its trail,
 * so what is asserted afterwards cannot be followed by anything.
 */
final class TruthApplication implements AutoCloseable {

    private static final String MARKER = "marker";

    private final String name;
    private final ConfigurableApplicationContext context;
    private final RecordedEvents events;

    private TruthApplication(String name, ConfigurableApplicationContext context) {
        this.name = name;
        this.context = context;
        this.events = context.getBean(RecordedEvents.class);
    }

    /** Creates the topic {@code name} and starts an application of that name and group. */
    static TruthApplication run(String name, Class<?> configuration, String... properties) {
        createTopic(name, 1);
        return start(name, configuration, properties);
    }

    static TruthApplication start(String name, Class<?> configuration, String... properties) {
        List<String> all = new ArrayList<>(List.of(
                "spring.application.name=" + name,
                "spring.kafka.bootstrap-servers=" + bootstrapServers(),
                "spring.kafka.consumer.group-id=" + name,
                "spring.kafka.consumer.auto-offset-reset=earliest",
                "spring.kafka.consumer.fetch-max-wait=50ms",
                "spring.kafka.listener.poll-timeout=100ms",
                "spring.kafka.producer.properties.linger.ms=0",
                "kafka.audit.commits.interval=0ms",
                "kafka.audit.spool.enabled=false",
                "topic=" + name,
                "logging.level.root=" + System.getProperty("truth.log", "off")));
        all.addAll(Arrays.asList(properties));
        return new TruthApplication(
                name,
                new SpringApplicationBuilder(Recorded.class, configuration)
                        .web(WebApplicationType.NONE)
                        .bannerMode(Banner.Mode.OFF)
                        .properties(all.toArray(String[]::new))
                        .run());
    }

    static String bootstrapServers() {
        return EmbeddedAuditExtension.stack().bootstrapServers();
    }

    static void createTopic(String topic, int partitions) {
        createTopic(topic, partitions, Map.of());
    }

    static void createTopic(String topic, int partitions, Map<String, String> settings) {
        try (Admin admin = admin()) {
            admin.createTopics(List.of(new NewTopic(topic, partitions, (short) 1).configs(settings)))
                    .all()
                    .get();
        } catch (ExecutionException e) {
            if (!(e.getCause() instanceof TopicExistsException)) {
                throw new IllegalStateException(e);
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Returns when the broker no longer knows the topic. */
    static void deleteTopic(String topic) {
        try (Admin admin = admin()) {
            get(admin.deleteTopics(List.of(topic)).all());
            Awaitility.await().until(() -> !get(admin.listTopics().names()).contains(topic));
        }
    }

    /** A quota that makes the broker mute a client for seconds after it has sent anything. */
    static void allowOneBytePerSecond(String clientId) {
        try (Admin admin = admin()) {
            get(admin.alterClientQuotas(List.of(new ClientQuotaAlteration(
                            new ClientQuotaEntity(Map.of(ClientQuotaEntity.CLIENT_ID, clientId)),
                            List.of(new ClientQuotaAlteration.Op("producer_byte_rate", 1.0)))))
                    .all());
        }
    }

    static Admin admin() {
        return Admin.create(Map.of("bootstrap.servers", bootstrapServers()));
    }

    /** The name of spring-kafka's (de)serializer of JSON, which is another one in each of its generations. */
    static String jsonClass(String role) {
        String support = "org.springframework.kafka.support.serializer.";
        return ClassUtils.isPresent(support + "JacksonJson" + role, null)
                ? support + "JacksonJson" + role
                : support + "Json" + role;
    }

    RecordedEvents events() {
        return events;
    }

    String coordinate(long offset) {
        return name + "/0/" + offset;
    }

    @SuppressWarnings("unchecked")
    <K, V> ProducerFactory<K, V> producers() {
        return context.getBean("kafkaProducerFactory", ProducerFactory.class);
    }

    <T> T bean(Class<T> type) {
        return context.getBean(type);
    }

    <T> T bean(String beanName, Class<T> type) {
        return context.getBean(beanName, type);
    }

    @SuppressWarnings("unchecked")
    <K, V> KafkaTemplate<K, V> template() {
        return context.getBean("kafkaTemplate", KafkaTemplate.class);
    }

    RecordMetadata send(@Nullable String key, @Nullable Object value) {
        return get(this.<String, Object>template().send(new ProducerRecord<>(name, key, value)))
                .getRecordMetadata();
    }

    /** Sends a last record and waits until it was consumed: what was to happen before has happened. */
    void settle() {
        send(MARKER, MARKER);
        events.awaitMatching(
                event -> event.action().equals("message-consumed")
                        && event.text("messaging.kafka.message.key").equals(MARKER),
                1);
    }

    static <T> T get(Future<T> future) {
        try {
            return future.get(20, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        context.close();
    }

    /** What every application has. */
    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class Recorded {

        @Bean
        RecordedEvents recordedEvents() {
            return new RecordedEvents();
        }
    }
}
