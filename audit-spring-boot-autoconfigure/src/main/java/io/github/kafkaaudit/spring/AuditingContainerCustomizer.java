package io.github.kafkaaudit.spring;

import org.jspecify.annotations.Nullable;
import org.springframework.kafka.config.ContainerCustomizer;
import org.springframework.kafka.listener.AbstractMessageListenerContainer;

/**
 * Installs the audit into every container that a factory makes, after the application's customizer: containers that are
 * registered while the application runs are seen by nobody else.
 */
final class AuditingContainerCustomizer<K, V, C extends AbstractMessageListenerContainer<K, V>>
        implements ContainerCustomizer<K, V, C> {

    private final ListenerContainers containers;
    private final @Nullable ContainerCustomizer<K, V, C> delegate;

    AuditingContainerCustomizer(ListenerContainers containers, @Nullable ContainerCustomizer<K, V, C> delegate) {
        this.containers = containers;
        this.delegate = delegate;
    }

    @Override
    public void configure(C container) {
        if (delegate != null) {
            delegate.configure(container);
        }
        containers.installGuarded(container);
    }
}
