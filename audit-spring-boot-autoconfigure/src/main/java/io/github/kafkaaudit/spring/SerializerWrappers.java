package io.github.kafkaaudit.spring;

import io.github.kafkaaudit.kafka.AuditingDeserializer;
import io.github.kafkaaudit.kafka.AuditingSerializer;
import io.github.kafkaaudit.spring.Coverage.Kind;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serializer;
import org.jspecify.annotations.Nullable;
import org.springframework.kafka.core.DefaultKafkaConsumerFactory;
import org.springframework.kafka.core.DefaultKafkaProducerFactory;
import org.springframework.kafka.support.serializer.ErrorHandlingDeserializer;
import org.springframework.util.ClassUtils;

/**
 * Puts wrappers around the (de)serializers of client factories: around the classes that are named in the configuration,
 * so that whoever names another one simply gets it, and around what the application's suppliers make, each time anew.
 * Nothing is asked for here: an instance that nobody uses would be one that nobody closes.
 */
final class SerializerWrappers {

    private static final HiddenField KEY_DESERIALIZERS =
            HiddenField.of(DefaultKafkaConsumerFactory.class, "keyDeserializerSupplier");
    private static final HiddenField VALUE_DESERIALIZERS =
            HiddenField.of(DefaultKafkaConsumerFactory.class, "valueDeserializerSupplier");

    private final Coverage coverage;

    SerializerWrappers(Coverage coverage) {
        this.coverage = coverage;
    }

    <K, V> void install(DefaultKafkaProducerFactory<K, V> factory) {
        Supplier<@Nullable Serializer<K>> keys = factory.getKeySerializerSupplier();
        if (keys != null && !(keys instanceof AuditedSerializers<?>)) {
            factory.setKeySerializerSupplier(new AuditedSerializers<>(keys, true));
        }
        Supplier<@Nullable Serializer<V>> values = factory.getValueSerializerSupplier();
        if (values != null && !(values instanceof AuditedSerializers<?>)) {
            factory.setValueSerializerSupplier(new AuditedSerializers<>(values, false));
        }
        Map<String, Object> configuration = factory.getConfigurationProperties();
        Map<String, Object> changes = new HashMap<>();
        wrapSerializer(
                configuration, ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG, AuditingSerializer.KEY_DELEGATE, changes);
        wrapSerializer(
                configuration,
                ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG,
                AuditingSerializer.VALUE_DELEGATE,
                changes);
        if (!changes.isEmpty()) {
            factory.updateConfigs(changes);
        }
    }

    @SuppressWarnings("unchecked")
    <K, V> void install(DefaultKafkaConsumerFactory<K, V> factory, String name) {
        if (KEY_DESERIALIZERS.read(factory) instanceof Supplier<?> keys && !(keys instanceof AuditedDeserializers<?>)) {
            factory.setKeyDeserializerSupplier(
                    new AuditedDeserializers<>((Supplier<@Nullable Deserializer<K>>) keys, true));
        }
        if (VALUE_DESERIALIZERS.read(factory) instanceof Supplier<?> values
                && !(values instanceof AuditedDeserializers<?>)) {
            factory.setValueDeserializerSupplier(
                    new AuditedDeserializers<>((Supplier<@Nullable Deserializer<V>>) values, false));
        }
        if (!KEY_DESERIALIZERS.isReadable() || !VALUE_DESERIALIZERS.isReadable()) {
            coverage.notCovered(
                    Kind.PAYLOADS,
                    "of " + name,
                    "this version of spring-kafka hides deserializers that are given as objects");
        }
        Map<String, Object> configuration = factory.getConfigurationProperties();
        Map<String, Object> changes = new HashMap<>();
        wrapDeserializer(configuration, Part.KEY, changes, name);
        wrapDeserializer(configuration, Part.VALUE, changes, name);
        if (!changes.isEmpty()) {
            factory.updateConfigs(changes);
        }
    }

    private static void wrapSerializer(
            Map<String, Object> configuration, String property, String delegate, Map<String, Object> changes) {
        Object original = configuration.get(property);
        Class<?> type = classOf(original);
        if (original != null && type != null && !AuditingSerializer.class.isAssignableFrom(type)) {
            changes.put(property, AuditingSerializer.typeFor(type));
            changes.put(delegate, original);
        }
    }

    private void wrapDeserializer(
            Map<String, Object> configuration, Part part, Map<String, Object> changes, String name) {
        Object original = configuration.get(part.property);
        Class<?> type = classOf(original);
        if (original == null || type == null || AuditingDeserializer.class.isAssignableFrom(type)) {
            return;
        }
        if (!ErrorHandlingDeserializer.class.isAssignableFrom(type)) {
            changes.put(part.property, AuditingDeserializer.typeFor(type));
            changes.put(part.delegate, original);
        } else if (type == ErrorHandlingDeserializer.class) {
            changes.put(part.property, AuditingErrorHandlingDeserializer.class);
        } else if (type != AuditingErrorHandlingDeserializer.class) {
            wrapInside(configuration, part, changes, name);
        }
    }

    /** The container must find the application's own kind of it, so the wrapper goes around what it wraps itself. */
    private void wrapInside(Map<String, Object> configuration, Part part, Map<String, Object> changes, String name) {
        Object inner = configuration.get(part.inside);
        Class<?> type = classOf(inner);
        if (inner == null || type == null) {
            coverage.notCovered(
                    Kind.PAYLOADS,
                    part + "s of " + name,
                    "the application's own kind of ErrorHandlingDeserializer does not say what it wraps");
        } else if (!AuditingDeserializer.class.isAssignableFrom(type)) {
            changes.put(part.inside, AuditingDeserializer.typeFor(type));
            changes.put(part.delegate, inner);
        }
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

    private enum Part {
        KEY(
                ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG,
                AuditingDeserializer.KEY_DELEGATE,
                ErrorHandlingDeserializer.KEY_DESERIALIZER_CLASS),
        VALUE(
                ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG,
                AuditingDeserializer.VALUE_DELEGATE,
                ErrorHandlingDeserializer.VALUE_DESERIALIZER_CLASS);

        private final String property;
        private final String delegate;
        private final String inside;

        Part(String property, String delegate, String inside) {
            this.property = property;
            this.delegate = delegate;
            this.inside = inside;
        }

        @Override
        public String toString() {
            return this == KEY ? "key" : "value";
        }
    }

    /** The application's serializers, with ours around each one that is for a client. */
    private record AuditedSerializers<T>(Supplier<@Nullable Serializer<T>> application, boolean key)
            implements Supplier<@Nullable Serializer<T>> {

        @Override
        public @Nullable Serializer<T> get() {
            Serializer<T> made = application.get();
            return made == null || made instanceof AuditingSerializer<?> || !ClientInTheMaking.isWaiting()
                    ? made
                    : AuditingSerializer.around(made, key);
        }
    }

    /** The application's deserializers, with ours around each one that is for a client. */
    private record AuditedDeserializers<T>(Supplier<@Nullable Deserializer<T>> application, boolean key)
            implements Supplier<@Nullable Deserializer<T>> {

        @Override
        public @Nullable Deserializer<T> get() {
            Deserializer<T> made = application.get();
            return made == null || made instanceof AuditingDeserializer<?> || !ClientInTheMaking.isWaiting()
                    ? made
                    : AuditingDeserializer.around(made, key);
        }
    }
}
