package io.github.kafkaaudit.autoconfigure;

import io.github.kafkaaudit.autoconfigure.KafkaAuditProperties.Masking;
import io.github.kafkaaudit.autoconfigure.KafkaAuditProperties.Payload;
import io.github.kafkaaudit.autoconfigure.KafkaAuditProperties.Rule;
import io.github.kafkaaudit.autoconfigure.KafkaAuditProperties.RuleMasking;
import io.github.kafkaaudit.autoconfigure.KafkaAuditProperties.RulePayload;
import io.github.kafkaaudit.payload.MaskedParts;
import io.github.kafkaaudit.policy.AuditPolicies;
import io.github.kafkaaudit.policy.BusinessKeyExtractor;
import io.github.kafkaaudit.policy.BusinessKeyPolicy;
import io.github.kafkaaudit.policy.MaskingPolicy;
import io.github.kafkaaudit.policy.PayloadCapture;
import io.github.kafkaaudit.policy.TopicPattern;
import io.github.kafkaaudit.policy.TopicPolicy;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.util.unit.DataSize;

/** Turns settings into policies; a setting that cannot be used is named with the way out. */
final class PoliciesFactory {

    private static final String PREFIX = "kafka.audit.";

    private PoliciesFactory() {}

    static AuditPolicies create(KafkaAuditProperties properties, @Nullable BusinessKeyExtractor extractor) {
        TopicPolicy defaults = defaults(properties, extractor);
        List<AuditPolicies.Rule> rules = new ArrayList<>();
        for (int i = 0; i < properties.rules().size(); i++) {
            rules.add(rule(properties.rules().get(i), defaults, PREFIX + "rules[" + i + "]", extractor));
        }
        if (properties.masking().secret() == null) {
            requireReadable(defaults, PREFIX + "business-key");
            for (int i = 0; i < rules.size(); i++) {
                boolean own = properties.rules().get(i).businessKey() != null;
                requireReadable(rules.get(i).policy(), PREFIX + "rules[" + i + (own ? "].business-key" : "].masking"));
            }
        }
        // What reads the audit topic through this service must not feed it.
        List<String> exclude = new ArrayList<>(properties.topics().exclude());
        exclude.add(properties.topic());
        List<TopicPattern> included =
                TopicPatternSettings.patterns(properties.topics().include(), PREFIX + "topics.include");
        List<TopicPattern> excluded = TopicPatternSettings.patterns(exclude, PREFIX + "topics.exclude");
        TopicPatternSettings.checkTogether(properties);
        return new AuditPolicies(defaults, rules, included, excluded);
    }

    private static TopicPolicy defaults(KafkaAuditProperties properties, @Nullable BusinessKeyExtractor extractor) {
        Payload payload = properties.payload();
        Masking masking = properties.masking();
        PayloadCapture onFailure = payload.captureOnFailure();
        return new TopicPolicy(
                properties.produce().enabled(),
                properties.consume().enabled(),
                properties.commits().enabled(),
                properties.headers().enabled(),
                once(payload.capture(), properties.headers().enabled(), PREFIX + "payload.capture"),
                onFailure(onFailure, payload.capture(), PREFIX + "payload.capture-on-failure"),
                size(payload.maxSize(), PREFIX + "payload.max-size"),
                size(payload.digestLimit(), PREFIX + "payload.digest-limit"),
                new MaskingPolicy(
                        MaskingSettings.fields(masking.fields(), PREFIX + "masking.fields"),
                        MaskingSettings.headers(masking.headers(), PREFIX + "masking.headers"),
                        MaskingSettings.patterns(masking.patterns(), PREFIX + "masking.patterns"),
                        masking.key()),
                businessKey(properties.businessKey(), extractor, PREFIX + "business-key"),
                properties.onOverflow(),
                properties.blockTimeout(),
                payload.onceFrom());
    }

