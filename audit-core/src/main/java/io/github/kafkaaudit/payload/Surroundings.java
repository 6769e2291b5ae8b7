package io.github.kafkaaudit.payload;

import io.github.kafkaaudit.event.HeaderSnapshot;
import io.github.kafkaaudit.event.WireBytes;
import java.util.Base64;

/**
 * What stands around a payload, its key and its headers: learns what is hidden there, and shows them under the same
 * rules as the payload.
 *
 * <p>A JSON document is masked field by field; other text by what is known to be hidden, and not at all shown if it
 * names a masked field; bytes that are no text are not shown where masking applies, except those of a number.
 */
final class Surroundings {

    private final Secrets secrets;
    private final TextMasker textMasker;
    private final DocumentMasker documents;
    private MaskingRules rules;

    Surroundings(Secrets secrets, TextMasker textMasker, DocumentMasker documents, MaskingRules rules) {
        this.secrets = secrets;
        this.rules = rules;
        this.textMasker = textMasker;
        this.documents = documents;
    }

    /** Begins a record. */
    void begin(MaskingRules rules) {
        this.rules = rules;
    }

    /** Learns what is hidden in headers. */
    void learn(HeaderSnapshot headers) {
        if (!rules.masksHeaders() && !rules.masksFields()) {
            return;
        }
        for (int i = 0; i < headers.size(); i++) {
            byte[] value = headers.value(i);
            if (value != null) {
                boolean hidden = rules.masksHeaders() && rules.masksHeader(headers.name(i));
                learn(value, hidden);
            }
        }
    }

    /**
     * Learns what is hidden in a key.
     *
     * @return whether a masked key is known whole, so that it can be found in other places
     */
    boolean learn(WireBytes key) {
        byte[] bytes = key.bytes();
        if (bytes != null) {
            learn(bytes, rules.masksKey());
        }
        boolean known = key.state() == WireBytes.State.NONE || key.isWhole();
        if (rules.masksFields() && (!known || (bytes != null && !isReadable(bytes)))) {
            textMasker.withholdQuotations();
        }
        return known || !rules.masksKey();
    }

    private void learn(byte[] value, boolean hidden) {
        if (hidden) {
            secrets.addValue(value, 0, value.length);
        }
        if ((hidden || rules.masksFields()) && EmbeddedJson.begins(value, 0, value.length)) {
            documents.learn(value, hidden);
        }
    }

    private static boolean isReadable(byte[] bytes) {
        return TextBytes.isText(bytes, 0, bytes.length) || bytes.length <= TextMasker.LARGEST_NUMBER;
    }

    /**
     * Returns what is shown of a key or a header.
     *
     * @param whole whether the bytes are all of it
     * @return text, base64 or {@link MaskedValues#MARKER}
     */
    String shown(byte[] bytes, boolean whole) {
        if (textMasker.withholds()) {
            return MaskedValues.MARKER;
        }
        int end = whole ? bytes.length : TextBytes.endOfCut(bytes, 0, bytes.length);
        if (end < 0 || !TextBytes.isText(bytes, 0, end)) {
            return textMasker.allowsBinary(bytes) ? Base64.getEncoder().encodeToString(bytes) : MaskedValues.MARKER;
        }
        String text = TextBytes.text(bytes, 0, end);
        if (textMasker.isClean(bytes, 0, end)) {
            return text;
        }
        if (!whole && rules.masksContent()) {
            return MaskedValues.MARKER;
        }
        boolean document = rules.masksContent() && EmbeddedJson.begins(bytes, 0, bytes.length);
        String masked = document ? documents.masked(bytes) : null;
        return masked == null ? textMasker.mask(text) : textMasker.maskWhole(masked, false);
    }

    /** Returns key or header as it is where nothing is hidden: what {@link #shown} is compared with. */
    static String clear(byte[] bytes) {
        return TextBytes.isText(bytes, 0, bytes.length)
                ? TextBytes.text(bytes, 0, bytes.length)
                : Base64.getEncoder().encodeToString(bytes);
    }
}
