package io.github.kafkaaudit.payload;

import io.github.kafkaaudit.event.RecordSnapshot;
import io.github.kafkaaudit.event.WireBytes;
import io.github.kafkaaudit.policy.PayloadCapture;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Decides what is shown of one payload and in which form. */
final class PayloadContent {

    private static final String UNREADABLE = "masking applies and the payload could not be read as JSON";
    private static final String UNMASKABLE = "a field name holds a value that is masked";
    private static final String NOT_KEPT = "the payload was not kept";
    private static final String TOO_LARGE = "the payload is larger than the limit";

    private final Secrets secrets;
    private final TextMasker textMasker;
    private final MaskedValues maskedValues;
    private final JsonScanner scanner;
    private final LeafMasker leafMasker;
    private final ContentBuffer buffer = new ContentBuffer();

    private @Nullable PayloadFormat format;
    private @Nullable String reason;
    private int schemaId;
    private boolean truncated;
    private boolean masked;
    private boolean hidesClearValues;
    private boolean readable;
    private boolean whole;
    private byte @Nullable [] source;
    private int sourceFrom;
    private int sourceTo;
    private byte @Nullable [] bytes;
    private int from;
    private int length;

    PayloadContent(Secrets secrets, TextMasker textMasker, MaskedValues maskedValues) {
        this.secrets = secrets;
        this.textMasker = textMasker;
        this.maskedValues = maskedValues;
        this.scanner = new JsonScanner(secrets);
        this.leafMasker = new LeafMasker(secrets, textMasker);
    }

    void clear() {
        format = null;
        reason = null;
        schemaId = -1;
        truncated = false;
        masked = false;
        hidesClearValues = false;
        readable = false;
        whole = true;
        source = null;
        bytes = null;
        from = 0;
        length = 0;
        buffer.clear();
    }

    void inspect(
            RecordSnapshot record,
            MaskingRules rules,
            PayloadCapture capture,
            int maxShown,
            boolean hashed,
            Set<String> maskedFields) {
        WireBytes value = record.value();
        if (value.state() == WireBytes.State.NONE) {
            return;
        }
        locate(value, record.deserialized());
        boolean empty = whole && source != null && sourceFrom == sourceTo;
        if (source != null && !empty && (capture == PayloadCapture.FULL || rules.readsPayload() || rules.masksText())) {
            readable = scanner.scan(source, sourceFrom, sourceTo, rules, null) && whole;
            if (readable && needsSecondLook(rules)) {
                scanner.scan(source, sourceFrom, sourceTo, rules, leafMasker);
            }
        }
        hidesClearValues = !empty
                && rules.masksFields()
                && (secrets.isOverflown() || (!readable && !(rules.masksText() && isPlainText())));
        if (value.state() == WireBytes.State.UNAVAILABLE && source == null) {
            format = PayloadFormat.UNAVAILABLE;
        } else if (capture == PayloadCapture.NONE) {
            format = PayloadFormat.NONE;
        } else if (capture == PayloadCapture.HASH) {
            hide(hashed, hashed ? null : NOT_KEPT);
        } else if (source == null) {
            hide(hashed, NOT_KEPT);
        } else if (hidesClearValues) {
            hide(hashed, UNREADABLE);
        } else if (readable && scanner.isUnmaskable()) {
            hide(hashed, UNMASKABLE);
        } else if (readable) {
            showJson(maxShown, rules, maskedFields);
        } else {
            showOther(value, rules, maxShown, hashed, maskedFields);
        }
    }

    /**
     * Finds the bytes to read: those on the wire, without framing or byte order mark, or the JSON of a schema's object.
     */
    private void locate(WireBytes value, @Nullable Object deserialized) {
        byte[] wire = value.bytes();
        schemaId = SchemaFraming.schemaId(wire, deserialized);
        byte[] text = SchemaObjectText.of(deserialized);
        if (text != null) {
            source = text;
            sourceFrom = 0;
            sourceTo = text.length;
            return;
        }
        source = wire;
        if (wire == null) {
            return;
        }
        whole = value.isWhole();
        sourceFrom = schemaId > 0 && looksLikeJson(wire, SchemaFraming.LENGTH) ? SchemaFraming.LENGTH : 0;
        if (hasByteOrderMark(wire, sourceFrom)) {
            sourceFrom += 3;
        }
        sourceTo = wire.length;
    }

    /** Tells whether the payload is text that does not even begin like JSON: the patterns are meant for it. */
    private boolean isPlainText() {
        if (source == null || !whole || !TextBytes.isText(source, sourceFrom, sourceTo)) {
            return false;
        }
        int first = sourceFrom;
        while (first < sourceTo && source[first] <= ' ') {
            first++;
        }
        return first == sourceTo || (!looksLikeJson(source, first) && source[first] != '"');
    }

    private boolean needsSecondLook(MaskingRules rules) {
        if (rules.masksText()) {
            return true;
        }
        if (secrets.isEmpty() || source == null) {
            return false;
        }
        if (scanner.hasUnicodeEscapes()) {
            return true;
        }
        int at = sourceFrom;
        MaskedRanges ranges = scanner.masked();
        for (int i = 0; i < ranges.size(); i++) {
            if (secrets.find(source, at, ranges.start(i)) >= 0) {
                return true;
            }
            at = ranges.end(i);
        }
        return secrets.find(source, at, sourceTo) >= 0;
    }

    private void hide(boolean hashed, @Nullable String why) {
        format = hashed ? PayloadFormat.HASH : PayloadFormat.NONE;
        reason = why;
        masked = UNREADABLE.equals(why) || UNMASKABLE.equals(why);
    }

