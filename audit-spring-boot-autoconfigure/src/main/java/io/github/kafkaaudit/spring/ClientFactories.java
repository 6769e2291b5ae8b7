package io.github.kafkaaudit.spring;

import io.github.kafkaaudit.kafka.AuditingConsumerInterceptor;
import io.github.kafkaaudit.kafka.AuditingDeserializer;
import io.github.kafkaaudit.kafka.AuditingSerializer;
import io.github.kafkaaudit.kafka.KafkaAudit;
import io.github.kafkaaudit.spring.Coverage.Kind;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serializer;
import org.jspecify.annotations.Nullable;
import org.springframework.kafka.core.ConsumerFactory;
import org.springframework.kafka.core.ConsumerPostProcessor;
import org.springframework.kafka.core.DefaultKafkaConsumerFactory;
import org.springframework.kafka.core.DefaultKafkaProducerFactory;
import org.springframework.kafka.core.ProducerFactory;
import org.springframework.kafka.core.ProducerPostProcessor;
import org.springframework.kafka.support.serializer.ErrorHandlingDeserializer;
import org.springframework.util.ClassUtils;

/**
 * Installs the audit into client factories: a post-processor for the clients, and wrappers around the (de)serializers
 * that are named in the configuration, so that whoever names another one simply gets it.
 */
final class ClientFactories {

    private final Supplier<KafkaAudit> audit;
    private final boolean wireCapture;
    private final Coverage coverage;

    ClientFactories(Supplier<KafkaAudit> audit, boolean wireCapture, Coverage coverage) {
        this.audit = audit;
        this.wireCapture = wireCapture;
        this.coverage = coverage;
    }

    <K, V> void install(ProducerFactory<K, V> factory, String name) {
        if (isInstalled(factory.getPostProcessors())) {
            return;
        }
        factory.addPostProcessor(new AuditingProducerPostProcessor<>(audit));
        if (!isInstalled(factory.getPostProcessors())) {
            // The interface's default methods do nothing.
            coverage.notCovered(
                    Kind.PRODUCER_FACTORY, name, factory.getClass().getName() + " takes no post-processors");
            return;
        }
        coverage.covered(Kind.PRODUCER_FACTORY, name);
        if (wireCapture && factory instanceof DefaultKafkaProducerFactory<K, V> known) {
            captureSerializers(known);
        }
    }

    <K, V> void install(ConsumerFactory<K, V> factory, String name) {
        if (isInstalled(factory.getPostProcessors())) {
            return;
        }
        factory.addPostProcessor(new AuditingConsumerPostProcessor<>(audit));
        if (!isInstalled(factory.getPostProcessors())) {
            coverage.notCovered(
                    Kind.CONSUMER_FACTORY, name, factory.getClass().getName() + " takes no post-processors");
            return;
        }
        coverage.covered(Kind.CONSUMER_FACTORY, name);
        if (factory instanceof DefaultKafkaConsumerFactory<K, V> known) {
            seeAutomaticCommits(known);
            if (wireCapture) {
                captureDeserializers(known);
            }
        }
    }

    private static boolean isInstalled(List<?> postProcessors) {
        return postProcessors.stream()
                .anyMatch(known -> known instanceof AuditingProducerPostProcessor<?, ?>
                        || known instanceof AuditingConsumerPostProcessor<?, ?>);
    }

    private static <K, V> void captureSerializers(DefaultKafkaProducerFactory<K, V> factory) {
        @Nullable Supplier<@Nullable Serializer<K>> keys = factory.getKeySerializerSupplier();
        if (keys == null || keys.get() == null) {
            wrapSerializer(factory, ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG, AuditingSerializer.KEY_DELEGATE);
        } else {
            factory.setKeySerializerSupplier(() -> wrap(keys.get(), true));
        }
        @Nullable Supplier<@Nullable Serializer<V>> values = factory.getValueSerializerSupplier();
        if (values == null || values.get() == null) {
            wrapSerializer(factory, ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG, AuditingSerializer.VALUE_DELEGATE);
        } else {
            factory.setValueSerializerSupplier(() -> wrap(values.get(), false));
        }
    }

    private static <T> @Nullable Serializer<T> wrap(@Nullable Serializer<T> serializer, boolean key) {
        return serializer == null || serializer instanceof AuditingSerializer<?>
                ? serializer
                : new AuditingSerializer<>(serializer, key);
    }

