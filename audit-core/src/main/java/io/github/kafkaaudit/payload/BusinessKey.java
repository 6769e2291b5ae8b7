package io.github.kafkaaudit.payload;

import io.github.kafkaaudit.event.RecordSnapshot;
import io.github.kafkaaudit.event.WireBytes;
import io.github.kafkaaudit.policy.BusinessKeyPolicy;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Puts the business key together: the parts in order, joined by {@code |}, with {@code |}, {@code \} and {@code ∅}
 * inside a part escaped by {@code \}; a part that is missing or null is {@code ∅}.
 *
 * <p>A key that would make different messages equal is none: one without any part, one with a part that is masked
 * beyond recognition, one with a part that may stand in the unseen rest of the payload.
 */
final class BusinessKey {

    private static final String MISSING = "\u2205";
    private static final String PREFIX = BusinessKeyPolicy.HEADER_PREFIX;
    // Elasticsearch does not index longer ones; the digest of a long key is as good to compare.
    private static final int LONGEST = 1024;

    private final MaskedValues maskedValues;
    private final TextMasker textMasker;
    private final Consumer<Throwable> extractorFailures;
    private final PayloadDigest digest;
    private @Nullable String key;
    private @Nullable String reason;

    BusinessKey(
            MaskedValues maskedValues,
            TextMasker textMasker,
            PayloadDigest digest,
            Consumer<Throwable> extractorFailures) {
        this.maskedValues = maskedValues;
        this.textMasker = textMasker;
        this.digest = digest;
        this.extractorFailures = extractorFailures;
    }

    void clear() {
        key = null;
        reason = null;
    }

    @Nullable String key() {
        return key;
    }

    @Nullable String reason() {
        return reason;
    }

    void find(RecordSnapshot record, BusinessKeyPolicy policy, MaskingRules rules, PayloadContent content) {
        if (policy.extractor() != null) {
            extract(record, policy);
        } else if (!rules.parts().isEmpty()) {
            join(record, rules, content);
        }
        if (key != null && key.length() > LONGEST) {
            key = digest.digest(key.getBytes(StandardCharsets.UTF_8));
        }
    }

    private void extract(RecordSnapshot record, BusinessKeyPolicy policy) {
        try {
            String extracted =
                    policy.extractor() == null ? null : policy.extractor().extract(record);
            String masked = extracted == null ? null : textMasker.quoting(extracted);
            boolean ambiguous = extracted != null && !extracted.equals(masked) && !maskedValues.areSearchable();
            key = ambiguous ? null : masked;
            if (extracted == null) {
                reason = "the extractor found none";
            } else if (key == null) {
                reason = "it may show a masked value";
            }
        } catch (RuntimeException | StackOverflowError e) {
            reason = "the extractor failed: " + e.getClass().getName();
            extractorFailures.accept(e);
        }
    }

    private void join(RecordSnapshot record, MaskingRules rules, PayloadContent content) {
        StringBuilder joined = new StringBuilder();
        List<String> parts = rules.parts();
        boolean found = false;
        for (int i = 0; i < parts.size(); i++) {
            String name = parts.get(i);
            String part = name.startsWith("/")
                    ? payloadPart(i, name, content)
                    : name.equals("key") ? keyPart(record.key(), rules) : headerPart(record, name, rules);
            if (reason != null) {
                return;
            }
            joined.append(i == 0 ? "" : "|");
            if (part == null) {
                joined.append(MISSING);
            } else {
                found = true;
                append(joined, part);
            }
        }
        if (found) {
            key = joined.toString();
        } else {
            reason = "all parts are missing";
        }
    }

    private @Nullable String payloadPart(int index, String name, PayloadContent content) {
        byte[] source = content.source();
        KeyParts parts = content.parts();
        if (source == null || !content.has(index)) {
            if (source == null ? content.format() != null : !content.isWhole()) {
                reason = "the part " + name + " was not kept";
            }
            return null;
        }
        int start = parts.start(index);
        int end = parts.end(index);
        if (source[start] == 'n') {
            return null;
        }
        if (content.ranges().overlaps(start, end)) {
            return masked(KeyText.leaf(source, start, end), name);
        }
        String value = KeyText.canonical(source, start, end);
        return textMasker.isClean(source, start, end) ? value : visible(value, name);
    }

    private @Nullable String keyPart(WireBytes wire, MaskingRules rules) {
        byte[] bytes = wire.bytes();
        if (wire.state() != WireBytes.State.NONE && !wire.isWhole()) {
            reason = "the record's key was not kept";
        }
        if (bytes == null || reason != null) {
            return null;
        }
        return rules.masksKey() ? masked(bytes, "key") : visible(bytes, "key");
    }

    private @Nullable String headerPart(RecordSnapshot record, String name, MaskingRules rules) {
        String header = name.substring(PREFIX.length());
        byte[] bytes = record.headers().last(header);
        if (bytes == null) {
            return null;
        }
        return rules.masksHeader(header) ? masked(bytes, name) : visible(bytes, name);
    }

    private @Nullable String visible(byte[] bytes, String name) {
        String value = text(bytes);
        return textMasker.isClean(bytes, 0, bytes.length) ? value : visible(value, name);
    }

    private @Nullable String visible(String value, String name) {
        String masked = textMasker.mask(value);
        return masked.equals(value) ? value : masked(value.getBytes(StandardCharsets.UTF_8), name);
    }

    private @Nullable String masked(byte[] clear, String name) {
        if (!maskedValues.areSearchable()) {
            reason = "the part " + name + " is masked and there is no HMAC secret to tell its values apart";
            return null;
        }
        return maskedValues.of(clear);
    }

    private static String text(byte[] bytes) {
        return TextBytes.isText(bytes, 0, bytes.length)
                ? TextBytes.text(bytes, 0, bytes.length)
                : Base64.getEncoder().encodeToString(bytes);
    }

    private static void append(StringBuilder joined, String part) {
        for (int i = 0; i < part.length(); i++) {
            char c = part.charAt(i);
            if (c == '|' || c == '\\' || c == MISSING.charAt(0)) {
                joined.append('\\');
            }
            joined.append(c);
        }
    }
}
