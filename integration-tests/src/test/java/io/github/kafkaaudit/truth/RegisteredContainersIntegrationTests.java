package io.github.kafkaaudit.truth;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.kafkaaudit.embedded.junit.EmbeddedAudit;
import java.lang.reflect.Method;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.kafka.config.ConcurrentKafkaListenerContainerFactory;
import org.springframework.kafka.config.ContainerCustomizer;
import org.springframework.kafka.config.KafkaListenerEndpointRegistry;
import org.springframework.kafka.config.MethodKafkaListenerEndpoint;
import org.springframework.kafka.listener.ConcurrentMessageListenerContainer;
import org.springframework.messaging.handler.annotation.support.DefaultMessageHandlerMethodFactory;

/** Listeners that an application registers while it runs: nobody looks at their containers before they start. */
@EmbeddedAudit
class RegisteredContainersIntegrationTests {

    @Test
    void recordsWhatAListenerDoesThatWasRegisteredWhileTheApplicationRan() throws Exception {
        TruthApplication app = TruthApplication.run("registered", Customizing.class);
        try (app) {
            register(app, "late", "registered", null);
            app.send("k", "v");
            app.events().await("offset-committed", 1);
            assertThat(app.bean(Customizing.class).seen).containsExactly("customized", "listener v");
        }

        assertThat(app.events().consumption("registered")).containsExactly("message-consumed 0", "offset-committed 1");
        assertThat(app.events().only("message-consumed").text("kafka_audit.listener.id"))
                .isEqualTo("late");
    }

    @Test
    void recordsWhatTheFilterOfSuchAListenerDiscards() throws Exception {
        TruthApplication app = TruthApplication.run("registered.filtered", Customizing.class);
        try (app) {
            register(app, "filtered", "registered.filtered", "drop");
            app.send("k", "drop");
            app.send("k", "v");
            app.events().await("message-consumed", 1);
        }

        assertThat(app.events().consumption("registered.filtered"))
                .containsSubsequence("message-filtered 0", "message-consumed 1")
                .doesNotContain("message-consumed 0");
    }

    private static void register(TruthApplication app, String id, String topic, @Nullable String dropped)
            throws Exception {
        MethodKafkaListenerEndpoint<Object, Object> endpoint = new MethodKafkaListenerEndpoint<>();
        endpoint.setId(id);
        endpoint.setGroupId(topic);
        endpoint.setTopics(topic);
        endpoint.setBean(app.bean(Customizing.class));
        Method method = Customizing.class.getDeclaredMethod("receive", String.class);
        endpoint.setMethod(method);
        DefaultMessageHandlerMethodFactory handlers = new DefaultMessageHandlerMethodFactory();
        handlers.afterPropertiesSet();
        endpoint.setMessageHandlerMethodFactory(handlers);
        if (dropped != null) {
            endpoint.setRecordFilterStrategy(record -> dropped.equals(record.value()));
        }
        app.bean(KafkaListenerEndpointRegistry.class)
                .registerListenerContainer(
                        endpoint,
                        app.bean("kafkaListenerContainerFactory", ConcurrentKafkaListenerContainerFactory.class),
                        true);
    }

    /** Its customizer sets an interceptor, and so takes away what the factory had given. */
    @Configuration(proxyBeanMethods = false)
    static class Customizing {

        final List<String> seen = new CopyOnWriteArrayList<>();

        @Bean
        ContainerCustomizer<Object, Object, ConcurrentMessageListenerContainer<Object, Object>> customizer() {
            return container -> container.setRecordInterceptor((record, consumer) -> {
                seen.add("customized");
                return record;
            });
        }

        void receive(String payload) {
            seen.add("listener " + payload);
        }
    }
}
