package io.github.kafkaaudit.payload;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Finds text that is no JSON, or not all of it, and still names a masked field with a value behind it: {@code "email":
 * …}, {@code email=…}, {@code <email>…}. Nobody can tell where that value ends, so the text is not shown.
 *
 * <p>What is masked already, empty or null is no value.
 */
final class FieldMentions {

    private static final byte[] MARKER = MaskedValues.MARKER.getBytes(StandardCharsets.US_ASCII);
    private static final byte[] HMAC = "hmac:".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] NULL = "null".getBytes(StandardCharsets.US_ASCII);
    private static final String ENDS = ",}])&;>\n\r";

    private final List<byte[]> names = new ArrayList<>();

    void add(String name) {
        names.add(name.getBytes(StandardCharsets.UTF_8));
    }

    boolean occurIn(String text) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        return occurIn(utf8, 0, utf8.length);
    }

    boolean occurIn(byte[] text, int from, int to) {
        for (int at = from; at < to; at++) {
            byte c = text[at];
            if (c > '=' || (c != '=' && c != ':' && c != '<')) {
                continue;
            }
            boolean found = c == '<' ? isTag(text, at + 1, to) : isMember(text, from, at, to);
            if (found) {
                return true;
            }
        }
        return false;
    }

    private boolean isMember(byte[] text, int from, int separator, int to) {
        int end = separator;
        while (end > from && text[end - 1] == ' ') {
            end--;
        }
        int quoted = end;
        while (end > from && isQuoting(text[end - 1])) {
            end--;
        }
        // Prose has colons as well.
        boolean possible = text[separator] == '=' || end < quoted;
        return possible && nameBefore(text, from, end) != null && hasValue(text, separator + 1, to);
    }

    private byte @Nullable [] nameBefore(byte[] text, int from, int end) {
        for (byte[] name : names) {
            int start = end - name.length;
            if (start >= from && isAt(name, text, start, end) && (start == from || !isPartOfName(text[start - 1]))) {
                return name;
            }
        }
        return null;
    }

    private boolean isTag(byte[] text, int from, int to) {
        int local = from;
        for (int i = from; i < to && isPartOfName(text[i]); i++) {
            local = i + 1 < to && text[i + 1] == ':' ? i + 2 : local;
        }
        for (byte[] name : names) {
            int end = local + name.length;
            if (end < to && isAt(name, text, local, end) && !isPartOfName(text[end])) {
                int close = end;
                while (close < to && text[close] != '>') {
                    close++;
                }
                boolean attributes = close > end && text[end] != '/';
                boolean empty = close + 1 < to && text[close + 1] == '<' && close + 2 < to && text[close + 2] == '/';
                if (attributes || (!empty && text[end] != '/' && hasValue(text, close + 1, to))) {
                    return true;
                }
            }
        }
        return false;
    }

    private static boolean hasValue(byte[] text, int from, int to) {
        int at = from;
        while (at < to && (text[at] == ' ' || isQuoting(text[at]))) {
            at++;
        }
        return at < to
                && ENDS.indexOf(text[at]) < 0
                && !startsWith(MARKER, text, at, to)
                && !startsWith(HMAC, text, at, to)
                && !startsWith(NULL, text, at, to);
    }

    private static boolean isAt(byte[] name, byte[] text, int start, int end) {
        return end - start == name.length && FieldNames.equals(name, text, start, name.length);
    }

    private static boolean startsWith(byte[] expected, byte[] text, int at, int to) {
        return at + expected.length <= to && isAt(expected, text, at, at + expected.length);
    }

    private static boolean isQuoting(byte b) {
        return b == '"' || b == '\'' || b == '\\' || b == '`';
    }

    private static boolean isPartOfName(byte b) {
        return b < 0 || b == '_' || b == '-' || Character.isLetterOrDigit(b);
    }
}
