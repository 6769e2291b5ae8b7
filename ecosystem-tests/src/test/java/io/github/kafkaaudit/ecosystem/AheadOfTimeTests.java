package io.github.kafkaaudit.ecosystem;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.kafkaaudit.autoconfigure.KafkaAuditAutoConfiguration;
import io.github.kafkaaudit.autoconfigure.actuator.KafkaAuditEndpointAutoConfiguration;
import io.github.kafkaaudit.autoconfigure.actuator.KafkaAuditHealthAutoConfiguration;
import io.github.kafkaaudit.autoconfigure.cloudstream.KafkaAuditCloudStreamAutoConfiguration;
import io.github.kafkaaudit.autoconfigure.logging.KafkaAuditLogsAutoConfiguration;
import io.github.kafkaaudit.autoconfigure.metrics.KafkaAuditMetricsAutoConfiguration;
import io.github.kafkaaudit.trail.AuditTrail;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.aot.test.generate.TestGenerationContext;
import org.springframework.boot.kafka.autoconfigure.KafkaAutoConfiguration;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.context.aot.ApplicationContextAotGenerator;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.test.tools.CompileWithForkedClassLoader;
import org.springframework.core.test.tools.TestCompiler;
import org.springframework.javapoet.ClassName;
import org.springframework.kafka.annotation.KafkaListener;
import org.springframework.kafka.config.ConcurrentKafkaListenerContainerFactory;
import org.springframework.kafka.config.KafkaListenerEndpointRegistry;
import org.springframework.kafka.core.ProducerFactory;

/** What a native image starts from: the context that Spring has generated, without conditions and class scanning. */
class AheadOfTimeTests {

    @Test
    @CompileWithForkedClassLoader
    void auditsInAContextThatWasGeneratedAheadOfTime() {
        TestGenerationContext generation = new TestGenerationContext();
        ClassName initializer;
        try (AnnotationConfigApplicationContext source = new AnnotationConfigApplicationContext()) {
            settings(source.getEnvironment());
            source.register(Application.class);
            initializer = new ApplicationContextAotGenerator().processAheadOfTime(source, generation);
        }
        generation.writeGeneratedContent();

        TestCompiler.forSystem().with(generation).compile(compiled -> {
            try (GenericApplicationContext context = new GenericApplicationContext()) {
                settings(context.getEnvironment());
                initializer(compiled.getInstance(ApplicationContextInitializer.class, initializer.reflectionName()))
                        .initialize(context);
                context.refresh();

                assertThat(context.getBean(AuditTrail.class).isEnabled()).isTrue();
                ProducerFactory<?, ?> producers = context.getBean("kafkaProducerFactory", ProducerFactory.class);
                assertThat(producers.getPostProcessors()).hasSize(1);
                assertThat(context.getBean(
                                        "kafkaListenerContainerFactory", ConcurrentKafkaListenerContainerFactory.class)
                                .getRecordInterceptor())
                        .isNotNull();
                assertThat(context.getBean(KafkaListenerEndpointRegistry.class).getListenerContainerIds())
                        .containsExactly("generated");
            }
        });
    }

    @SuppressWarnings("unchecked")
    private static ApplicationContextInitializer<GenericApplicationContext> initializer(Object instance) {
        return (ApplicationContextInitializer<GenericApplicationContext>) instance;
    }

    private static void settings(ConfigurableEnvironment environment) {
        environment
                .getPropertySources()
                .addFirst(new MapPropertySource(
                        "test", Map.of("kafka.audit.sink", "none", "spring.application.name", "generated")));
    }

    @Configuration(proxyBeanMethods = false)
    @Import({
        KafkaAutoConfiguration.class,
        KafkaAuditAutoConfiguration.class,
        KafkaAuditEndpointAutoConfiguration.class,
        KafkaAuditHealthAutoConfiguration.class,
        KafkaAuditMetricsAutoConfiguration.class,
        KafkaAuditLogsAutoConfiguration.class,
        KafkaAuditCloudStreamAutoConfiguration.class
    })
    static class Application {

        @KafkaListener(id = "generated", topics = "generated", autoStartup = "false")
        void receive(String payload) {}
    }
}
