package io.github.kafkaaudit.spring;

import io.github.kafkaaudit.kafka.AuditingDeserializer;
import java.nio.ByteBuffer;
import java.util.Map;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;
import org.springframework.kafka.support.serializer.ErrorHandlingDeserializer;

/**
 * An {@link ErrorHandlingDeserializer} that shows the bytes to the audit first.
 *
 * <p>A subclass and not a wrapper: the listener container looks for that class, and where it does not find it, records
 * that could not be deserialized reach the listener as null values ({@code ErrorHandlingUtils#checkDeserializer}).
 *
 * @param <T> the type that is deserialized
 */
public final class AuditingErrorHandlingDeserializer<T> extends ErrorHandlingDeserializer<T> {

    private boolean key;

    /** For Kafka. */
    public AuditingErrorHandlingDeserializer() {}

    @Override
    public void configure(Map<String, ?> configs, boolean isKey) {
        key = isKey;
        super.configure(configs, isKey);
    }

    @Override
    public @Nullable T deserialize(String topic, Headers headers, byte[] data) {
        AuditingDeserializer.capture(topic, headers, data == null ? null : ByteBuffer.wrap(data), key);
        return super.deserialize(topic, headers, data);
    }

    @Override
    public @Nullable T deserialize(String topic, Headers headers, ByteBuffer data) {
        AuditingDeserializer.capture(topic, headers, data, key);
        return super.deserialize(topic, headers, data);
    }
}
