package io.github.kafkaaudit.payload;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** The five bytes that serializers of schema registries put in front of a payload: a zero and the schema's id. */
final class SchemaFraming {

    static final int LENGTH = 5;

    private SchemaFraming() {}

    /** Returns the schema's id, or -1 if the bytes are not framed. */
    static int schemaId(byte @Nullable [] bytes, @Nullable Object deserialized) {
        if (bytes == null || bytes.length <= LENGTH || bytes[0] != 0 || isPlain(deserialized)) {
            return -1;
        }
        int id = ByteBuffer.wrap(bytes, 1, 4).getInt();
        return id > 0 ? id : -1;
    }

    // Numbers and ids as binary may begin with a zero as well.
    private static boolean isPlain(@Nullable Object deserialized) {
        return deserialized != null && deserialized.getClass().getName().startsWith("java.");
    }
}
