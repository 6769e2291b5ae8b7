package io.github.kafkaaudit.autoconfigure.cloudstream;

import io.github.kafkaaudit.spring.SpringKafkaAudit;
import org.springframework.cloud.stream.binder.kafka.config.ClientFactoryCustomizer;
import org.springframework.core.Ordered;
import org.springframework.kafka.core.ConsumerFactory;
import org.springframework.kafka.core.ProducerFactory;

/**
 * Installs the audit into the client factories that the binder makes for its bindings. Last, so that what other
 * customizers have installed is inside.
 */
final class BinderClients implements ClientFactoryCustomizer, Ordered {

    // One name for all of them: a binding that is started again gets new factories.
    private static final String NAME = "of Spring Cloud Stream";

    private final SpringKafkaAudit audit;

    BinderClients(SpringKafkaAudit audit) {
        this.audit = audit;
        audit.expectBinder("kafka");
    }

    @Override
    public void configure(ProducerFactory<?, ?> factory) {
        audit.install(factory, NAME);
    }

    @Override
    public void configure(ConsumerFactory<?, ?> factory) {
        audit.install(factory, NAME);
    }

    @Override
    public int getOrder() {
        return Ordered.LOWEST_PRECEDENCE;
    }
}
