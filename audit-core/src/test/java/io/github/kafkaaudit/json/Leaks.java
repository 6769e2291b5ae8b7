package io.github.kafkaaudit.json;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.math.BigDecimal;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Looks for a value that must not be shown in a document: as it is, without escapes, in base64, as a number. */
final class Leaks {

    private static final Pattern ESCAPE = Pattern.compile("\\\\(?:u(\\p{XDigit}{4})|([\"\\\\/bfnrt]))");
    private static final Pattern NUMBER = Pattern.compile("-?\\d+(?:\\.\\d+)?(?:[eE][+-]?\\d{1,3})?");
    private static final Pattern BASE64 = Pattern.compile("[A-Za-z0-9+/]{8,}={0,2}");
    private static final int LEVELS = 12;

    private final String secret;
    private final @Nullable BigDecimal number;

    Leaks(String secret) {
        this.secret = secret;
        this.number = NUMBER.matcher(secret).matches() ? new BigDecimal(secret) : null;
    }

    /** Returns where the value is shown, or null. */
    @Nullable String in(byte[] raw, JsonNode document) {
        String where = in(document, "");
        return where == null && new String(raw, UTF_8).contains(secret) ? "the raw document" : where;
    }

    private @Nullable String in(JsonNode node, String path) {
        if (node.isString() && isIn(node.asString())) {
            return path + ": " + node.asString();
        }
        if (node.isNumber() && isIn(node.asString())) {
            return path + ": " + node.asString();
        }
        for (String name : node.propertyNames()) {
            if (isIn(name)) {
                return path + ", a name: " + name;
            }
            String found = in(node.get(name), path + "." + name);
            if (found != null) {
                return found;
            }
        }
        for (int i = 0; node.isArray() && i < node.size(); i++) {
            String found = in(node.get(i), path + "[" + i + "]");
            if (found != null) {
                return found;
            }
        }
        return null;
    }

    /** Tells whether a text shows the value. */
    boolean isIn(String text) {
        return isIn(text, 2);
    }

    private boolean isIn(String text, int decodings) {
        String level = text;
        for (int i = 0; i < LEVELS; i++) {
            if (level.contains(secret) || hasNumber(level)) {
                return true;
            }
            if (decodings > 0) {
                Matcher base64 = BASE64.matcher(level);
                while (base64.find()) {
                    if (isInBase64(base64.group(), decodings - 1)) {
                        return true;
                    }
                }
            }
            String next = unescaped(level);
            if (next.equals(level)) {
                return false;
            }
            level = next;
        }
        return false;
    }

    private boolean isInBase64(String text, int decodings) {
        byte[] decoded;
        try {
            decoded = Base64.getDecoder().decode(text);
        } catch (IllegalArgumentException e) {
            return false;
        }
        return isIn(new String(decoded, UTF_8), decodings)
                || isIn(new String(decoded, ISO_8859_1), decodings)
                || new String(decoded, UTF_16LE).contains(secret)
                || new String(decoded, UTF_16BE).contains(secret);
    }

    private boolean hasNumber(String text) {
        if (number == null) {
            return false;
        }
        Matcher numbers = NUMBER.matcher(text);
        while (numbers.find()) {
            String found = numbers.group();
            if (found.length() < 40
                    && (found.indexOf('.') >= 0 || found.indexOf('e') >= 0 || found.indexOf('E') >= 0)) {
                BigDecimal value = new BigDecimal(found);
                if (Math.abs((long) value.scale()) < 40 && value.compareTo(number) == 0) {
                    return true;
                }
            }
        }
        return false;
    }

    private static String unescaped(String text) {
        return text.indexOf('\\') < 0
                ? text
                : ESCAPE.matcher(text).replaceAll(match -> {
                    String code = match.group(1);
                    return Matcher.quoteReplacement(
                            code == null
                                    ? String.valueOf("\"\\/\b\f\n\r\t".charAt("\"\\/bfnrt".indexOf(match.group(2))))
                                    : String.valueOf((char) Integer.parseInt(code, 16)));
                });
    }
}
