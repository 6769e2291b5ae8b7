package io.github.kafkaaudit.payload;

import io.github.kafkaaudit.event.RecordSnapshot;
import io.github.kafkaaudit.event.WireBytes;
import io.github.kafkaaudit.policy.BusinessKeyPolicy;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Puts the business key together: the parts in order, joined by {@code |}, with {@code |}, {@code \} and {@code ∅}
 * inside a part escaped by {@code \}; an optional part that a message does not have is {@code ∅}.
 *
 * <p>A key that would make different messages equal is none: one with a part that is missing and not optional, that
 * could not be read, or that is masked beyond recognition.
 */
final class BusinessKey {

    private static final String MISSING = "\u2205";
    private static final String PREFIX = BusinessKeyPolicy.HEADER_PREFIX;
    // What half a surrogate pair becomes: different texts would be equal.
    private static final char NO_CHARACTER = '\uFFFD';
    // Elasticsearch does not index longer ones; the digest of a long key is as good to compare.
    private static final int LONGEST = 1024;

    private final MaskedValues maskedValues;
    private final TextMasker textMasker;
    private final Surroundings surroundings;
    private final Consumer<Throwable> extractorFailures;
    private final PayloadDigest digest;
    private @Nullable String key;
    private @Nullable String reason;

    BusinessKey(
            MaskedValues maskedValues,
            TextMasker textMasker,
            Surroundings surroundings,
            PayloadDigest digest,
            Consumer<Throwable> extractorFailures) {
        this.maskedValues = maskedValues;
        this.textMasker = textMasker;
        this.surroundings = surroundings;
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

    void find(
            RecordSnapshot record,
            BusinessKeyPolicy policy,
            MaskingRules rules,
            PayloadReading reading,
            KeyParts found) {
        if (policy.extractor() != null) {
            extract(record, policy);
        } else if (!rules.parts().isEmpty()) {
            join(record, rules, reading, found);
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

    private void join(RecordSnapshot record, MaskingRules rules, PayloadReading reading, KeyParts found) {
        StringBuilder joined = new StringBuilder();
        List<String> parts = rules.parts();
        boolean any = false;
        for (int i = 0; i < parts.size(); i++) {
            String name = parts.get(i);
            String part = name.startsWith("/")
                    ? payloadPart(i, name, record, reading, found)
                    : name.equals("key") ? keyPart(record.key(), rules) : headerPart(record, name, rules);
            if (reason == null && part == null && !rules.isOptional(i)) {
                none(name, "is missing");
            }
            if (reason != null) {
                return;
            }
            joined.append(i == 0 ? "" : "|");
            if (part == null) {
                joined.append(MISSING);
            } else {
                any = true;
                append(joined, part);
            }
        }
        if (any) {
            key = joined.toString();
        } else {
            reason = "all parts are missing";
        }
    }

    /** Returns the part, or null: then it is missing, or the reason says what else is the matter. */
    private @Nullable String payloadPart(
            int index, String name, RecordSnapshot record, PayloadReading reading, KeyParts found) {
        if (record.value().state() == WireBytes.State.NONE) {
            return null;
        }
        ReadablePayload payload = reading.payload();
        byte[] source = found.source(index);
        if (payload.bytes() == null) {
            return none(name, "was not kept");
        }
        if (reading.unread()) {
            return none(name, "may show a masked value: not all of the payload could be read");
        }
        if (!reading.json() && (payload.whole() || payload.isEmpty())) {
            return none(name, "cannot be read: the payload is no JSON");
        }
        if (source == null) {
            return payload.whole() ? null : none(name, "was not kept");
        }
        int start = found.start(index);
        int end = found.end(index);
        if (source[start] == 'n') {
            return null;
        }
        String value = KeyText.canonical(source, start, end);
        if (value.indexOf(NO_CHARACTER) >= 0) {
            return none(name, "has characters that are none");
        }
        boolean shown = !found.isMasked(index)
                && (textMasker.isClean(source, start, end) || isShown(source, start, end, value));
        return shown ? value : masked(value.getBytes(StandardCharsets.UTF_8), name);
    }

    private boolean isShown(byte[] source, int start, int end, String value) {
        boolean structure = source[start] == '{' || source[start] == '[';
        byte[] text = structure ? Arrays.copyOfRange(source, start, end) : value.getBytes(StandardCharsets.UTF_8);
        String shown = surroundings.shown(text, true);
        return shown.equals(Surroundings.clear(text)) && !textMasker.hidesNumber(value);
    }

    private @Nullable String keyPart(WireBytes wire, MaskingRules rules) {
        if (wire.state() == WireBytes.State.NONE) {
            return null;
        }
        byte[] bytes = wire.bytes();
        return bytes == null || !wire.isWhole() ? none("key", "was not kept") : part(bytes, "key", rules.masksKey());
    }

    private @Nullable String headerPart(RecordSnapshot record, String name, MaskingRules rules) {
        String header = name.substring(PREFIX.length());
        byte[] bytes = record.headers().last(header);
        return bytes == null ? null : part(bytes, name, rules.masksHeader(header));
    }

    private @Nullable String part(byte[] bytes, String name, boolean masked) {
        if (textMasker.withholds()) {
            return none(name, "may show a masked value: not all of the payload could be read");
        }
        String clear = Surroundings.clear(bytes);
        return !masked && surroundings.shown(bytes, true).equals(clear) ? clear : masked(bytes, name);
    }

    private @Nullable String masked(byte[] clear, String name) {
        return maskedValues.areSearchable()
                ? maskedValues.of(clear)
                : none(name, "is masked and there is no HMAC secret to tell its values apart");
    }

    private @Nullable String none(String name, String why) {
        reason = "the part " + name + ' ' + why;
        return null;
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
