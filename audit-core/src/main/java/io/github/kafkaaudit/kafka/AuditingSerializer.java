package io.github.kafkaaudit.kafka;

import java.util.Map;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.ClusterResource;
import org.apache.kafka.common.ClusterResourceListener;
import org.apache.kafka.common.Configurable;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.serialization.Serializer;
import org.jspecify.annotations.Nullable;

/**
 * Passes everything on to the application's serializer and shows the bytes to the send that is being audited.
 *
 * <p>Kafka makes it by its class name ({@code key.serializer}, {@code value.serializer}); the class that it wraps is
 * then named by {@link #KEY_DELEGATE} and {@link #VALUE_DELEGATE}. Settings of the application that name another
 * serializer simply win over it: then the bytes are not seen, and nothing else changes.
 *
 * @param <T> the type that is serialized
 */
public sealed class AuditingSerializer<T> implements Serializer<T>, ClusterResourceListener
        permits MonitoredSerializer {

    /** The property that names the wrapped key serializer. */
    public static final String KEY_DELEGATE = "kafka.audit.key.serializer";

    /** The property that names the wrapped value serializer. */
    public static final String VALUE_DELEGATE = "kafka.audit.value.serializer";

    private @Nullable Serializer<T> delegate;
    private boolean key;

    /** For Kafka. */
    public AuditingSerializer() {}

    AuditingSerializer(Serializer<T> delegate, boolean key) {
        this.delegate = delegate;
        this.key = key;
    }

    /**
     * Wraps a serializer that exists already.
     *
     * @param delegate the application's serializer, which nobody else uses
     * @param key whether it serializes keys
     * @param <T> the type that is serialized
     * @return what shows Kafka the same optional interfaces as the application's
     */
    public static <T> AuditingSerializer<T> around(Serializer<T> delegate, boolean key) {
        return Monitoring.isWantedBy(delegate.getClass())
                ? MonitoredSerializer.monitored(delegate, key)
                : new AuditingSerializer<>(delegate, key);
    }

    /**
     * Returns the class to name in the place of the application's.
     *
     * @param delegate the class of the application's serializer
     * @return a class that shows Kafka the same optional interfaces
     */
    public static Class<?> typeFor(Class<?> delegate) {
        return Monitoring.isWantedBy(delegate) ? MonitoredSerializer.class : AuditingSerializer.class;
    }

    /**
     * Returns the application's serializer.
     *
     * @return the wrapped serializer, or null before it was configured
     */
    public @Nullable Serializer<T> delegate() {
        return delegate;
    }

    @Override
    @SuppressWarnings("unchecked")
    public void configure(Map<String, ?> configs, boolean isKey) {
        key = isKey;
        Serializer<T> wrapped = delegate;
        if (wrapped == null) {
            String property = isKey ? KEY_DELEGATE : VALUE_DELEGATE;
            wrapped = DelegateClass.newInstance(property, configs.get(property), Serializer.class);
            delegate = wrapped;
            if (wrapped instanceof Configurable configurable) {
                // As Kafka does with everything that it makes by its class name.
                configurable.configure(configs);
            }
        }
        wrapped.configure(configs, isKey);
    }

    @Override
    public void onUpdate(ClusterResource clusterResource) {
        if (delegate instanceof ClusterResourceListener listener) {
            listener.onUpdate(clusterResource);
        }
    }

    @Override
    public String toString() {
        return String.valueOf(delegate);
    }

    @Override
    public byte[] serialize(String topic, T data) {
        Serializer<T> wrapped = configured();
        byte[] bytes;
        try {
            bytes = wrapped.serialize(topic, data);
        } catch (ClassCastException e) {
            throw wrongType(data, wrapped, e);
        }
        SendAttempt.serialized(topic, null, bytes, data, key, wrapped);
        return bytes;
    }

    @Override
    public byte[] serialize(String topic, Headers headers, T data) {
        Serializer<T> wrapped = configured();
        byte[] bytes;
        try {
            bytes = wrapped.serialize(topic, headers, data);
        } catch (ClassCastException e) {
            throw wrongType(data, wrapped, e);
        }
        SendAttempt.serialized(topic, headers, bytes, data, key, wrapped);
        return bytes;
    }

    @Override
    public void close() {
        if (delegate != null) {
            delegate.close();
        }
    }

    /** What {@code KafkaProducer#doSend} makes of it, with the name of the application's serializer and not of ours. */
    private RuntimeException wrongType(@Nullable T data, Serializer<T> wrapped, ClassCastException cause) {
        return data == null
                ? cause
                : new SerializationException(
                        "Can't convert " + (key ? "key" : "value") + " of class "
                                + data.getClass().getName() + " to class "
                                + wrapped.getClass().getName() + " specified in "
                                + (key
                                        ? ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG
                                        : ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG),
                        cause);
    }

    private Serializer<T> configured() {
        Serializer<T> wrapped = delegate;
        if (wrapped == null) {
            throw new IllegalStateException("The serializer was used before it was configured.");
        }
        return wrapped;
    }
}
