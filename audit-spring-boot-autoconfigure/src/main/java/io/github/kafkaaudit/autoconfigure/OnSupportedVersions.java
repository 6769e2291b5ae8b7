package io.github.kafkaaudit.autoconfigure;

import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.autoconfigure.condition.ConditionOutcome;
import org.springframework.boot.autoconfigure.condition.SpringBootCondition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.core.type.AnnotatedTypeMetadata;

/** Matches unless a library is too old; it says so instead of failing at the first class that is missing. */
final class OnSupportedVersions extends SpringBootCondition {

    private static final Logger logger = LoggerFactory.getLogger("io.github.kafkaaudit.KafkaAudit");

    @Override
    public ConditionOutcome getMatchOutcome(ConditionContext context, AnnotatedTypeMetadata metadata) {
        List<String> complaints = SupportedVersions.complaints();
        complaints.forEach(logger::warn);
        return complaints.isEmpty()
                ? ConditionOutcome.match("all versions are supported")
                : ConditionOutcome.noMatch(String.join(" ", complaints));
    }
}
