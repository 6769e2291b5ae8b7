package io.github.kafkaaudit.spring;

import io.github.kafkaaudit.kafka.delivery.Destinations;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationContext;
import org.springframework.kafka.listener.AbstractMessageListenerContainer;
import org.springframework.kafka.retrytopic.DestinationTopicResolver;

/** Asks spring-kafka's retry topics what a topic is to a listener, whatever the application calls its topics. */
final class RetryDestinations implements Destinations {

    private static final HiddenField CONTEXT =
            HiddenField.of(AbstractMessageListenerContainer.class, "applicationContext");

    private final ApplicationContext context;
    private final String listenerId;

    private RetryDestinations(ApplicationContext context, String listenerId) {
        this.context = context;
        this.listenerId = listenerId;
    }

    static Destinations of(AbstractMessageListenerContainer<?, ?> container) {
        String id = container.getMainListenerId();
        return id != null && CONTEXT.read(container) instanceof ApplicationContext context
                ? new RetryDestinations(context, id)
                : UNKNOWN;
    }

    @Override
    public Kind of(String topic) {
        return context.getBeanProvider(DestinationTopicResolver.class, false).stream()
                .map(resolver -> of(resolver, topic))
                .filter(kind -> kind != Kind.UNKNOWN)
                .findFirst()
                .orElse(Kind.UNKNOWN);
    }

    private Kind of(@Nullable DestinationTopicResolver resolver, String topic) {
        try {
            return resolver == null
                    ? Kind.UNKNOWN
                    : resolver.getDestinationTopicByName(listenerId, topic).isDltTopic()
                            ? Kind.DEAD_LETTER
                            : Kind.RETRY;
        } catch (RuntimeException e) {
            // It knows only the listeners and the topics of its own.
            return Kind.UNKNOWN;
        }
    }
}
