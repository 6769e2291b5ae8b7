package io.github.kafkaaudit.autoconfigure;

import org.springframework.boot.autoconfigure.condition.ConditionMessage;
import org.springframework.boot.autoconfigure.condition.ConditionOutcome;
import org.springframework.boot.autoconfigure.condition.SpringBootCondition;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.core.type.AnnotatedTypeMetadata;

/** Matches unless auditing is switched off; what is neither on nor off must not switch it off without a word. */
final class OnKafkaAuditEnabled extends SpringBootCondition {

    private static final String PROPERTY = "kafka.audit.enabled";

    @Override
    public ConditionOutcome getMatchOutcome(ConditionContext context, AnnotatedTypeMetadata metadata) {
        String written = context.getEnvironment().getProperty(PROPERTY, "");
        boolean enabled;
        try {
            enabled = written.isBlank()
                    || Binder.get(context.getEnvironment())
                            .bind(PROPERTY, Bindable.of(Boolean.class))
                            .orElse(true);
        } catch (BindException e) {
            throw new InvalidKafkaAuditSettingException(
                    PROPERTY, "\"" + written + "\" is neither on nor off.", "Use \"true\" or \"false\".");
        }
        return new ConditionOutcome(enabled, ConditionMessage.of(PROPERTY + (enabled ? " is not false" : " is false")));
    }
}