    private static AuditPolicies.Rule rule(
            Rule rule, TopicPolicy defaults, String property, @Nullable BusinessKeyExtractor extractor) {
        if (rule.topics().isEmpty()) {
            throw new InvalidKafkaAuditSettingException(
                    property + ".topics",
                    "A rule must say which topics it is for.",
                    "Name at least one topic or pattern, such as \"recruit.*\".");
        }
        RulePayload payload = rule.payload();
        PayloadCapture capture = orDefault(payload == null ? null : payload.capture(), defaults.capture());
        PayloadCapture onFailureDefault =
                payload != null && payload.capture() != null ? capture : defaults.captureOnFailure();
        DataSize maxSize = payload == null ? null : payload.maxSize();
        DataSize digestLimit = payload == null ? null : payload.digestLimit();
        List<String> businessKey = rule.businessKey();
        TopicPolicy policy = new TopicPolicy(
                orDefault(rule.produce(), defaults.produce()),
                orDefault(rule.consume(), defaults.consume()),
                orDefault(rule.commits(), defaults.commits()),
                orDefault(rule.headers(), defaults.headers()),
                once(capture, orDefault(rule.headers(), defaults.headers()), property + ".payload.capture"),
                onFailure(
                        payload == null ? null : payload.captureOnFailure(),
                        onFailureDefault,
                        property + ".payload.capture-on-failure"),
                maxSize == null ? defaults.maxSize() : size(maxSize, property + ".payload.max-size"),
                digestLimit == null ? defaults.digestLimit() : size(digestLimit, property + ".payload.digest-limit"),
                masking(rule.masking(), defaults.masking(), property + ".masking"),
                businessKey == null
                        ? defaults.businessKey()
                        : businessKey(businessKey, extractor, property + ".business-key"),
                orDefault(rule.onOverflow(), defaults.onOverflow()),
                orDefault(rule.blockTimeout(), defaults.blockTimeout()),
                payload == null || payload.onceFrom() == null ? defaults.onceFrom() : payload.onceFrom());
        return new AuditPolicies.Rule(TopicPatternSettings.patterns(rule.topics(), property + ".topics"), policy);
    }

    private static MaskingPolicy masking(@Nullable RuleMasking more, MaskingPolicy defaults, String property) {
        if (more == null) {
            return defaults;
        }
        // A rule can only mask more: what must not be readable anywhere is not made readable for one topic.
        return new MaskingPolicy(
                joined(defaults.fields(), MaskingSettings.fields(more.fields(), property + ".fields")),
                joined(defaults.headers(), MaskingSettings.headers(more.headers(), property + ".headers")),
                joined(defaults.patterns(), MaskingSettings.patterns(more.patterns(), property + ".patterns")),
                orDefault(more.key(), defaults.key()));
    }

    private static PayloadCapture once(PayloadCapture capture, boolean headers, String property) {
        if (capture == PayloadCapture.ONCE && !headers) {
            throw new InvalidKafkaAuditSettingException(
                    property,
                    "\"once\" needs the headers that kafka.audit.headers.enabled switches off: by them a consumer knows"
                            + " that the event of the send has the payload.",
                    "Use \"full\" or \"hash\", or leave the headers on.");
        }
        return capture;
    }

    /**
     * By default as for every outcome; a failure is looked into on its own, so it does not leave its payload to others.
     */
    private static PayloadCapture onFailure(@Nullable PayloadCapture wanted, PayloadCapture capture, String property) {
        if (wanted == PayloadCapture.ONCE) {
            throw new InvalidKafkaAuditSettingException(
                    property,
                    "A failure cannot leave its payload to the event of the send.",
                    "Use \"full\", \"hash\" or \"none\".");
        }
        PayloadCapture chosen = wanted == null ? capture : wanted;
        return chosen == PayloadCapture.ONCE ? PayloadCapture.FULL : chosen;
    }

    private static BusinessKeyPolicy businessKey(
            List<String> parts, @Nullable BusinessKeyExtractor extractor, String property) {
        if (parts.contains(BusinessKeyPolicy.HEADER_PREFIX)) {
            throw new InvalidKafkaAuditSettingException(
                    property, "\"header:\" does not say which header.", "Name it, such as \"header:order-id\".");
        }
        try {
            return new BusinessKeyPolicy(parts, parts.isEmpty() ? extractor : null);
        } catch (IllegalArgumentException e) {
            throw new InvalidKafkaAuditSettingException(
                    property,
                    String.valueOf(e.getMessage()),
                    "Use JSON pointers such as \"/applicantId\", \"header:<name>\", or \"key\"; put \"optional:\" in front"
                            + " of a part that a message need not have.");
        }
    }

    private static void requireReadable(TopicPolicy policy, String property) {
        String masked = MaskedParts.firstOf(policy);
        if (masked != null) {
            throw new InvalidKafkaAuditSettingException(
                    property,
                    "The part \"" + masked + "\" of the business key is masked and there is no secret to tell its"
                            + " values apart, so no message would have a business key.",
                    "Set kafka.audit.masking.hmac-secret, or take a part that is not masked.");
        }
    }

    private static int size(DataSize size, String property) {
        if (size.isNegative() || size.toBytes() > 64L << 20) {
            throw new InvalidKafkaAuditSettingException(
                    property,
                    size + " is out of range.",
                    "Use a size from 0 to 64MB; an event is cut to 256 KiB in any case.");
        }
        return (int) size.toBytes();
    }

    private static <T> List<T> joined(List<T> one, List<T> other) {
        List<T> all = new ArrayList<>(one);
        all.addAll(other);
        return all;
    }

    private static <T> T orDefault(@Nullable T value, T defaultValue) {
        return value == null ? defaultValue : value;
    }
}
