package io.github.kafkaaudit.autoconfigure.actuator;

import io.github.kafkaaudit.autoconfigure.KafkaAuditAutoConfiguration;
import io.github.kafkaaudit.trail.AuditTrail;
import org.springframework.boot.actuate.autoconfigure.health.ConditionalOnEnabledHealthIndicator;
import org.springframework.boot.actuate.health.HealthIndicator;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;

/** Adds the health indicator {@code kafkaAudit}, in Spring Boot 3. */
@AutoConfiguration(after = KafkaAuditAutoConfiguration.class)
@ConditionalOnClass({HealthIndicator.class, ConditionalOnEnabledHealthIndicator.class})
@ConditionalOnBean(AuditTrail.class)
public final class KafkaAuditBoot3HealthAutoConfiguration {

    KafkaAuditBoot3HealthAutoConfiguration() {}

    @Bean
    @ConditionalOnEnabledHealthIndicator("kafka-audit")
    @ConditionalOnMissingBean(name = "kafkaAuditHealthIndicator")
    HealthIndicator kafkaAuditHealthIndicator(AuditTrail trail) {
        return new Boot3HealthIndicator(trail);
    }
}
