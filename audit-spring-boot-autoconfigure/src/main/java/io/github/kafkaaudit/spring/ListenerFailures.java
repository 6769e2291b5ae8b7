package io.github.kafkaaudit.spring;

import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.errors.SerializationException;
import org.jspecify.annotations.Nullable;
import org.springframework.kafka.listener.BatchListenerFailedException;
import org.springframework.kafka.listener.KafkaBackoffException;
import org.springframework.kafka.support.KafkaUtils;
import org.springframework.kafka.support.converter.ConversionException;
import org.springframework.kafka.support.serializer.DeserializationException;

/** What the exceptions mean that a container reports as failures of a listener. */
final class ListenerFailures {

    private ListenerFailures() {}

    /** Whether a retry topic's record came before its time: no failure, no attempt. */
    static boolean isNotDue(Throwable failure) {
        return find(failure, KafkaBackoffException.class) != null;
    }

    /** Whether the record never became an object. */
    static boolean isDeserialization(Throwable failure) {
        return find(failure, DeserializationException.class) != null;
    }

    /** Returns the exception by which a batch listener tells which record failed, or null. */
    static @Nullable BatchListenerFailedException batchFailure(Throwable failure) {
        return find(failure, BatchListenerFailedException.class);
    }

    /**
     * Returns why a batch listener was given null in the place of a record's value or key, or null if it was not.
     *
     * @param record the record
     * @param conversionFailures the failures of a batch converter, which knows the records they are about
     */
    static @Nullable Throwable unreadable(ConsumerRecord<?, ?> record, List<?> conversionFailures) {
        for (Object failure : conversionFailures) {
            if (failure instanceof ConversionException conversion && conversion.getRecord() == record) {
                return conversion;
            }
        }
        if (record.value() == null
                && record.headers().lastHeader(KafkaUtils.VALUE_DESERIALIZER_EXCEPTION_HEADER) != null) {
            return undeserialized("value");
        }
        if (record.key() == null && record.headers().lastHeader(KafkaUtils.KEY_DESERIALIZER_EXCEPTION_HEADER) != null) {
            return undeserialized("key");
        }
        return null;
    }

    private static SerializationException undeserialized(String what) {
        // The header holds a serialized Java object; reading it only for its message is not worth the risk.
        return new SerializationException("The " + what + " could not be deserialized.");
    }

    private static <T extends Throwable> @Nullable T find(Throwable failure, Class<T> type) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (type.isInstance(cause)) {
                return type.cast(cause);
            }
        }
        return null;
    }
}
