package io.github.kafkaaudit.payload;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Masks texts in and around a payload: by the topic's patterns, and by the clear values that are masked elsewhere. */
final class TextMasker {

    // Deserializers print the bytes that they could not read: [123, 34, 112, ...
    private static final Pattern PRINTED_BYTES = Pattern.compile("\\[-?\\d{1,3}(?:, -?\\d{1,3}){3,}");

    // No text needs more; each level of escapes doubles the backslashes.
    private static final int MOST_LEVELS = 16;
    private static final int LONGEST = 64 * 1024;

    /** The most bytes that serializers write a number in. */
    static final int LARGEST_NUMBER = 8;

    private final Secrets secrets;
    private final MaskedValues maskedValues;
    private final SecretSearch secretSearch;
    private final PatternSearch patternSearch = new PatternSearch();
    private MaskingRules rules;
    private boolean withholds;
    private boolean withholdsQuotations;

    TextMasker(Secrets secrets, MaskedValues maskedValues, MaskingRules rules) {
        this.secrets = secrets;
        this.maskedValues = maskedValues;
        this.secretSearch = new SecretSearch(secrets, maskedValues);
        this.rules = rules;
    }

    /** Begins a record; the secrets may still grow until the first text is masked. */
    void begin(MaskingRules rules) {
        this.rules = rules;
        this.withholds = false;
        this.withholdsQuotations = false;
        secretSearch.begin();
        patternSearch.begin();
    }

    /** Tells that there are clear values that must not be shown and that nobody knows. */
    void withhold() {
        withholds = true;
    }

    /** Tells that the same may be so, but only in texts that quote what could not be read. */
    void withholdQuotations() {
        withholdsQuotations = true;
    }

    /** Tells whether texts around the payload may hold clear values that nobody knows. */
    boolean withholds() {
        return withholds;
    }

    /** Tells without looking closer whether a text has nothing to mask. */
    boolean isClean(byte[] text, int from, int to) {
        if (withholds || rules.masksText()) {
            return false;
        }
        if (!rules.masksFields() && secrets.isEmpty()) {
            return true;
        }
        int marks = TextMarks.of(text, from, to);
        if (rules.masksFields()) {
            boolean suspicious = (marks & TextMarks.BACKSLASH) != 0
                    || EmbeddedJson.begins(text, from, to)
                    || ((marks & TextMarks.SEPARATOR) != 0 && rules.mentions().occurIn(text, from, to));
            if (suspicious) {
                return false;
            }
        }
        return secrets.isEmpty() || secretSearch.isClean(text, from, to, marks);
    }

    /**
     * Masks a text that may quote the payload, of which the first 64 K characters count; null if it cannot be shown.
     */
    @Nullable String quoting(String text) {
        if (withholds || withholdsQuotations) {
            return null;
        }
        String masked = masked(text);
        if (rules.masksFields() && masked.indexOf('[') >= 0) {
            masked = PRINTED_BYTES.matcher(masked).replaceAll("[" + MaskedValues.MARKER);
        }
        return names(masked) ? null : masked;
    }

    /** Masks the name of something around the payload; null if it cannot be shown. */
    @Nullable String name(String name) {
        if (withholds) {
            return null;
        }
        byte[] utf8 = name.getBytes(StandardCharsets.UTF_8);
        String masked = isClean(utf8, 0, utf8.length) ? name : mask(name);
        return masked.equals(name) ? name : null;
    }

    /** Tells whether nothing can be hidden anywhere, so that nobody has to look. */
    boolean hidesNothing() {
        return !withholds && secrets.isEmpty() && !rules.masksContent();
    }

    /** Masks a text around the payload; the same instance if there is nothing to mask. */
    String mask(String text) {
        if (withholds) {
            return MaskedValues.MARKER;
        }
        String masked = masked(text);
        return names(masked) ? MaskedValues.MARKER : masked;
    }

    /** Masks a text payload. */
    String maskWhole(String text, boolean cut) {
        return search(text, false, cut);
    }

