package io.github.kafkaaudit.payload;

import java.nio.charset.StandardCharsets;
import java.util.BitSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Removes from a text what it quotes from a payload that could not be read, where nobody knows which of its values are
 * to be masked: error messages of deserializers like to show the place where they stopped.
 */
final class QuotedPayload {

    // Shorter quotations are found by what stands around them, else every other word would be one.
    private static final int LENGTH = 6;
    private static final Pattern SHORT =
            Pattern.compile("(?<=[\"'`(\\[<])[^\"'`()\\[\\]<>\\s]{1,5}(?=[\"'`)\\]>])|\\b(?=\\w*\\d)\\w{3,5}\\b");

    private static final Pattern ESCAPE = Pattern.compile("\\\\(?:u(\\p{XDigit}{4})|([\"\\\\/bfnrt]))");
    private static final String SIMPLE = "\"\\/bfnrt";
    private static final String SIMPLE_MEANT = "\"\\/\b\f\n\r\t";

    private final String payload;
    private final BitSet grams = new BitSet(1 << 16);

    QuotedPayload(byte[] bytes) {
        String written = new String(bytes, StandardCharsets.UTF_8);
        // A quotation may show a value as it is written in the payload, or as it is meant.
        this.payload = written.indexOf('\\') < 0 ? written : written + '\0' + meant(written);
        for (int i = 0; i + LENGTH <= payload.length(); i++) {
            grams.set(gram(payload, i));
        }
    }

    String mask(String text) {
        StringBuilder masked = new StringBuilder(text.length());
        int at = 0;
        while (at < text.length()) {
            int end = at + LENGTH <= text.length() && grams.get(gram(text, at)) ? quotedUntil(text, at) : at;
            if (end > at) {
                masked.append(MaskedValues.MARKER);
                at = end;
            } else {
                masked.append(text.charAt(at++));
            }
        }
        return SHORT.matcher(masked)
                .replaceAll(match -> Matcher.quoteReplacement(
                        payload.contains(match.group()) ? MaskedValues.MARKER : match.group()));
    }

    private int quotedUntil(String text, int from) {
        int end = from + LENGTH;
        int found = payload.indexOf(text.substring(from, end));
        if (found < 0) {
            return from;
        }
        int in = found + LENGTH;
        while (end < text.length() && in < payload.length() && text.charAt(end) == payload.charAt(in)) {
            end++;
            in++;
        }
        return end;
    }

    /** Replaces the escapes of JSON as far as there are any, in text that need not be JSON. */
    private static String meant(String written) {
        return ESCAPE.matcher(written).replaceAll(match -> {
            String code = match.group(1);
            String meant = code == null
                    ? String.valueOf(SIMPLE_MEANT.charAt(SIMPLE.indexOf(match.group(2))))
                    : String.valueOf((char) Integer.parseInt(code, 16));
            return Matcher.quoteReplacement(meant);
        });
    }

    private static int gram(String text, int from) {
        int hash = 0;
        for (int i = from; i < from + LENGTH; i++) {
            hash = hash * 31 + text.charAt(i);
        }
        return (hash ^ (hash >>> 16)) & 0xFFFF;
    }
}
