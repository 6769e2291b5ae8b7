package io.github.kafkaaudit.kafka;

import java.nio.ByteBuffer;
import java.util.Map;
import org.apache.kafka.common.ClusterResource;
import org.apache.kafka.common.ClusterResourceListener;
import org.apache.kafka.common.Configurable;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.serialization.Deserializer;
import org.jspecify.annotations.Nullable;

/**
 * Shows the bytes to the poll that is being audited and passes everything on to the application's deserializer.
 *
 * <p>Kafka makes it by its class name ({@code key.deserializer}, {@code value.deserializer}); the class that it wraps
 * is then named by {@link #KEY_DELEGATE} and {@link #VALUE_DELEGATE}. It must not wrap spring-kafka's
 * {@code ErrorHandlingDeserializer}: the listener container looks for that class by name.
 *
 * @param <T> the type that is deserialized
 */
public sealed class AuditingDeserializer<T> implements Deserializer<T>, ClusterResourceListener
        permits MonitoredDeserializer {

    /** The property that names the wrapped key deserializer. */
    public static final String KEY_DELEGATE = "kafka.audit.key.deserializer";

    /** The property that names the wrapped value deserializer. */
    public static final String VALUE_DELEGATE = "kafka.audit.value.deserializer";

    private @Nullable Deserializer<T> delegate;
    private boolean key;

    /** For Kafka. */
    public AuditingDeserializer() {}

    AuditingDeserializer(Deserializer<T> delegate, boolean key) {
        this.delegate = delegate;
        this.key = key;
    }

    /**
     * Wraps a deserializer that exists already.
     *
     * @param delegate the application's deserializer, which nobody else uses
     * @param key whether it deserializes keys
     * @param <T> the type that is deserialized
     * @return what shows Kafka the same optional interfaces as the application's
     */
    public static <T> AuditingDeserializer<T> around(Deserializer<T> delegate, boolean key) {
        return Monitoring.isWantedBy(delegate.getClass())
                ? MonitoredDeserializer.monitored(delegate, key)
                : new AuditingDeserializer<>(delegate, key);
    }

    /**
     * Returns the class to name in the place of the application's.
     *
     * @param delegate the class of the application's deserializer
     * @return a class that shows Kafka the same optional interfaces
     */
    public static Class<?> typeFor(Class<?> delegate) {
        return Monitoring.isWantedBy(delegate) ? MonitoredDeserializer.class : AuditingDeserializer.class;
    }

    @Nullable Deserializer<T> delegate() {
        return delegate;
    }

    /**
     * Shows the bytes of a record to the audit before they are deserialized, for deserializers that cannot be wrapped.
     *
     * @param topic the topic
     * @param headers the record's headers, the very instance that Kafka hands in
     * @param bytes the bytes; their position is left alone
     * @param key whether they are the key's
     */
    public static void capture(String topic, @Nullable Headers headers, @Nullable ByteBuffer bytes, boolean key) {
        FetchCapture.deserializing(topic, headers, bytes, key);
    }

    @Override
    @SuppressWarnings("unchecked")
    public void configure(Map<String, ?> configs, boolean isKey) {
        key = isKey;
        Deserializer<T> wrapped = delegate;
        if (wrapped == null) {
            String property = isKey ? KEY_DELEGATE : VALUE_DELEGATE;
            wrapped = DelegateClass.newInstance(property, configs.get(property), Deserializer.class);
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
    public T deserialize(String topic, byte[] data) {
        return configured().deserialize(topic, data);
    }

    @Override
    public T deserialize(String topic, Headers headers, byte[] data) {
        FetchCapture.deserializing(topic, headers, data == null ? null : ByteBuffer.wrap(data), key);
        return configured().deserialize(topic, headers, data);
    }

    @Override
    public T deserialize(String topic, Headers headers, ByteBuffer data) {
        FetchCapture.deserializing(topic, headers, data, key);
        return configured().deserialize(topic, headers, data);
    }

    @Override
    public void close() {
        if (delegate != null) {
            delegate.close();
        }
    }

    private Deserializer<T> configured() {
        Deserializer<T> wrapped = delegate;
        if (wrapped == null) {
            throw new IllegalStateException("The deserializer was used before it was configured.");
        }
        return wrapped;
    }
}
