package io.github.kafkaaudit.json;

import org.jspecify.annotations.Nullable;

/**
 * The W3C trace context header: {@code 00-<trace id>-<parent span id>-<flags>}.
 *
 * @param traceId 32 hexadecimal digits, not all zero
 * @param spanId 16 hexadecimal digits, not all zero
 */
record TraceParent(String traceId, String spanId) {

    static final String HEADER = "traceparent";

    static @Nullable TraceParent parse(byte @Nullable [] header) {
        if (header == null || header.length < 55 || header[2] != '-' || header[35] != '-' || header[52] != '-') {
            return null;
        }
        boolean newer = header[0] != '0' || header[1] != '0';
        if ((header[0] == 'f' && header[1] == 'f') || (header.length > 55 && (!newer || header[55] != '-'))) {
            return null;
        }
        String version = hex(header, 0, 2);
        String trace = hex(header, 3, 35);
        String span = hex(header, 36, 52);
        if (version == null || trace == null || span == null || isZero(trace) || isZero(span)) {
            return null;
        }
        return new TraceParent(trace, span);
    }

    private static @Nullable String hex(byte[] bytes, int from, int to) {
        char[] text = new char[to - from];
        for (int i = from; i < to; i++) {
            char c = (char) bytes[i];
            if ((c < '0' || c > '9') && (c < 'a' || c > 'f')) {
                return null;
            }
            text[i - from] = c;
        }
        return new String(text);
    }

    private static boolean isZero(String hex) {
        for (int i = 0; i < hex.length(); i++) {
            if (hex.charAt(i) != '0') {
                return false;
            }
        }
        return true;
    }
}
