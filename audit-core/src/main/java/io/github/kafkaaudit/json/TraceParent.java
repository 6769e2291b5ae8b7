package io.github.kafkaaudit.json;

import org.jspecify.annotations.Nullable;

/** The W3C trace context header: {@code 00-<trace id>-<parent span id>-<flags>}. */
final class TraceParent {

    static final String HEADER = "traceparent";
    static final int TRACE_ID = 3;
    static final int TRACE_ID_LENGTH = 32;
    static final int SPAN_ID = 36;
    static final int SPAN_ID_LENGTH = 16;

    private static final int LENGTH = 55;

    private TraceParent() {}

    static boolean isValid(byte @Nullable [] header) {
        if (header == null || header.length < LENGTH || header[2] != '-' || header[35] != '-' || header[52] != '-') {
            return false;
        }
        boolean known = header[0] == '0' && header[1] == '0';
        // Later versions may append fields.
        boolean longer = header.length > LENGTH;
        return (!longer || (!known && header[LENGTH] == '-'))
                && !(header[0] == 'f' && header[1] == 'f')
                && isHex(header, 0, 2, true)
                && isHex(header, TRACE_ID, TRACE_ID_LENGTH, false)
                && isHex(header, SPAN_ID, SPAN_ID_LENGTH, false);
    }

    private static boolean isHex(byte[] header, int from, int length, boolean zeroAllowed) {
        boolean zero = true;
        for (int i = from; i < from + length; i++) {
            byte c = header[i];
            if ((c < '0' || c > '9') && (c < 'a' || c > 'f')) {
                return false;
            }
            zero &= c == '0';
        }
        return zeroAllowed || !zero;
    }
}
