package io.github.kafkaaudit.spring;

import org.jspecify.annotations.Nullable;
import org.springframework.kafka.config.AbstractKafkaListenerContainerFactory;
import org.springframework.kafka.core.ConsumerFactory;
import org.springframework.kafka.core.KafkaTemplate;
import org.springframework.kafka.listener.AbstractMessageListenerContainer;

/** Client factories and templates that need not be beans, in what uses them; there is nothing to ask for them. */
final class HiddenClients {

    private static final HiddenField OF_CONTAINER =
            HiddenField.of(AbstractMessageListenerContainer.class, "consumerFactory");
    private static final HiddenField OF_TEMPLATE = HiddenField.of(KafkaTemplate.class, "consumerFactory");
    private static final HiddenField REPLY_TEMPLATE =
            HiddenField.of(AbstractKafkaListenerContainerFactory.class, "replyTemplate");

    private HiddenClients() {}

    /** Returns what a container makes its consumers with. */
    static @Nullable ConsumerFactory<?, ?> consumersOf(AbstractMessageListenerContainer<?, ?> container) {
        return factory(OF_CONTAINER.read(container));
    }

    /** Returns what a template receives with. */
    static @Nullable ConsumerFactory<?, ?> consumersOf(KafkaTemplate<?, ?> template) {
        return factory(OF_TEMPLATE.read(template));
    }

    /** Returns what the listeners of a factory send their replies with. */
    static @Nullable KafkaTemplate<?, ?> repliesOf(AbstractKafkaListenerContainerFactory<?, ?, ?> factory) {
        return REPLY_TEMPLATE.read(factory) instanceof KafkaTemplate<?, ?> template ? template : null;
    }

    private static @Nullable ConsumerFactory<?, ?> factory(@Nullable Object known) {
        return known instanceof ConsumerFactory<?, ?> factory ? factory : null;
    }
}
