package io.github.kafkaaudit.kafka;

import io.github.kafkaaudit.policy.TopicPolicy;
import java.util.Set;
import org.apache.kafka.common.serialization.BooleanSerializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.BytesSerializer;
import org.apache.kafka.common.serialization.DoubleSerializer;
import org.apache.kafka.common.serialization.FloatSerializer;
import org.apache.kafka.common.serialization.IntegerSerializer;
import org.apache.kafka.common.serialization.LongSerializer;
import org.apache.kafka.common.serialization.Serializer;
import org.apache.kafka.common.serialization.ShortSerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.common.serialization.UUIDSerializer;
import org.jspecify.annotations.Nullable;

/** The digest of a value that the application asked to be sent, where an interceptor put another in its place. */
final class RequestedDigest {

    // Kafka's own that only compute. Others may do more than that, such as register a schema, for a value that nobody
    // wants any more; so they are never called for it.
    private static final Set<Class<?>> PURE = Set.of(
            StringSerializer.class,
            ByteArraySerializer.class,
            BytesSerializer.class,
            UUIDSerializer.class,
            BooleanSerializer.class,
            ShortSerializer.class,
            IntegerSerializer.class,
            LongSerializer.class,
            FloatSerializer.class,
            DoubleSerializer.class);

    private RequestedDigest() {}

    /** Returns the digest, or null where it could not be had without side effects or is not wanted. */
    @SuppressWarnings("unchecked")
    static @Nullable String of(
            @Nullable Object requested,
            Serializer<?> serializer,
            String topic,
            WireCapture capture,
            TopicPolicy policy) {
        if (requested == null) {
            return null;
        }
        if (requested instanceof byte[] bytes) {
            return capture.digest(bytes, policy);
        }
        if (!PURE.contains(serializer.getClass())) {
            return null;
        }
        try {
            byte[] bytes = ((Serializer<Object>) serializer).serialize(topic, requested);
            return bytes == null ? null : capture.digest(bytes, policy);
        } catch (ClassCastException e) {
            // The interceptor changed the type as well, and this serializer is for the new one.
            return null;
        }
    }
}
