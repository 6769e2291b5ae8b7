package io.github.kafkaaudit.autoconfigure.actuator;

import io.github.kafkaaudit.autoconfigure.KafkaAuditAutoConfiguration;
import io.github.kafkaaudit.trail.AuditTrail;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.health.autoconfigure.contributor.ConditionalOnEnabledHealthIndicator;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;

/** Adds the health indicator {@code kafkaAudit}, from Spring Boot 4 on. */
@AutoConfiguration(after = KafkaAuditAutoConfiguration.class)
@ConditionalOnClass({HealthIndicator.class, ConditionalOnEnabledHealthIndicator.class})
@ConditionalOnBean(AuditTrail.class)
public final class KafkaAuditHealthAutoConfiguration {

    KafkaAuditHealthAutoConfiguration() {}

    @Bean
    @ConditionalOnEnabledHealthIndicator("kafka-audit")
    @ConditionalOnMissingBean(name = "kafkaAuditHealthIndicator")
    HealthIndicator kafkaAuditHealthIndicator(AuditTrail trail) {
        return new KafkaAuditHealthIndicator(trail);
    }
}
