package io.github.kafkaaudit.autoconfigure.logging;

import ch.qos.logback.classic.LoggerContext;
import com.github.danielwegener.logback.kafka.KafkaAppender;
import io.github.kafkaaudit.autoconfigure.AuditConnection;
import io.github.kafkaaudit.autoconfigure.KafkaAuditAutoConfiguration;
import io.github.kafkaaudit.autoconfigure.KafkaAuditProperties;
import io.github.kafkaaudit.trail.AuditTrail;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.InitializingBean;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.ConfigurableEnvironment;

/** Ships the application's log lines to a topic of their own, where that is asked for. */
@AutoConfiguration(after = KafkaAuditAutoConfiguration.class)
@ConditionalOnProperty(name = "kafka.audit.logs.enabled", havingValue = "true")
@ConditionalOnBean(AuditTrail.class)
public final class KafkaAuditLogsAutoConfiguration {

    private static final String APPENDER = "com.github.danielwegener.logback.kafka.KafkaAppender";

    KafkaAuditLogsAutoConfiguration() {}

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass({KafkaAppender.class, LoggerContext.class})
    static class Shipping {

        @Bean
        @ConditionalOnMissingBean
        LogShipping kafkaAuditLogShipping(
                KafkaAuditProperties properties,
                AuditTrail trail,
                AuditConnection connection,
                ConfigurableEnvironment environment) {
            return new LogShipping(properties, trail.identity(), connection, environment);
        }
    }

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnMissingClass(APPENDER)
    static class Missing {

        @Bean
        InitializingBean kafkaAuditLogShippingAdvice() {
            return () -> LoggerFactory.getLogger(KafkaAuditLogsAutoConfiguration.class)
                    .warn("kafka.audit.logs.enabled is true, but log lines are not shipped: add the dependency"
                            + " com.github.danielwegener:logback-kafka-appender:0.2.0-RC2.");
        }
    }
}
