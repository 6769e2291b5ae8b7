package io.github.kafkaaudit.spring;

import io.github.kafkaaudit.kafka.AuditingConsumerInterceptor;
import io.github.kafkaaudit.kafka.AuditingDeserializer;
import io.github.kafkaaudit.kafka.AuditingPollInterceptor;
import io.github.kafkaaudit.kafka.AuditingSerializer;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.producer.Producer;
import org.jspecify.annotations.Nullable;
import org.springframework.aot.hint.MemberCategory;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.RuntimeHintsRegistrar;

/**
 * Tells a native image what the audit reaches by reflection: proxies of clients, classes that Kafka makes by their
 * names, and fields of spring-kafka and Kafka that nothing else tells about.
 */
final class KafkaAuditRuntimeHints implements RuntimeHintsRegistrar {

    /** Fields that are read where there is no method to ask. */
    static final Map<String, List<String>> FIELDS = Map.ofEntries(
            Map.entry("org.apache.kafka.clients.producer.KafkaProducer", List.of("producerConfig")),
            Map.entry(
                    "org.springframework.kafka.config.AbstractKafkaListenerContainerFactory",
                    List.of(
                            "recordFilterStrategy",
                            "containerCustomizer",
                            "recordInterceptor",
                            "batchInterceptor",
                            "replyTemplate")),
            Map.entry("org.springframework.kafka.config.StreamsBuilderFactoryBean", List.of("clientSupplier")),
            Map.entry(
                    "org.springframework.kafka.core.DefaultKafkaConsumerFactory",
                    List.of("keyDeserializerSupplier", "valueDeserializerSupplier")),
            Map.entry(
                    "org.springframework.kafka.core.DefaultKafkaProducerFactory$CloseSafeProducer",
                    List.of("delegate")),
            Map.entry("org.springframework.kafka.core.KafkaTemplate", List.of("consumerFactory")),
            Map.entry("org.springframework.kafka.core.RoutingKafkaTemplate", List.of("factoryMatchers")),
            Map.entry(
                    "org.springframework.kafka.listener.AbstractMessageListenerContainer",
                    List.of("recordInterceptor", "batchInterceptor", "applicationContext", "consumerFactory")),
            Map.entry(
                    "org.springframework.kafka.listener.adapter.AbstractFilteringMessageListener",
                    List.of("recordFilterStrategy")),
            Map.entry(
                    "org.springframework.kafka.listener.adapter.FilteringBatchMessageListenerAdapter",
                    List.of("ackDiscarded")),
            Map.entry(
                    "org.springframework.kafka.listener.adapter.FilteringMessageListenerAdapter",
                    List.of("ackDiscarded")),
            Map.entry(
                    "org.springframework.kafka.listener.adapter.MessagingMessageListenerAdapter",
                    List.of("errorHandler", "handlerMethod")),
            Map.entry(
                    "org.springframework.kafka.listener.adapter.HandlerAdapter",
                    List.of("invokerHandlerMethod", "delegatingHandler")),
            Map.entry(
                    "org.springframework.kafka.listener.CommonDelegatingErrorHandler",
                    List.of("defaultErrorHandler", "delegates")),
            Map.entry(
                    "org.springframework.kafka.listener.CommonMixedErrorHandler",
                    List.of("recordErrorHandler", "batchErrorHandler")),
            Map.entry("org.springframework.kafka.listener.DeadLetterPublishingRecoverer", List.of("templateResolver")),
            Map.entry("org.springframework.kafka.listener.FailedRecordProcessor", List.of("failureTracker")),
            Map.entry("org.springframework.kafka.listener.FailedRecordTracker", List.of("recoverer")),
            Map.entry("org.springframework.kafka.requestreply.ReplyingKafkaTemplate", List.of("replyContainer")));

    static final List<String> PROTOBUF = List.of(
            "com.google.protobuf.MessageOrBuilder",
            "com.google.protobuf.util.JsonFormat",
            "com.google.protobuf.util.JsonFormat$Printer");

    // The audit's own producer compresses with LZ4, whose library finds its implementations by their names.
    private static final List<String> LZ4 = List.of(
            "lz4.LZ4Java%sCompressor",
            "lz4.LZ4HCJava%sCompressor",
            "lz4.LZ4Java%sFastDecompressor",
            "lz4.LZ4Java%sSafeDecompressor",
            "xxhash.XXHash32Java%s",
            "xxhash.XXHash64Java%s",
            "xxhash.StreamingXXHash32Java%s$Factory",
            "xxhash.StreamingXXHash64Java%s$Factory");

    @Override
    public void registerHints(RuntimeHints hints, @Nullable ClassLoader classLoader) {
        hints.proxies().registerJdkProxy(Producer.class).registerJdkProxy(Consumer.class);
        SpringKafkaAudit.registerShareConsumers(hints);
        for (Class<?> named : List.of(
                AuditingSerializer.class,
                AuditingDeserializer.class,
                AuditingErrorHandlingDeserializer.class,
                AuditingConsumerInterceptor.class,
                AuditingPollInterceptor.class)) {
            hints.reflection().registerType(named, MemberCategory.INVOKE_PUBLIC_CONSTRUCTORS);
        }
        // By their names: before kafka-clients 4.1 they cannot be loaded.
        for (String monitored : List.of("MonitoredSerializer", "MonitoredDeserializer")) {
            hints.reflection()
                    .registerTypeIfPresent(
                            classLoader,
                            "io.github.kafkaaudit.kafka." + monitored,
                            MemberCategory.INVOKE_PUBLIC_CONSTRUCTORS);
        }
        FIELDS.forEach((type, fields) -> hints.reflection()
                .registerTypeIfPresent(classLoader, type, builder -> fields.forEach(builder::withField)));
        lz4().forEach(type -> hints.reflection()
                .registerTypeIfPresent(
                        classLoader,
                        type,
                        builder -> builder.withField("INSTANCE")
                                .withMembers(MemberCategory.INVOKE_DECLARED_CONSTRUCTORS)));
        // Asked by name for the JSON of Protobuf messages, where it is there.
        for (String type : PROTOBUF) {
            hints.reflection().registerTypeIfPresent(classLoader, type, MemberCategory.INVOKE_PUBLIC_METHODS);
        }
        // What the library publishes about its events, for applications that read it.
        hints.resources()
                .registerPattern("io/github/kafkaaudit/audit-event.*")
                .registerPattern("io/github/kafkaaudit/jdbc/*.sql");
    }

    static Stream<String> lz4() {
        return Stream.of("Safe", "Unsafe")
                .flatMap(kind -> LZ4.stream().map(name -> "net.jpountz." + name.formatted(kind)));
    }
}
