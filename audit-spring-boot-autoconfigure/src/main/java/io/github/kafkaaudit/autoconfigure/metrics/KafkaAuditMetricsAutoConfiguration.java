package io.github.kafkaaudit.autoconfigure.metrics;

import io.github.kafkaaudit.autoconfigure.KafkaAuditAutoConfiguration;
import io.github.kafkaaudit.kafka.KafkaAudit;
import io.github.kafkaaudit.trail.AuditTrail;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.context.annotation.Bean;

/** Publishes the trail's numbers to the application's meter registries. */
@AutoConfiguration(after = KafkaAuditAutoConfiguration.class)
@ConditionalOnClass(MeterRegistry.class)
@ConditionalOnBean(AuditTrail.class)
public final class KafkaAuditMetricsAutoConfiguration {

    KafkaAuditMetricsAutoConfiguration() {}

    @Bean
    MeterBinder kafkaAuditMetrics(AuditTrail trail, KafkaAudit audit) {
        return new KafkaAuditMetrics(trail, audit);
    }
}
