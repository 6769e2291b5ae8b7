package io.github.kafkaaudit.json;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The last bytes of a document, where the mark of the spool goes without reading the document.
 *
 * <p>The encoder ends every document with the schema's version, and after it only {@code pipeline}. A payload cannot
 * forge that: it stands before it.
 */
final class DocumentEnd {

    private static final byte[] PLAIN =
            bytes("\"schema\":{\"version\":\"" + JsonAuditEventEncoder.SCHEMA_VERSION + "\"}}}");
    private static final byte[] WITH_PIPELINE = bytes("}}}");
    private static final byte[] SPOOLED = bytes("\"spooled\":true}}}");
    private static final byte[] PIPELINE = bytes(",\"pipeline\":{");

    /** What the mark adds at most. */
    static final int ROOM = PIPELINE.length + SPOOLED.length;

    byte[] withSpooled(byte[] document) {
        if (endsWith(document, SPOOLED)) {
            return document;
        }
        if (endsWith(document, PLAIN)) {
            return replace(document, 2, PIPELINE, SPOOLED);
        }
        if (endsWith(document, WITH_PIPELINE)) {
            return replace(document, 3, bytes(","), SPOOLED);
        }
        return document;
    }

    private static byte[] replace(byte[] document, int removed, byte[] first, byte[] second) {
        int kept = document.length - removed;
        byte[] result = Arrays.copyOf(document, kept + first.length + second.length);
        System.arraycopy(first, 0, result, kept, first.length);
        System.arraycopy(second, 0, result, kept + first.length, second.length);
        return result;
    }

    private static boolean endsWith(byte[] document, byte[] end) {
        int from = document.length - end.length;
        return from >= 0 && Arrays.equals(document, from, document.length, end, 0, end.length);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
