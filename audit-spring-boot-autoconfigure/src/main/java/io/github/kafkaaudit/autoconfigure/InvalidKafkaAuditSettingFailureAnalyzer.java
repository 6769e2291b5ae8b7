package io.github.kafkaaudit.autoconfigure;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

/** Says which setting is wrong and the way out. */
@Order(Ordered.HIGHEST_PRECEDENCE)
final class InvalidKafkaAuditSettingFailureAnalyzer extends AbstractFailureAnalyzer<InvalidKafkaAuditSettingException> {

    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, InvalidKafkaAuditSettingException cause) {
        return new FailureAnalysis(cause.property() + ": " + cause.getMessage(), cause.action(), cause);
    }
}
