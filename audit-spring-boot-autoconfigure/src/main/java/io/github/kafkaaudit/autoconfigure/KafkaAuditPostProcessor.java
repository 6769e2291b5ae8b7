package io.github.kafkaaudit.autoconfigure;

import io.github.kafkaaudit.spring.SpringKafkaAudit;
import org.springframework.beans.factory.FactoryBean;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.context.SmartLifecycle;
import org.springframework.core.Ordered;
import org.springframework.kafka.config.AbstractKafkaListenerContainerFactory;
import org.springframework.kafka.core.ConsumerFactory;
import org.springframework.kafka.core.KafkaTemplate;
import org.springframework.kafka.core.ProducerFactory;
import org.springframework.kafka.listener.AbstractMessageListenerContainer;

/**
 * Installs the audit into every factory and container bean, the application's own as well as Boot's. The beans stay
 * what they are, except for factories of share consumers where that is asked for.
 *
 * <p>Last of all post-processors, so that what others have installed is inside.
 */
final class KafkaAuditPostProcessor implements BeanPostProcessor, Ordered {

    private final ObjectProvider<SpringKafkaAudit> audit;

    KafkaAuditPostProcessor(ObjectProvider<SpringKafkaAudit> audit) {
        this.audit = audit;
    }

    @Override
    public int getOrder() {
        return Ordered.LOWEST_PRECEDENCE;
    }

    @Override
    public Object postProcessAfterInitialization(Object bean, String beanName) {
        if (bean instanceof ProducerFactory<?, ?> factory) {
            audit.getObject().install(factory, beanName);
        }
        if (bean instanceof ConsumerFactory<?, ?> factory) {
            audit.getObject().install(factory, beanName);
        }
        if (bean instanceof KafkaTemplate<?, ?> template) {
            audit.getObject().install(template, beanName);
        }
        if (bean instanceof AbstractKafkaListenerContainerFactory<?, ?, ?> factory) {
            audit.getObject().install(factory, beanName);
            ConsumerFactory<?, ?> consumers = factory.getConsumerFactory();
            if (consumers != null) {
                audit.getObject().install(consumers, beanName + "'s consumer factory");
            }
        }
        if (bean instanceof AbstractMessageListenerContainer<?, ?> container) {
            audit.getObject().install(container, beanName);
        }
        if (bean instanceof FactoryBean<?> && bean instanceof SmartLifecycle) {
            audit.getObject().installStreams(bean, beanName);
        }
        if (SpringKafkaAudit.isIntegrationEndpoint(bean)) {
            audit.getObject().installIntegrationEndpoint(bean, beanName);
        }
        return SpringKafkaAudit.makesShareConsumers(bean) ? audit.getObject().decorate(bean, beanName) : bean;
    }
}
