package io.github.kafkaaudit.autoconfigure.cloudstream;

import io.github.kafkaaudit.autoconfigure.KafkaAuditAutoConfiguration;
import io.github.kafkaaudit.spring.SpringKafkaAudit;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.context.annotation.Bean;

/**
 * Audits the producers and consumers of Spring Cloud Stream's Kafka binder, which takes its factories past every
 * customizer bean. Binders with an environment of their own do not see the application's beans but those that
 * {@code META-INF/shared.beans} names.
 */
@AutoConfiguration(after = KafkaAuditAutoConfiguration.class)
@ConditionalOnClass(name = "org.springframework.cloud.stream.binder.kafka.config.ClientFactoryCustomizer")
@ConditionalOnBean(SpringKafkaAudit.class)
public final class KafkaAuditCloudStreamAutoConfiguration {

    KafkaAuditCloudStreamAutoConfiguration() {}

    // A name of its own: the binder's customizer for Micrometer backs off from a bean of the same name.
    @Bean
    BinderClients kafkaAuditBinderClients(SpringKafkaAudit audit) {
        return new BinderClients(audit);
    }
}
