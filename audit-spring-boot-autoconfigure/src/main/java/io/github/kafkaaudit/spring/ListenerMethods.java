package io.github.kafkaaudit.spring;

import org.jspecify.annotations.Nullable;
import org.springframework.kafka.listener.DelegatingMessageListener;
import org.springframework.kafka.listener.adapter.BatchMessagingMessageListenerAdapter;
import org.springframework.kafka.listener.adapter.HandlerAdapter;
import org.springframework.kafka.listener.adapter.MessagingMessageListenerAdapter;
import org.springframework.kafka.listener.adapter.RecordMessagingMessageListenerAdapter;

/** Watches the methods behind listeners, and knows of which listeners a return says nothing. */
final class ListenerMethods {

    private static final HiddenField METHOD = HiddenField.of(MessagingMessageListenerAdapter.class, "handlerMethod");

    private ListenerMethods() {}

    /**
     * Puts a decorator around the method that a listener calls.
     *
     * @param listener a container's listener, or null
     * @return whether it is seen how the listener ends: by the decorator, or because the container itself calls it
     */
    static boolean watch(@Nullable Object listener) {
        Object target = listener;
        while (target instanceof DelegatingMessageListener<?> delegating) {
            target = delegating.getDelegate();
        }
        if (!(target instanceof MessagingMessageListenerAdapter<?, ?> adapter)) {
            return true;
        }
        // Containers of one listener start on threads of their own.
        synchronized (adapter) {
            Object method = METHOD.read(adapter);
            if (method instanceof AuditingHandlerAdapter) {
                return true;
            }
            HandlerAdapter decorated =
                    method instanceof HandlerAdapter known ? AuditingHandlerAdapter.around(known) : null;
            if (decorated != null) {
                adapter.setHandlerMethod(decorated);
                return true;
            }
        }
        return isOfSpringKafka(adapter) && !adapter.isAsyncReplies() && !ListenerErrorHandlers.mayBeOf(adapter);
    }

    /** Others, such as Spring Integration's, hand the record to something that nobody here knows. */
    private static boolean isOfSpringKafka(MessagingMessageListenerAdapter<?, ?> adapter) {
        return adapter.getClass() == RecordMessagingMessageListenerAdapter.class
                || adapter.getClass() == BatchMessagingMessageListenerAdapter.class;
    }
}
