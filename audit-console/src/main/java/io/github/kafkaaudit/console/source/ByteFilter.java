package io.github.kafkaaudit.console.source;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Rejects documents by their bytes, before they are parsed. It may let a document pass that does not match, and never
 * rejects one that does: a value that JSON can write in another way is looked for in documents with escapes as well.
 */
final class ByteFilter {

    private static final int FEW = 16;

    private final List<Needle> needles = new ArrayList<>();
    private final boolean passesAll;

    ByteFilter(Search search) {
        var filters = search.filters();
        List<String> values = new ArrayList<>();
        var narrow = !search.anyOf().isEmpty();
        for (var criterion : search.anyOf()) {
            switch (criterion.place()) {
                // Written in three fields; the topic alone is still rare enough.
                case ORIGINAL ->
                    criterion
                            .values()
                            .forEach(value -> values.add(value.substring(0, Math.max(0, value.indexOf('/')))));
                case TRANSACTION_END, BUSINESS_KEY, BUSINESS_KEY_START, MESSAGE_ID, COORDINATE, KEY, DEAD_LETTER ->
                    values.addAll(criterion.values());
                case PAYLOAD_FIELD, PAYLOAD_VALUE, HEADER, HEADER_VALUE -> values.addAll(criterion.values());
            }
        }
        if (!narrow) {
            Stream.of(filters.service(), filters.topic(), filters.group())
                    .filter(value -> value != null)
                    .limit(1)
                    .forEach(values::add);
            if (values.isEmpty()) {
                values.addAll(filters.actions());
            }
        }
        values.stream().distinct().forEach(value -> needles.add(new Needle(value)));
        passesAll = needles.isEmpty()
                || needles.size() > FEW
                || needles.stream().anyMatch(needle -> needle.bytes.length == 0 || needle.isAlwaysEscaped);
    }

    boolean passes(byte[] document, int from, int to) {
        if (passesAll) {
            return true;
        }
        var escaped = -1;
        for (var needle : needles) {
            if (needle.isIn(document, from, to)) {
                return true;
            }
            if (escaped < 0) {
                escaped = escapes(document, from, to);
            }
            if ((escaped & (needle.hasSlash ? 3 : 1)) != 0) {
                return true;
            }
        }
        return false;
    }

    /** 1: there is a character by its number; 2: there is a slash with a backslash. */
    private static int escapes(byte[] document, int from, int to) {
        var found = 0;
        for (var at = from; at < to - 1; at++) {
            if (document[at] == '\\') {
                var next = document[++at];
                found |= next == 'u' ? 1 : next == '/' ? 2 : 0;
            }
        }
        return found;
    }

    private static final class Needle {

        private final byte[] bytes;
        private final boolean hasSlash;
        private final boolean isAlwaysEscaped;

        Needle(String value) {
            bytes = value.getBytes(StandardCharsets.UTF_8);
            hasSlash = value.indexOf('/') >= 0;
            isAlwaysEscaped =
                    value.chars().anyMatch(character -> character < ' ' || character == '"' || character == '\\');
        }

        /** Looks for the last byte first, which in ids and keys differs sooner than the first. */
        boolean isIn(byte[] document, int from, int to) {
            var length = bytes.length;
            var last = bytes[length - 1];
            for (var end = from + length - 1; end < to; end++) {
                if (document[end] == last && isAt(document, end - length + 1)) {
                    return true;
                }
            }
            return false;
        }

        private boolean isAt(byte[] document, int start) {
            for (var at = 0; at < bytes.length - 1; at++) {
                if (document[start + at] != bytes[at]) {
                    return false;
                }
            }
            return true;
        }
    }
}
