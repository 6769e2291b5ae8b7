package io.github.kafkaaudit.spring;

import org.jspecify.annotations.Nullable;
import org.springframework.kafka.listener.DelegatingMessageListener;
import org.springframework.kafka.listener.adapter.MessagingMessageListenerAdapter;

/** Finds out whether a {@code KafkaListenerErrorHandler} may swallow what a listener throws. */
final class ListenerErrorHandlers {

    private static final HiddenField HANDLER = HiddenField.of(MessagingMessageListenerAdapter.class, "errorHandler");

    private ListenerErrorHandlers() {}

    /** Whether a listener has one, or hides whether it has. */
    static boolean mayBeOf(@Nullable Object listener) {
        Object target = listener;
        while (target instanceof DelegatingMessageListener<?> delegating) {
            target = delegating.getDelegate();
        }
        // Any other listener is called by the container itself. Where the field cannot be read, every one is observed.
        return target instanceof MessagingMessageListenerAdapter<?, ?>
                && (!HANDLER.isReadable() || HANDLER.read(target) != null);
    }
}
