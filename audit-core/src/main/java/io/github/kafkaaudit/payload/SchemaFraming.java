package io.github.kafkaaudit.payload;

import io.github.kafkaaudit.event.SchemaFrame;
import org.jspecify.annotations.Nullable;

/** The five bytes that serializers of schema registries put in front of a payload: a zero and the schema's id. */
final class SchemaFraming {

    static final int LENGTH = SchemaFrame.LENGTH;

    private SchemaFraming() {}

    /** Returns the schema's id, or -1 if the bytes are not framed. */
    static int schemaId(byte @Nullable [] bytes, @Nullable Object deserialized) {
        return isPlain(deserialized) ? -1 : SchemaFrame.schemaId(bytes);
    }

    // Numbers and ids as binary may begin with a zero as well.
    private static boolean isPlain(@Nullable Object deserialized) {
        return deserialized != null && deserialized.getClass().getName().startsWith("java.");
    }
}