    private void showJson(int maxShown, MaskingRules rules, Set<String> maskedFields) {
        show(source, sourceFrom, sourceTo - sourceFrom);
        MaskedRanges ranges = scanner.masked();
        if (ranges.size() > 0) {
            writeMasked(ranges, rules, maskedFields);
            masked = true;
            show(buffer.bytes(), 0, buffer.size());
        }
        String obstacle = scanner.obstacle();
        if (length > maxShown) {
            showText(maxShown);
        } else if (obstacle != null) {
            format = PayloadFormat.TEXT;
            reason = obstacle;
        } else {
            format = PayloadFormat.JSON;
            if (scanner.hasLineBreaks()) {
                onOneLine();
            }
        }
    }

    private void writeMasked(MaskedRanges ranges, MaskingRules rules, Set<String> maskedFields) {
        byte[] clear = Objects.requireNonNull(source);
        int at = sourceFrom;
        for (int i = 0; i < ranges.size(); i++) {
            buffer.append(clear, at, ranges.start(i));
            String replacement = ranges.replacement(i);
            buffer.appendQuoted(replacement == null ? mask(clear, ranges.start(i), ranges.end(i)) : replacement);
            at = ranges.end(i);
            int rule = ranges.rule(i);
            maskedFields.add(rule == LeafMasker.RULE ? LeafMasker.LABEL : rules.label(rule));
        }
        buffer.append(clear, at, sourceTo);
    }

    /** Returns what stands instead of a value of the payload. */
    String mask(byte[] json, int start, int end) {
        if (!maskedValues.areSearchable()) {
            return MaskedValues.MARKER;
        }
        return maskedValues.of(KeyText.leaf(json, start, end));
    }

    private void onOneLine() {
        if (bytes != buffer.bytes()) {
            byte[] shown = Objects.requireNonNull(bytes);
            buffer.append(shown, from, from + length);
        }
        buffer.compact();
        show(buffer.bytes(), 0, buffer.size());
    }

    private void showText(int maxShown) {
        format = PayloadFormat.TEXT;
        reason = TOO_LARGE;
        truncated = true;
        byte[] shown = Objects.requireNonNull(bytes);
        int end = TextBytes.endOfCut(shown, from, from + Math.min(length, maxShown));
        length = Math.max(0, end - from);
    }

    private void showOther(
            WireBytes value, MaskingRules rules, int maxShown, boolean hashed, Set<String> maskedFields) {
        byte[] clear = Objects.requireNonNull(source);
        boolean cut = !whole || sourceTo - sourceFrom > maxShown;
        int limit = Math.min(sourceTo, sourceFrom + maxShown);
        int end = cut
                ? TextBytes.endOfCut(clear, sourceFrom, limit)
                : TextBytes.isText(clear, sourceFrom, sourceTo) ? sourceTo : -1;
        if (rules.masksText() && (end < 0 || !whole)) {
            hide(
                    hashed,
                    end < 0
                            ? "masking applies and the payload is not text"
                            : "masking applies and the payload was cut");
            return;
        }
        if (end < 0 && secrets.find(clear, sourceFrom, sourceTo) >= 0) {
            hide(hashed, "masking applies and the payload is not text");
            return;
        }
        truncated = cut;
        reason = cut ? TOO_LARGE : null;
        if (end < 0) {
            format = PayloadFormat.BASE64;
            show(value.bytes(), 0, Math.min(value.kept(), maxShown));
            return;
        }
        format = PayloadFormat.TEXT;
        show(clear, sourceFrom, end - sourceFrom);
        if (rules.masksText() || !secrets.isEmpty()) {
            String text = TextBytes.text(clear, sourceFrom, sourceTo);
            String shown = textMasker.mask(text);
            if (!shown.equals(text)) {
                byte[] utf8 = shown.getBytes(StandardCharsets.UTF_8);
                show(utf8, 0, Math.min(utf8.length, maxShown));
                length = TextBytes.endOfCut(utf8, 0, length);
                masked = true;
                maskedFields.add(LeafMasker.LABEL);
            }
        }
    }

    private void show(byte @Nullable [] shown, int first, int count) {
        bytes = shown;
        from = first;
        length = count;
    }

    private static boolean looksLikeJson(byte[] wire, int at) {
        return wire[at] == '{' || wire[at] == '[';
    }

    private static boolean hasByteOrderMark(byte[] wire, int at) {
        return wire.length >= at + 3
                && wire[at] == (byte) 0xEF
                && wire[at + 1] == (byte) 0xBB
                && wire[at + 2] == (byte) 0xBF;
    }

    @Nullable PayloadFormat format() {
        return format;
    }

    @Nullable String reason() {
        return reason;
    }

    int schemaId() {
        return schemaId;
    }

    boolean truncated() {
        return truncated;
    }

    boolean masked() {
        return masked;
    }

    /** Tells whether there are clear values that must not be shown and that nobody knows. */
    boolean hidesClearValues() {
        return hidesClearValues;
    }

    boolean isWhole() {
        return whole;
    }

    /** Tells whether a value of the business key was found; what stands in broken JSON does not count. */
    boolean has(int part) {
        return (readable || !whole) && source != null && scanner.parts().has(part);
    }

    KeyParts parts() {
        return scanner.parts();
    }

    MaskedRanges ranges() {
        return scanner.masked();
    }

    byte @Nullable [] source() {
        return source;
    }

    byte @Nullable [] bytes() {
        return bytes;
    }

    int from() {
        return from;
    }

    int length() {
        return length;
    }
}
