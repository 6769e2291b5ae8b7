package io.github.kafkaaudit.kafka;

import java.nio.ByteBuffer;
import java.util.Map;
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
public final class AuditingDeserializer<T> implements Deserializer<T> {

    /** The property that names the wrapped key deserializer. */
    public static final String KEY_DELEGATE = "kafka.audit.key.deserializer";

    /** The property that names the wrapped value deserializer. */
    public static final String VALUE_DELEGATE = "kafka.audit.value.deserializer";

    private @Nullable Deserializer<T> delegate;
    private boolean key;

    /** For Kafka. */
    public AuditingDeserializer() {}

    /**
     * Wraps a deserializer that exists already.
     *
     * @param delegate the application's deserializer
     * @param key whether it deserializes keys
     */
    public AuditingDeserializer(Deserializer<T> delegate, boolean key) {
        this.delegate = delegate;
        this.key = key;
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
        }
        wrapped.configure(configs, isKey);
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
