package io.github.kafkaaudit.payload;

import org.jspecify.annotations.Nullable;

/**
 * Masks single values of a JSON payload by what they contain: a pattern's match, or a value that is masked elsewhere.
 */
final class LeafMasker implements LeafInspector {

    /** No rule of the settings' list of fields. */
    static final int RULE = Integer.MAX_VALUE;

    /** How it is named in an event. */
    static final String LABEL = "content";

    private final Secrets secrets;
    private final TextMasker textMasker;

    LeafMasker(Secrets secrets, TextMasker textMasker) {
        this.secrets = secrets;
        this.textMasker = textMasker;
    }

    @Override
    public @Nullable String replacement(byte[] json, int start, int end, boolean text) {
        byte[] clear = KeyText.leaf(json, start, end);
        String decoded = TextBytes.text(clear, 0, clear.length);
        String masked = textMasker.maskInside(decoded);
        if (!masked.equals(decoded)) {
            return masked;
        }
        return secrets.find(clear, 0, clear.length) >= 0 ? MaskedValues.MARKER : null;
    }

    @Override
    public boolean forbids(byte[] name, int from, int to) {
        String text = TextBytes.text(name, from, to);
        return secrets.find(name, from, to) >= 0 || !textMasker.maskInside(text).equals(text);
    }

    @Override
    public int rule() {
        return RULE;
    }
}
