package io.github.kafkaaudit.autoconfigure;

import io.github.kafkaaudit.kafka.KafkaAudit;
import io.github.kafkaaudit.policy.BusinessKeyExtractor;
import io.github.kafkaaudit.spring.SpringKafkaAudit;
import io.github.kafkaaudit.trail.AuditTrail;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.ApplicationListener;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Role;
import org.springframework.core.env.Environment;
import org.springframework.kafka.core.KafkaTemplate;
import org.springframework.kafka.event.ConsumerStartedEvent;

/**
 * Audits every Kafka listener and every producer of the application.
 *
 * <p>It contributes no bean of a type that spring-kafka or Boot would pick up: a second interceptor bean would make
 * both vanish, a second template would make Boot's back off. What is there is composed with instead. A child context
 * uses its parent's trail.
 */
@AutoConfiguration(
        afterName = {
            "org.springframework.boot.kafka.autoconfigure.KafkaAutoConfiguration",
            "org.springframework.boot.autoconfigure.kafka.KafkaAutoConfiguration"
        })
@ConditionalOnClass(KafkaTemplate.class)
@Conditional({OnKafkaAuditEnabled.class, OnSupportedVersions.class})
@EnableConfigurationProperties(KafkaAuditProperties.class)
public final class KafkaAuditAutoConfiguration {

    KafkaAuditAutoConfiguration() {}

    @Bean
    @ConditionalOnMissingBean
    @Role(BeanDefinition.ROLE_INFRASTRUCTURE)
    AuditRuntime kafkaAuditRuntime(
            KafkaAuditProperties properties, Environment environment, ListableBeanFactory beanFactory) {
        return new AuditRuntime(properties, environment, OnlyBean.of(beanFactory, BusinessKeyExtractor.class));
    }

    @Bean
    @ConditionalOnMissingBean
    @Role(BeanDefinition.ROLE_INFRASTRUCTURE)
    KafkaAudit kafkaAudit(AuditRuntime runtime) {
        return runtime.audit();
    }

    /** The trail closes itself with the runtime, in the right order; Spring must not close it earlier. */
    @Bean(destroyMethod = "")
    @ConditionalOnMissingBean
    @Role(BeanDefinition.ROLE_INFRASTRUCTURE)
    AuditTrail kafkaAuditTrail(AuditRuntime runtime) {
        return runtime.trail();
    }

    @Bean
    @ConditionalOnMissingBean
    @Role(BeanDefinition.ROLE_INFRASTRUCTURE)
    AuditConnection kafkaAuditConnection(
            KafkaAuditProperties properties, AuditTrail trail, ConfigurableListableBeanFactory beanFactory) {
        return new AuditConnection(
                properties,
                new ApplicationClients(beanFactory),
                trail.identity().name());
    }

    @Bean
    @Role(BeanDefinition.ROLE_INFRASTRUCTURE)
    SpringKafkaAudit kafkaAuditInstaller(ObjectProvider<KafkaAudit> audit, KafkaAuditProperties properties) {
        return new SpringKafkaAudit(
                audit::getObject,
                new SpringKafkaAudit.Options(
                        properties.wireCapture(),
                        properties.consume().filters(),
                        properties.mdc().enabled(),
                        properties.consume().shareConsumers()));
    }

    // Static, and with nothing but a provider: whatever a post-processor depends on is made before all others exist.
    @Bean
    @Role(BeanDefinition.ROLE_INFRASTRUCTURE)
    static KafkaAuditPostProcessor kafkaAuditPostProcessor(ObjectProvider<SpringKafkaAudit> audit) {
        return new KafkaAuditPostProcessor(audit);
    }

    @Bean(KafkaAuditLifecycle.BEAN_NAME)
    @Role(BeanDefinition.ROLE_INFRASTRUCTURE)
    KafkaAuditLifecycle kafkaAuditLifecycle(
            AuditRuntime runtime,
            SpringKafkaAudit audit,
            ConfigurableListableBeanFactory beanFactory,
            KafkaAuditProperties properties) {
        boolean owner = beanFactory.containsLocalBean("kafkaAuditRuntime");
        return new KafkaAuditLifecycle(runtime, audit, beanFactory, properties, owner);
    }

    @Bean
    @Role(BeanDefinition.ROLE_INFRASTRUCTURE)
    static ApplicationListener<ConsumerStartedEvent> kafkaAuditConsumerListener(
            ObjectProvider<SpringKafkaAudit> audit) {
        return new KafkaAuditConsumerListener(audit);
    }
}
