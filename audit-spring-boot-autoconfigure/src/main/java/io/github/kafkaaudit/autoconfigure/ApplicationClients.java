package io.github.kafkaaudit.autoconfigure;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.kafka.core.ConsumerFactory;
import org.springframework.kafka.core.ProducerFactory;

/** How the application reaches its cluster, as one of its client factories says. */
final class ApplicationClients {

    private static final String BOOT_PRODUCER_FACTORY = "kafkaProducerFactory";

    private final ListableBeanFactory beanFactory;

    ApplicationClients(ListableBeanFactory beanFactory) {
        this.beanFactory = beanFactory;
    }

    /**
     * Returns the properties of Boot's producer factory, else of the only producer factory, else of the only consumer
     * factory, else null.
     */
    @Nullable Map<String, Object> connection() {
        if (beanFactory.containsBean(BOOT_PRODUCER_FACTORY)
                && beanFactory.getBean(BOOT_PRODUCER_FACTORY) instanceof ProducerFactory<?, ?> factory) {
            return factory.getConfigurationProperties();
        }
        ProducerFactory<?, ?> producers =
                beanFactory.getBeanProvider(ProducerFactory.class).getIfUnique();
        if (producers != null) {
            return producers.getConfigurationProperties();
        }
        ConsumerFactory<?, ?> consumers =
                beanFactory.getBeanProvider(ConsumerFactory.class).getIfUnique();
        return consumers == null ? null : consumers.getConfigurationProperties();
    }
}