    /** Masks a text by what is known, whatever else may be in it: our own words, which quote little. */
    String maskKnown(String text) {
        return masked(text);
    }

    /** Masks a value of a document itself: only values that are long enough are looked for there. */
    String maskInside(String text) {
        return search(text, true, false);
    }

    /** Tells whether a number is masked somewhere, whatever its notation. */
    boolean hidesNumber(String number) {
        String canonical = NumberText.canonical(number);
        return secrets.isNumber(canonical)
                || (rules.masksText() && !search(canonical, true, false).equals(canonical));
    }

    /** Tells whether a text names a masked field and has a clear value for it, at whatever level of escapes. */
    boolean names(String text) {
        if (!rules.masksFields()) {
            return false;
        }
        UnescapedText level = UnescapedText.of(text);
        for (int i = 0; i < MOST_LEVELS; i++) {
            if (rules.mentions().occurIn(level.text())) {
                return true;
            }
            UnescapedText next = level.next();
            if (next == null) {
                return false;
            }
            level = next;
        }
        return true;
    }

    /** Tells whether bytes that are no text may be shown. */
    boolean allowsBinary(byte[] bytes) {
        if (withholds || secrets.touches(bytes, 0, bytes.length)) {
            return false;
        }
        if (!rules.masksContent() && secrets.isEmpty()) {
            return true;
        }
        if (bytes.length > LARGEST_NUMBER) {
            return false;
        }
        String text = new String(bytes, StandardCharsets.ISO_8859_1);
        return mask(text).equals(text) && !isHiddenNumber(bytes);
    }

    private boolean isHiddenNumber(byte[] bytes) {
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        return switch (bytes.length) {
            case Integer.BYTES -> hidesNumber(Integer.toString(buffer.getInt(0))) || hidesFloating(buffer.getFloat(0));
            case Long.BYTES -> hidesNumber(Long.toString(buffer.getLong(0))) || hidesFloating(buffer.getDouble(0));
            default -> false;
        };
    }

    private boolean hidesFloating(double number) {
        return Double.isFinite(number) && hidesNumber(Double.toString(number));
    }

    private String masked(String text) {
        boolean cut = text.length() > LONGEST;
        return search(cut ? text.substring(0, LONGEST) : text, false, cut);
    }

    private String search(String text, boolean inside, boolean cut) {
        if (!rules.masksText() && secrets.isEmpty()) {
            return text;
        }
        MaskedSpans spans = new MaskedSpans();
        UnescapedText level = UnescapedText.of(text);
        for (int i = 0; level != null; i++) {
            if (i == MOST_LEVELS || !findPatterns(level, spans)) {
                return MaskedValues.MARKER;
            }
            secretSearch.find(level, inside, cut, spans);
            level = level.next();
        }
        return spans.isEmpty() ? text : spans.applyTo(text);
    }

    private boolean findPatterns(UnescapedText level, MaskedSpans spans) {
        if (!rules.masksText()) {
            return true;
        }
        String text = level.text();
        boolean searched = patternSearch.find(
                rules.patterns(),
                text,
                (from, to) ->
                        spans.add(level.origin(from), level.origin(to), maskedValues.of(text.substring(from, to))));
        return searched && findNumbers(level, spans);
    }

    /** Patterns know numbers as people write them. */
    private boolean findNumbers(UnescapedText level, MaskedSpans spans) {
        String text = level.text();
        int at = NumberText.exponent(text, 0);
        while (at >= 0) {
            int from = at;
            int end = NumberText.end(text, from);
            String plain = NumberText.canonical(text.substring(from, end));
            boolean searched = patternSearch.find(
                    rules.patterns(),
                    plain,
                    (first, last) -> spans.add(level.origin(from), level.origin(end), maskedValues.of(plain)));
            if (!searched) {
                return false;
            }
            at = NumberText.exponent(text, end);
        }
        return true;
    }
}
