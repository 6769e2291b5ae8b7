package io.github.kafkaaudit.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.kafkaaudit.AuditSink;
import io.github.kafkaaudit.EncodedAuditEvent;
import io.github.kafkaaudit.event.AuditAction;
import io.github.kafkaaudit.event.AuditEvent;
import io.github.kafkaaudit.kafka.KafkaAudit;
import io.github.kafkaaudit.trail.AuditTrail;
import io.micrometer.observation.ObservationRegistry;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.kafka.autoconfigure.KafkaAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.kafka.config.AbstractKafkaListenerContainerFactory;
import org.springframework.kafka.config.ConcurrentKafkaListenerContainerFactory;
import org.springframework.kafka.config.ContainerCustomizer;
import org.springframework.kafka.core.ConsumerFactory;
import org.springframework.kafka.core.DefaultKafkaConsumerFactory;
import org.springframework.kafka.core.DefaultKafkaProducerFactory;
import org.springframework.kafka.core.KafkaAdmin;
import org.springframework.kafka.core.KafkaTemplate;
import org.springframework.kafka.core.ProducerFactory;
import org.springframework.kafka.listener.BatchInterceptor;
import org.springframework.kafka.listener.CommonErrorHandler;
import org.springframework.kafka.listener.ConsumerAwareRebalanceListener;
import org.springframework.kafka.listener.RecordInterceptor;
import org.springframework.kafka.listener.adapter.RecordFilterStrategy;
import org.springframework.kafka.support.ProducerListener;

@ExtendWith(OutputCaptureExtension.class)
class KafkaAuditAutoConfigurationTests {

