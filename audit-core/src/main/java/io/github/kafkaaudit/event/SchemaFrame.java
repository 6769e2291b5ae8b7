package io.github.kafkaaudit.event;

import org.jspecify.annotations.Nullable;

/** The five bytes that serializers of schema registries put in front of a payload: a zero and the schema's id. */
public final class SchemaFrame {

    /** The number of bytes in front of the payload. */
    public static final int LENGTH = 5;

    private SchemaFrame() {}

    /**
     * Reads the id of a payload's schema.
     *
     * @param bytes a payload, or null
     * @return the id, or -1 if the bytes cannot be framed; a number or an id in binary may look as if it were
     */
    public static int schemaId(byte @Nullable [] bytes) {
        if (bytes == null || bytes.length <= LENGTH || bytes[0] != 0) {
            return -1;
        }
        int id = ((bytes[1] & 0xFF) << 24) | ((bytes[2] & 0xFF) << 16) | ((bytes[3] & 0xFF) << 8) | (bytes[4] & 0xFF);
        return id > 0 ? id : -1;
    }
}
