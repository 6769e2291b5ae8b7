package io.github.kafkaaudit.payload;

import io.github.kafkaaudit.policy.BusinessKeyPolicy;
import io.github.kafkaaudit.policy.TopicPolicy;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Finds business keys that no message could have: a part that is masked makes different messages equal, unless a secret
 * keeps its values apart.
 */
public final class MaskedParts {

    private MaskedParts() {}

    /**
     * Returns a part of the business key that the same policy masks.
     *
     * @param policy the policy of a topic
     * @return the part as the settings have it, or null if every part is readable
     */
    public static @Nullable String firstOf(TopicPolicy policy) {
        MaskingRules rules = new MaskingRules(policy);
        for (String part : rules.parts()) {
            boolean masked = part.startsWith("/")
                    ? isMasked(part, policy, rules)
                    : part.equals("key")
                            ? rules.masksKey()
                            : rules.masksHeader(part.substring(BusinessKeyPolicy.HEADER_PREFIX.length()));
            if (masked) {
                return part;
            }
        }
        return null;
    }

    private static boolean isMasked(String part, TopicPolicy policy, MaskingRules rules) {
        Pointer wanted = Pointer.ofPart(part, 0);
        FieldNames names = rules.fieldNames();
        for (int i = 0; names != null && i < wanted.length(); i++) {
            byte[] name = wanted.name(i).getBytes(StandardCharsets.UTF_8);
            if (names.rule(name, 0, name.length) != PathState.NO_RULE) {
                return true;
            }
        }
        return policy.masking().fields().stream()
                .filter(field -> field.startsWith("/"))
                .anyMatch(field -> meet(Pointer.ofRule(field, 0), wanted));
    }

    /** What is inside of a masked value is masked, and a part with a masked value inside is not readable either. */
    private static boolean meet(Pointer masked, Pointer part) {
        for (int i = 0; i < Math.min(masked.length(), part.length()); i++) {
            if (!masked.isWild(i) && !masked.name(i).equals(part.name(i))) {
                return false;
            }
        }
        return true;
    }
}