    private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(KafkaAutoConfiguration.class, KafkaAuditAutoConfiguration.class))
            .withPropertyValues("spring.application.name=ats", "kafka.audit.sink=none");

    @Test
    void auditsTheFactoriesThatBootMakes() {
        contextRunner.run(context -> {
            assertThat(context).hasNotFailed().hasSingleBean(AuditTrail.class).hasSingleBean(KafkaAudit.class);
            assertThat(context.getBean(AuditTrail.class).identity().name()).isEqualTo("ats");
            assertThat(producerFactory(context).getPostProcessors()).hasSize(1);
            assertThat(consumerFactory(context).getPostProcessors()).hasSize(1);
            assertThat(containerFactory(context).getRecordInterceptor()).isNotNull();
        });
    }

    @Test
    void leavesNoTraceWhenSwitchedOff() {
        contextRunner.withPropertyValues("kafka.audit.enabled=false").run(context -> {
            assertThat(Arrays.stream(context.getBeanDefinitionNames())
                            .map(context::getType)
                            .map(String::valueOf))
                    .noneMatch(
                            type -> type.contains("io.github.kafkaaudit") && !type.contains("AutoConfigurationTests"));
            assertThat(producerFactory(context).getPostProcessors()).isEmpty();
            assertThat(consumerFactory(context).getPostProcessors()).isEmpty();
            assertThat(containerFactory(context).getRecordInterceptor()).isNull();
        });
    }

    @Test
    void backsOffWithoutSpringKafka() {
        new ApplicationContextRunner()
                .withConfiguration(AutoConfigurations.of(KafkaAuditAutoConfiguration.class))
                .withClassLoader(new FilteredClassLoader("org.springframework.kafka"))
                .run(context -> assertThat(context).hasNotFailed().doesNotHaveBean(AuditTrail.class));
    }

    @Test
    void writesToTheSinkOfTheApplicationWhateverTheSettingsSay() {
        contextRunner.withUserConfiguration(OwnSink.class).run(context -> {
            AuditTrail trail = context.getBean(AuditTrail.class);
            trail.recorder().record(AuditEvent.of(AuditAction.MESSAGE_PRODUCED));

            assertThat(trail.flush(Duration.ofSeconds(20))).isTrue();
            assertThat(context.getBean(KeepingSink.class).events).hasSize(2);
        });
    }

    @Test
    void contributesNoBeanThatBootOrSpringKafkaWouldPickUp() {
        List<Class<?>> forbidden = List.of(
                RecordInterceptor.class,
                BatchInterceptor.class,
                ContainerCustomizer.class,
                KafkaTemplate.class,
                ProducerFactory.class,
                ConsumerFactory.class,
                ProducerListener.class,
                KafkaAdmin.class,
                CommonErrorHandler.class,
                RecordFilterStrategy.class,
                ConsumerAwareRebalanceListener.class,
                ObservationRegistry.class);
        contextRunner.run(audited -> contextRunner
                .withPropertyValues("kafka.audit.enabled=false")
                .run(plain -> assertThat(forbidden)
                        .allSatisfy(type -> assertThat(audited.getBeanNamesForType(type))
                                .containsExactlyInAnyOrder(plain.getBeanNamesForType(type)))));
    }

    @Test
    void keepsTheInterceptorsOfTheApplication() {
        contextRunner.withUserConfiguration(OwnInterceptors.class).run(context -> {
            OwnInterceptors own = context.getBean(OwnInterceptors.class);
            RecordInterceptor<Object, Object> records =
                    Objects.requireNonNull(containerFactory(context).getRecordInterceptor());
            BatchInterceptor<Object, Object> batches =
                    Objects.requireNonNull(containerFactory(context).getBatchInterceptor());
            Consumer<Object, Object> consumer = new MockConsumer<>("earliest");
            ConsumerRecord<Object, Object> record = new ConsumerRecord<>("t", 0, 0, "k", "v");

            assertThat(records).isNotSameAs(own.records);
            assertThat(records.intercept(record, consumer)).isSameAs(record);
            records.success(record, consumer);
            records.afterRecord(record, consumer);
            batches.intercept(new ConsumerRecords<>(Map.of(), Map.of()), consumer);

            assertThat(own.calls).containsExactly("intercept", "success", "after", "batch");
        });
    }

    @Test
    void auditsEveryProducerFactoryOfTheApplication() {
        contextRunner.withUserConfiguration(TwoProducerFactories.class).run(context -> {
            assertThat(context).hasNotFailed();
            for (String name : List.of("first", "second")) {
                ProducerFactory<?, ?> factory = context.getBean(name, ProducerFactory.class);
                assertThat(factory.getPostProcessors()).as(name).hasSize(1);
            }
        });
    }

    @Test
    void startsTheApplicationWithoutAuditWhenNobodyCanTellTheCluster(CapturedOutput output) {
        contextRunner
                .withPropertyValues("kafka.audit.sink=kafka")
                .withUserConfiguration(TwoProducerFactories.class, TwoConsumerFactories.class)
                .run(context -> {
                    assertThat(context).hasNotFailed();
                    assertThat(context.getBean(AuditTrail.class).isEnabled()).isFalse();
                    assertThat(output).contains("kafka.audit.producer.bootstrap-servers");
                });
    }

    @Test
    void usesTheTrailOfTheParentInAChildContext() {
        contextRunner.run(parent -> contextRunner.withParent(parent).run(child -> {
            assertThat(child).hasNotFailed();
            assertThat(child.getBean(AuditTrail.class)).isSameAs(parent.getBean(AuditTrail.class));
            assertThat(producerFactory(child).getPostProcessors()).hasSize(1);
        }));
        contextRunner.run(parent -> {
            contextRunner.withParent(parent).run(child -> assertThat(child).hasNotFailed());
            // The child's end is not the trail's.
            assertThat(parent.getBean(AuditTrail.class).recorder().record(AuditEvent.of(AuditAction.MESSAGE_PRODUCED)))
                    .isTrue();
        });
    }

    @Test
    void makesNoBeanTooEarlyForOtherPostProcessors(CapturedOutput output) {
        contextRunner
                .withUserConfiguration(OwnInterceptors.class)
                .run(context -> assertThat(context).hasNotFailed());

        assertThat(output).doesNotContain("not eligible for getting processed by all BeanPostProcessors");
    }

    @Test
    void saysAtTheStartWhatIsCovered(CapturedOutput output) {
        contextRunner.run(
                context -> assertThat(output).contains("Kafka Audit: ").contains("1 producer"));
    }

    private static ProducerFactory<?, ?> producerFactory(AssertableApplicationContext context) {
        return context.getBean(ProducerFactory.class);
    }

    private static ConsumerFactory<?, ?> consumerFactory(AssertableApplicationContext context) {
        return context.getBean(ConsumerFactory.class);
    }

    @SuppressWarnings("unchecked")
    private static AbstractKafkaListenerContainerFactory<?, Object, Object> containerFactory(
            AssertableApplicationContext context) {
        return context.getBean(AbstractKafkaListenerContainerFactory.class);
    }

    @Configuration(proxyBeanMethods = false)
    static class OwnSink {

        @Bean
        KeepingSink keepingSink() {
            return new KeepingSink();
        }
    }

    static final class KeepingSink implements AuditSink {

        final List<EncodedAuditEvent> events = new CopyOnWriteArrayList<>();

        @Override
        public CompletionStage<Void> write(List<EncodedAuditEvent> written) {
            events.addAll(written);
            return CompletableFuture.completedFuture(null);
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class OwnInterceptors {

        final List<String> calls = new CopyOnWriteArrayList<>();
        final RecordInterceptor<Object, Object> records = new RecordInterceptor<>() {
            @Override
            public ConsumerRecord<Object, Object> intercept(
                    ConsumerRecord<Object, Object> record, Consumer<Object, Object> consumer) {
                calls.add("intercept");
                return record;
            }

            @Override
            public void success(ConsumerRecord<Object, Object> record, Consumer<Object, Object> consumer) {
                calls.add("success");
            }

            @Override
            public void afterRecord(ConsumerRecord<Object, Object> record, Consumer<Object, Object> consumer) {
                calls.add("after");
            }
        };

        @Bean
        RecordInterceptor<Object, Object> ownRecordInterceptor() {
            return records;
        }

        @Bean
        BatchInterceptor<Object, Object> ownBatchInterceptor() {
            return (records, consumer) -> {
                calls.add("batch");
                return records;
            };
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class TwoProducerFactories {

        @Bean
        ProducerFactory<String, String> first() {
            return new DefaultKafkaProducerFactory<>(Map.of("bootstrap.servers", "localhost:1"));
        }

        @Bean
        ProducerFactory<String, String> second() {
            return new DefaultKafkaProducerFactory<>(Map.of("bootstrap.servers", "localhost:2"));
        }

        @Bean
        KafkaTemplate<String, String> template(@Qualifier("first") ProducerFactory<String, String> first) {
            return new KafkaTemplate<>(first);
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class TwoConsumerFactories {

        @Bean
        ConsumerFactory<Object, Object> kafkaConsumerFactory() {
            return new DefaultKafkaConsumerFactory<>(Map.of("bootstrap.servers", "localhost:1"));
        }

        @Bean
        ConsumerFactory<Object, Object> other() {
            return new DefaultKafkaConsumerFactory<>(Map.of("bootstrap.servers", "localhost:2"));
        }

        @Bean
        ConcurrentKafkaListenerContainerFactory<Object, Object> kafkaListenerContainerFactory() {
            return new ConcurrentKafkaListenerContainerFactory<>();
        }
    }
}
