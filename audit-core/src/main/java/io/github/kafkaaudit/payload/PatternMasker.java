package io.github.kafkaaudit.payload;

import io.github.kafkaaudit.policy.MaskingPolicy;
import io.github.kafkaaudit.policy.TopicPolicy;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Masks what patterns match in texts that belong to no record, such as log lines: at every level of escapes, with
 * bounded effort.
 *
 * <p><b>Threading</b>: safe for use by many threads, one after the other.
 */
public final class PatternMasker {

    private final MaskingRules rules;
    private final TextMasker masker;

    /**
     * Creates a masker.
     *
     * @param patterns what is masked
     * @param maskedValues what stands instead
     */
    public PatternMasker(List<Pattern> patterns, MaskedValues maskedValues) {
        MaskingPolicy masking = new MaskingPolicy(List.of(), List.of(), patterns, false);
        this.rules = new MaskingRules(TopicPolicy.DEFAULT.withMasking(masking));
        this.masker = new TextMasker(new Secrets(), maskedValues, rules);
    }

    /** Begins a line: one line may take so much effort, however many texts it has. */
    public synchronized void begin() {
        masker.begin(rules);
    }

    /**
     * Masks a text.
     *
     * @param text the text
     * @return the masked text, the same instance if nothing matches; {@link MaskedValues#MARKER} if the patterns take
     *     more effort than a text is worth
     */
    public synchronized String mask(String text) {
        return masker.maskWhole(text, false);
    }
}
