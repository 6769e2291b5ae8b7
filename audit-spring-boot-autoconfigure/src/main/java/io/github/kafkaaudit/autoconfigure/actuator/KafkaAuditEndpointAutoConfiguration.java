package io.github.kafkaaudit.autoconfigure.actuator;

import io.github.kafkaaudit.autoconfigure.KafkaAuditAutoConfiguration;
import io.github.kafkaaudit.autoconfigure.KafkaAuditProperties;
import io.github.kafkaaudit.spring.SpringKafkaAudit;
import io.github.kafkaaudit.trail.AuditTrail;
import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;

/** Adds the endpoint {@code kafkaaudit}. */
@AutoConfiguration(after = KafkaAuditAutoConfiguration.class)
@ConditionalOnClass({Endpoint.class, ConditionalOnAvailableEndpoint.class})
@ConditionalOnBean(AuditTrail.class)
public final class KafkaAuditEndpointAutoConfiguration {

    KafkaAuditEndpointAutoConfiguration() {}

    @Bean
    @ConditionalOnMissingBean
    @ConditionalOnAvailableEndpoint
    KafkaAuditEndpoint kafkaAuditEndpoint(AuditTrail trail, SpringKafkaAudit audit, KafkaAuditProperties properties) {
        return new KafkaAuditEndpoint(trail, audit.coverage(), properties);
    }
}
