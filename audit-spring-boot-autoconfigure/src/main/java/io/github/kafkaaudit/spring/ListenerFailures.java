package io.github.kafkaaudit.spring;

import org.jspecify.annotations.Nullable;
import org.springframework.kafka.listener.BatchListenerFailedException;
import org.springframework.kafka.listener.KafkaBackoffException;
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

    private static <T extends Throwable> @Nullable T find(Throwable failure, Class<T> type) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (type.isInstance(cause)) {
                return type.cast(cause);
            }
        }
        return null;
    }
}
