package io.github.kafkaaudit.payload;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Masks texts around a payload: by the topic's patterns, and by the clear values that were masked in the payload. */
final class TextMasker {

    // Deserializers print the bytes that they could not read: [123, 34, 112, ...
    private static final Pattern PRINTED_BYTES = Pattern.compile("\\[-?\\d{1,3}(?:, -?\\d{1,3}){3,}");

    private final Secrets secrets;
    private final MaskedValues maskedValues;
    private MaskingRules rules;
    private boolean withholds;
    private @Nullable QuotedPayload unread;
    private @Nullable List<String> clearValues;

    TextMasker(Secrets secrets, MaskedValues maskedValues, MaskingRules rules) {
        this.secrets = secrets;
        this.maskedValues = maskedValues;
        this.rules = rules;
    }

    /** Begins a record; the secrets may still grow until the first text is masked. */
    void begin(MaskingRules rules) {
        this.rules = rules;
        this.withholds = false;
        this.unread = null;
        this.clearValues = null;
    }

    /** Tells that the payload has clear values that nobody knows: the bytes that could not be read, or null. */
    void distrust(byte @Nullable [] payload) {
        withholds = payload == null;
        unread = payload == null ? null : new QuotedPayload(payload);
    }

    /** Tells whether texts around the payload may hold clear values that nobody knows. */
    boolean isDistrustful() {
        return withholds || unread != null;
    }

    /** Tells without looking closer whether a text has nothing to mask. */
    boolean isClean(byte[] text, int from, int to) {
        return !rules.masksText() && (secrets.isEmpty() || !secrets.occurIn(text, from, to));
    }

    /** Masks a text that may quote the payload; null if it cannot be shown. */
    @Nullable String quoting(String text) {
        if (withholds) {
            return null;
        }
        String masked = mask(unread == null ? text : unread.mask(text));
        return rules.masksFields() && masked.indexOf('[') >= 0
                ? PRINTED_BYTES.matcher(masked).replaceAll("[" + MaskedValues.MARKER)
                : masked;
    }

    /** Masks a text; the same instance if there is nothing to mask. */
    String mask(String text) {
        return mask(text, 1);
    }

    private String mask(String text, int shortest) {
        String masked = text;
        try {
            for (Pattern pattern : rules.patterns()) {
                masked = replace(masked, pattern);
            }
        } catch (StackOverflowError e) {
            // java.util.regex recurses for some patterns; a text that is too much for it is not shown.
            return MaskedValues.MARKER;
        }
        if (!secrets.isEmpty()) {
            for (String clear : clearValues()) {
                if (clear.length() >= shortest) {
                    masked = replace(masked, clear);
                }
            }
        }
        return masked;
    }

    /** Masks a value of the payload itself: only values that are long enough are looked for there. */
    String maskInside(String text) {
        return mask(text, Secrets.SEARCHED);
    }

    /** Tells whether bytes that are no text may be shown. */
    boolean allowsBinary(byte[] bytes) {
        if (secrets.touches(bytes, 0, bytes.length)) {
            return false;
        }
        if (!rules.masksText()) {
            return true;
        }
        String text = new String(bytes, StandardCharsets.ISO_8859_1);
        return mask(text).equals(text);
    }

    private String replace(String text, Pattern pattern) {
        Matcher matcher = pattern.matcher(text);
        if (!matcher.find()) {
            return text;
        }
        return matcher.replaceAll(
                match -> match.group().isEmpty() ? "" : Matcher.quoteReplacement(maskedValues.of(match.group())));
    }

    private String replace(String text, String clear) {
        int at = text.indexOf(clear);
        if (at < 0) {
            return text;
        }
        boolean anywhere = clear.getBytes(StandardCharsets.UTF_8).length >= Secrets.SEARCHED;
        String mask = maskedValues.of(clear);
        StringBuilder masked = new StringBuilder(text.length());
        int done = 0;
        while (at >= 0) {
            int end = at + clear.length();
            if (anywhere || standsAlone(text, at, end)) {
                masked.append(text, done, at).append(mask);
                done = end;
                at = text.indexOf(clear, end);
            } else {
                at = text.indexOf(clear, at + 1);
            }
        }
        return done == 0 ? text : masked.append(text, done, text.length()).toString();
    }

    private static boolean standsAlone(String text, int from, int to) {
        return (from == 0 || !Character.isLetterOrDigit(text.charAt(from - 1)))
                && (to == text.length() || !Character.isLetterOrDigit(text.charAt(to)));
    }

    private List<String> clearValues() {
        List<String> values = clearValues;
        if (values == null || values.size() != secrets.count()) {
            values = new ArrayList<>();
            for (int i = 0; i < secrets.count(); i++) {
                values.add(new String(secrets.value(i), StandardCharsets.UTF_8));
            }
            // The longest first: one value may be a part of another.
            values.sort(Comparator.comparingInt(String::length).reversed());
            clearValues = values;
        }
        return values;
    }
}
