package io.github.kafkaaudit.ecosystem;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.kafkaaudit.test.RecordedAudit;
import io.github.kafkaaudit.test.RecordedEvent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Function;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.Banner;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.cloud.stream.function.StreamBridge;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What is recorded of functions that Spring Cloud Stream binds to topics. */
@ExtendWith(Broker.class)
class CloudStreamIntegrationTests {

    private final RecordedAudit audit = new RecordedAudit();

    @Test
    void recordsWhatABindingReadsAndWrites() throws Exception {
        run("stream", "spring.cloud.stream.kafka.binder.brokers=" + Broker.servers());

        expectTheWholeWay("stream");
        RecordedEvent started = events("audit-started", null).get(0);
        assertThat(started.field("kafka_audit.coverage.Spring Cloud Stream binder kafka"))
                .isEqualTo("covered");
        assertThat(started.field("kafka_audit.coverage.Spring Cloud Stream functions of binder kafka"))
                .startsWith("not covered: the binder retries and recovers by itself");
    }

    @Test
    void recordsABinderWithAnEnvironmentOfItsOwn() throws Exception {
        run(
                "multi",
                "spring.cloud.stream.default-binder=mine",
                "spring.cloud.stream.binders.mine.type=kafka",
                "spring.cloud.stream.binders.mine.environment.spring.cloud.stream.kafka.binder.brokers="
                        + Broker.servers());

        expectTheWholeWay("multi");
    }

    /** Sends one record through two functions, and ends the application in order. */
    private void run(String name, String... binder) throws Exception {
        Broker.createTopics(name + ".in", name + ".out");
        List<String> properties = new ArrayList<>(List.of(
                "spring.application.name=" + name,
                "spring.kafka.bootstrap-servers=" + Broker.servers(),
                "spring.cloud.function.definition=shout;note",
                "spring.cloud.stream.bindings.shout-in-0.destination=" + name + ".in",
                "spring.cloud.stream.bindings.shout-in-0.group=" + name,
                "spring.cloud.stream.bindings.shout-out-0.destination=" + name + ".out",
                "spring.cloud.stream.bindings.note-in-0.destination=" + name + ".out",
                "spring.cloud.stream.bindings.note-in-0.group=" + name,
                "kafka.audit.commits.interval=0ms",
                "kafka.audit.spool.enabled=false"));
        properties.addAll(List.of(binder));
        try (ConfigurableApplicationContext context = new SpringApplicationBuilder(Functions.class)
                .initializers(started -> started.getBeanFactory().registerSingleton("recordedAudit", audit))
                .web(WebApplicationType.NONE)
                .bannerMode(Banner.Mode.OFF)
                .properties(properties.toArray(String[]::new))
                .run()) {
            assertThat(context.getBean(StreamBridge.class).send(name + ".in", "hello"))
                    .isTrue();
            Awaitility.await()
                    .atMost(Duration.ofSeconds(20))
                    .untilAsserted(() ->
                            assertThat(context.getBean(Functions.class).noted).containsExactly("HELLO"));
        }
    }

    private void expectTheWholeWay(String name) {
        for (String topic : List.of(name + ".in", name + ".out")) {
            assertThat(events("message-produced", topic))
                    .extracting(RecordedEvent::coordinate)
                    .containsExactly(topic + "/0/0");
            assertThat(events("message-delivered", topic))
                    .extracting(RecordedEvent::coordinate, RecordedEvent::group, event -> event.field("event.outcome"))
                    .containsExactly(org.assertj.core.groups.Tuple.tuple(topic + "/0/0", name, "unknown"));
            assertThat(events("offset-committed", topic))
                    .extracting(event -> event.field("kafka_audit.commit.offset"))
                    .containsExactly("1");
        }
        // The same send on both sides: the header went with it.
        assertThat(events("message-delivered", name + ".out").get(0).field("messaging.message.id"))
                .isEqualTo(events("message-produced", name + ".out").get(0).field("messaging.message.id"));
        assertThat(events("message-produced", name + ".out").get(0).field("kafka_audit.payload.text"))
                .isEqualTo("HELLO");
        assertThat(events("message-consumed", null)).isEmpty();
        List<RecordedEvent> all = audit.events();
        assertThat(all.get(all.size() - 1).action()).isEqualTo("audit-stopped");
    }

    private List<RecordedEvent> events(String action, @org.jspecify.annotations.Nullable String topic) {
        return audit.events().stream()
                .filter(event -> event.action().equals(action) && (topic == null || topic.equals(event.topic())))
                .toList();
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class Functions {

        final List<String> noted = new CopyOnWriteArrayList<>();

        @Bean
        Function<String, String> shout() {
            return payload -> payload.toUpperCase(Locale.ROOT);
        }

        @Bean
        Consumer<String> note() {
            return noted::add;
        }
    }
}
