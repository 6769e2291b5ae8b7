package io.github.kafkaaudit.payload;

import io.github.kafkaaudit.event.WireBytes;
import io.github.kafkaaudit.policy.PayloadCapture;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads one payload after the other, and decides what is shown of it and in which form. */
final class PayloadContent {

    private static final String UNREADABLE = "masking applies and the payload could not be read as JSON";
    private static final String UNMASKABLE = "a field name holds a value that is masked";
    private static final String TOO_MANY = "more values are masked than can be looked for elsewhere";
    private static final String NO_TEXT = "masking applies and the payload is not text";
    private static final String CUT = "masking applies and the payload was cut";
    private static final String NOT_KEPT = "the payload was not kept";
    private static final String ELSEWHERE = "recorded once, with the send";
    private static final String TOO_LARGE = "the payload is larger than the limit";

    private final Secrets secrets;
    private final TextMasker textMasker;
    private final DocumentMasker documents;
    private final ContentBuffer buffer = new ContentBuffer();

    PayloadContent(Secrets secrets, TextMasker textMasker, DocumentMasker documents) {
        this.secrets = secrets;
        this.textMasker = textMasker;
        this.documents = documents;
    }

    /** Reads a payload: its hidden values, its part of the business key. */
    PayloadReading read(ReadablePayload payload, MaskingRules rules, boolean shown) {
        byte[] bytes = payload.bytes();
        if (payload.isEmpty()) {
            return new PayloadReading(payload, false, false);
        }
        boolean json = false;
        if (bytes != null && (shown || rules.readsPayload() || rules.masksText())) {
            json = documents.learnPayload(bytes, payload.from(), payload.to()) && payload.whole();
            if (json) {
                documents.look(bytes, payload.from(), payload.to());
            }
        }
        boolean unread = rules.masksFields()
                && (secrets.isOverflown() || (json ? documents.hasUnreadText() : !isReadableText(payload, rules)));
        return new PayloadReading(payload, json, unread);
    }

    /** Patterns are meant for plain text, where fields cannot be found. */
    private boolean isReadableText(ReadablePayload payload, MaskingRules rules) {
        return rules.masksText()
                && payload.isPlainText()
                && !textMasker.names(TextBytes.text(bytes(payload), payload.from(), payload.to()));
    }

    /** Shows the payload that was read last. */
    ShownPayload show(
            PayloadReading reading,
            WireBytes value,
            MaskingRules rules,
            PayloadCapture capture,
            int maxShown,
            boolean hashed,
            Set<String> maskedFields) {
        buffer.clear();
        ReadablePayload payload = reading.payload();
        if (value.state() == WireBytes.State.UNAVAILABLE && payload.bytes() == null) {
            return ShownPayload.nothing(PayloadFormat.UNAVAILABLE, null, false, payload.schema());
        }
        if (capture == PayloadCapture.NONE) {
            return ShownPayload.nothing(PayloadFormat.NONE, null, false, payload.schema());
        }
        if (capture == PayloadCapture.HASH) {
            return hidden(payload, hashed, hashed ? null : NOT_KEPT);
        }
        if (capture == PayloadCapture.ONCE) {
            return ShownPayload.nothing(
                    hashed ? PayloadFormat.HASH : PayloadFormat.NONE, ELSEWHERE, false, payload.schema());
        }
        if (payload.bytes() == null) {
            return hidden(payload, hashed, NOT_KEPT);
        }
        if (reading.unread() && !reading.json()) {
            return hidden(payload, hashed, payload.whole() ? UNREADABLE : CUT);
        }
        if (reading.json()) {
            String obstacle =
                    secrets.isOverflown() ? TOO_MANY : documents.scanner().isUnmaskable() ? UNMASKABLE : null;
            return obstacle == null ? json(payload, maxShown) : hidden(payload, hashed, obstacle);
        }
        return other(payload, value, rules, maxShown, hashed, maskedFields);
    }

    private static ShownPayload hidden(ReadablePayload payload, boolean hashed, @Nullable String why) {
        boolean masked = why != null && !why.equals(NOT_KEPT);
        return ShownPayload.nothing(hashed ? PayloadFormat.HASH : PayloadFormat.NONE, why, masked, payload.schema());
    }

    private ShownPayload json(ReadablePayload payload, int maxShown) {
        JsonScanner scanner = documents.scanner();
        byte[] bytes = bytes(payload);
        int from = payload.from();
        int to = payload.to();
        boolean masked = scanner.masked().size() > 0;
        if (masked) {
            documents.write(bytes, from, to, buffer);
            bytes = buffer.bytes();
            from = 0;
            to = buffer.size();
        }
        if (to - from > maxShown) {
            int end = Math.max(from, TextBytes.endOfCut(bytes, from, from + maxShown));
            return shown(PayloadFormat.TEXT, TOO_LARGE, bytes, from, end, true, masked, payload);
        }
        if (scanner.obstacle() != null) {
            return shown(PayloadFormat.TEXT, scanner.obstacle(), bytes, from, to, false, masked, payload);
        }
        if (scanner.hasLineBreaks()) {
            if (!masked) {
                buffer.append(bytes, from, to);
            }
            buffer.compact();
            bytes = buffer.bytes();
            from = 0;
            to = buffer.size();
        }
        return shown(PayloadFormat.JSON, null, bytes, from, to, false, masked, payload);
    }

    private ShownPayload other(
            ReadablePayload payload,
            WireBytes value,
            MaskingRules rules,
            int maxShown,
            boolean hashed,
            Set<String> maskedFields) {
        byte[] clear = bytes(payload);
        int from = payload.from();
        int to = payload.to();
        boolean cut = !payload.whole() || to - from > maxShown;
        int end = cut
                ? TextBytes.endOfCut(clear, from, Math.min(to, from + maxShown))
                : TextBytes.isText(clear, from, to) ? to : -1;
        if (rules.masksText() && (end < 0 || !payload.whole())) {
            return hidden(payload, hashed, end < 0 ? NO_TEXT : CUT);
        }
        if (end < 0 && !secrets.isEmpty()) {
            return hidden(payload, hashed, NO_TEXT);
        }
        String reason = cut ? TOO_LARGE : null;
        if (end < 0) {
            int shown = Math.min(value.kept(), maxShown);
            return shown(PayloadFormat.BASE64, reason, wire(value), 0, shown, cut, false, payload);
        }
        if (rules.masksText() || !secrets.isEmpty()) {
            String text = TextBytes.text(clear, from, to);
            String masked = textMasker.maskWhole(text, !payload.whole());
            if (!masked.equals(text)) {
                maskedFields.add(MaskedRanges.LABEL);
                byte[] utf8 = masked.getBytes(StandardCharsets.UTF_8);
                int until = TextBytes.endOfCut(utf8, 0, Math.min(utf8.length, maxShown));
                return shown(PayloadFormat.TEXT, reason, utf8, 0, until, cut, true, payload);
            }
        }
        return shown(PayloadFormat.TEXT, reason, clear, from, end, cut, false, payload);
    }

    private static ShownPayload shown(
            PayloadFormat format,
            @Nullable String reason,
            byte[] bytes,
            int from,
            int to,
            boolean truncated,
            boolean masked,
            ReadablePayload payload) {
        return new ShownPayload(format, reason, bytes, from, to - from, truncated, masked, payload.schema());
    }

    private static byte[] bytes(ReadablePayload payload) {
        return Objects.requireNonNull(payload.bytes());
    }

    private static byte[] wire(WireBytes value) {
        return Objects.requireNonNull(value.bytes());
    }
}
