package io.github.kafkaaudit.ecosystem.framework;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.kafkaaudit.ecosystem.Broker;
import io.github.kafkaaudit.kafka.KafkaAudit;
import java.time.Duration;
import java.util.Properties;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.kafka.DefaultKafkaClientFactory;
import org.apache.camel.component.kafka.KafkaComponent;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.producer.Producer;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Configuration;

/** Camel makes its clients itself; its factory for them is where the audit goes. */
@ExtendWith(Broker.class)
class CamelIntegrationTests {

    @Test
    void recordsARouteWhoseClientFactoryIsAudited() throws Exception {
        Broker.createTopics("camel.in", "camel.out");
        try (AuditedApplication application = AuditedApplication.start(Plain.class, "camel")) {
            try (DefaultCamelContext camel = route(application.bean(KafkaAudit.class), "camel")) {
                camel.start();
                application.send("camel.in", "v");
                application.await("camel.out", "message-produced 0");
            }

            assertThat(application.events("camel.in"))
                    .containsExactlyInAnyOrder("message-produced 0", "message-delivered 0");
            assertThat(application.events("camel.out")).containsExactly("message-produced 0");
        }
    }

    @Test
    void namesTheClientsOfARouteThatNobodyAudits() throws Exception {
        Broker.createTopics("route.in", "route.out");
        try (AuditedApplication application = AuditedApplication.start(Plain.class, "route");
                DefaultCamelContext camel = route(null, "route")) {
            camel.start();
            application.send("route.in", "v");
            Awaitility.await()
                    .atMost(Duration.ofSeconds(30))
                    .untilAsserted(() -> assertThat(application.coverage())
                            .anySatisfy((what, how) -> {
                                assertThat(what).startsWith("consumer camel-route");
                                assertThat(how).startsWith("not covered");
                            })
                            .anySatisfy((what, how) -> {
                                assertThat(what).startsWith("producer camel-route");
                                assertThat(how).startsWith("not covered");
                            }));
        }
    }

    private static DefaultCamelContext route(@Nullable KafkaAudit audit, String name) throws Exception {
        DefaultCamelContext camel = new DefaultCamelContext();
        KafkaComponent kafka = new KafkaComponent();
        kafka.getConfiguration().setBrokers(Broker.servers());
        kafka.getConfiguration().setAutoOffsetReset("earliest");
        if (audit != null) {
            kafka.setKafkaClientFactory(new AuditedClients(audit));
        }
        camel.addComponent("kafka", kafka);
        camel.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("kafka:" + name + ".in?groupId=" + name + "&clientId=camel-" + name)
                        .to("kafka:" + name + ".out?clientId=camel-" + name);
            }
        });
        return camel;
    }

    /** What docs/compatibility.md shows. */
    private static final class AuditedClients extends DefaultKafkaClientFactory {

        private final KafkaAudit audit;

        private AuditedClients(KafkaAudit audit) {
            this.audit = audit;
        }

        @Override
        @SuppressWarnings({"unchecked", "rawtypes"})
        public Producer getProducer(Properties settings) {
            return audit.wrap((Producer<Object, Object>) super.getProducer(settings));
        }

        @Override
        @SuppressWarnings({"unchecked", "rawtypes"})
        public Consumer getConsumer(Properties settings) {
            return audit.wrap((Consumer<Object, Object>) super.getConsumer(settings));
        }
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class Plain {}
}
