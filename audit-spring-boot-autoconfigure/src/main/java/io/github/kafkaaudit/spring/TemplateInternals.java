package io.github.kafkaaudit.spring;

import java.util.Collection;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.kafka.core.ProducerFactory;
import org.springframework.kafka.core.RoutingKafkaTemplate;
import org.springframework.kafka.listener.AbstractMessageListenerContainer;
import org.springframework.kafka.requestreply.ReplyingKafkaTemplate;

/** The factories and containers inside templates, which spring-kafka gives no way to ask for. */
final class TemplateInternals {

    private static final HiddenField FACTORIES = HiddenField.of(RoutingKafkaTemplate.class, "factoryMatchers");
    private static final HiddenField REPLY_CONTAINER = HiddenField.of(ReplyingKafkaTemplate.class, "replyContainer");

    private TemplateInternals() {}

    /** Returns the producer factories of a routing template, or null if this version of spring-kafka hides them. */
    static @Nullable Collection<ProducerFactory<?, ?>> factories(RoutingKafkaTemplate template) {
        Object known = FACTORIES.read(template);
        return known instanceof Map<?, ?> factories
                ? factories.values().stream()
                        .<ProducerFactory<?, ?>>map(factory -> (ProducerFactory<?, ?>) factory)
                        .toList()
                : null;
    }

    /** Returns the container that takes a template's replies, or null if it cannot be seen. */
    static @Nullable AbstractMessageListenerContainer<?, ?> replyContainer(ReplyingKafkaTemplate<?, ?, ?> template) {
        return REPLY_CONTAINER.read(template) instanceof AbstractMessageListenerContainer<?, ?> container
                ? container
                : null;
    }
}