    private static void wrapSerializer(ProducerFactory<?, ?> factory, String property, String delegate) {
        Object original = factory.getConfigurationProperties().get(property);
        if (original != null && !isOurs(original, AuditingSerializer.class)) {
            factory.updateConfigs(Map.of(property, AuditingSerializer.class, delegate, original));
        }
    }

    private static <K, V> void captureDeserializers(DefaultKafkaConsumerFactory<K, V> factory) {
        Deserializer<K> keys = factory.getKeyDeserializer();
        if (keys == null) {
            wrapDeserializer(factory, ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, AuditingDeserializer.KEY_DELEGATE);
        } else if (isWrappable(keys)) {
            factory.setKeyDeserializerSupplier(() -> new AuditingDeserializer<>(keys, true));
        }
        Deserializer<V> values = factory.getValueDeserializer();
        if (values == null) {
            wrapDeserializer(
                    factory, ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, AuditingDeserializer.VALUE_DELEGATE);
        } else if (isWrappable(values)) {
            factory.setValueDeserializerSupplier(() -> new AuditingDeserializer<>(values, false));
        }
    }

    /** The container looks for an {@link ErrorHandlingDeserializer} by its class; hiding it would disarm it. */
    private static boolean isWrappable(Deserializer<?> deserializer) {
        return !(deserializer instanceof ErrorHandlingDeserializer<?>)
                && !(deserializer instanceof AuditingDeserializer<?>);
    }

    private static void wrapDeserializer(ConsumerFactory<?, ?> factory, String property, String delegate) {
        Object original = factory.getConfigurationProperties().get(property);
        Class<?> type = classOf(original);
        if (original == null || type == null || type == AuditingDeserializer.class) {
            return;
        }
        if (type == ErrorHandlingDeserializer.class) {
            factory.updateConfigs(Map.of(property, AuditingErrorHandlingDeserializer.class));
        } else if (!ErrorHandlingDeserializer.class.isAssignableFrom(type)) {
            factory.updateConfigs(Map.of(property, AuditingDeserializer.class, delegate, original));
        }
    }

    private static boolean isOurs(Object configured, Class<?> ours) {
        return classOf(configured) == ours;
    }

    private static @Nullable Class<?> classOf(@Nullable Object configured) {
        if (configured instanceof Class<?> type) {
            return type;
        }
        if (configured instanceof String name) {
            try {
                return ClassUtils.forName(name, null);
            } catch (ClassNotFoundException | LinkageError e) {
                // Kafka will say so when the application asks for a client.
                return null;
            }
        }
        return null;
    }

    /** Only an interceptor of Kafka's sees what a consumer commits by itself. */
    private static void seeAutomaticCommits(DefaultKafkaConsumerFactory<?, ?> factory) {
        Map<String, Object> configuration = factory.getConfigurationProperties();
        Object automatic = configuration.get(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG);
        if (automatic == null || !Boolean.parseBoolean(automatic.toString())) {
            return;
        }
        List<Object> interceptors = new ArrayList<>();
        Object present = configuration.get(ConsumerConfig.INTERCEPTOR_CLASSES_CONFIG);
        if (present instanceof List<?> list) {
            interceptors.addAll(list);
        } else if (present instanceof String names && !names.isBlank()) {
            interceptors.addAll(Arrays.asList(names.trim().split("\\s*,\\s*")));
        } else if (present instanceof Class<?> type) {
            interceptors.add(type);
        }
        interceptors.add(AuditingConsumerInterceptor.class.getName());
        Map<String, Object> changed = new HashMap<>();
        changed.put(ConsumerConfig.INTERCEPTOR_CLASSES_CONFIG, interceptors);
        factory.updateConfigs(changed);
    }

    private record AuditingProducerPostProcessor<K, V>(Supplier<KafkaAudit> audit)
            implements ProducerPostProcessor<K, V> {

        @Override
        public Producer<K, V> apply(Producer<K, V> producer) {
            return audit.get().wrap(producer);
        }
    }

    private record AuditingConsumerPostProcessor<K, V>(Supplier<KafkaAudit> audit)
            implements ConsumerPostProcessor<K, V> {

        @Override
        public Consumer<K, V> apply(Consumer<K, V> consumer) {
            return audit.get().wrap(consumer);
        }
    }
}
