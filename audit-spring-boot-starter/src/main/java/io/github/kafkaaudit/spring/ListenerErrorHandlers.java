package io.github.kafkaaudit.spring;

import java.lang.reflect.Field;
import org.jspecify.annotations.Nullable;
import org.springframework.kafka.listener.DelegatingMessageListener;
import org.springframework.kafka.listener.adapter.MessagingMessageListenerAdapter;
import org.springframework.util.ReflectionUtils;

/** Finds out whether a {@code KafkaListenerErrorHandler} may swallow what a listener throws. */
final class ListenerErrorHandlers {

    private static final @Nullable Field HANDLER = handler();

    private ListenerErrorHandlers() {}

    /** Whether a listener has one, or hides whether it has. */
    static boolean mayBeOf(@Nullable Object listener) {
        Object target = listener;
        while (target instanceof DelegatingMessageListener<?> delegating) {
            target = delegating.getDelegate();
        }
        // Any other listener is called by the container itself.
        return target instanceof MessagingMessageListenerAdapter<?, ?>
                && (HANDLER == null || ReflectionUtils.getField(HANDLER, target) != null);
    }

    private static @Nullable Field handler() {
        try {
            Field field = ReflectionUtils.findField(MessagingMessageListenerAdapter.class, "errorHandler");
            if (field != null) {
                ReflectionUtils.makeAccessible(field);
            }
            return field;
        } catch (RuntimeException e) {
            // Where reflection is not allowed, every such listener is observed.
            return null;
        }
    }
}
