package io.github.kafkaaudit.payload;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** The text of Avro records, which is JSON by contract. */
final class AvroText {

    private static final String AVRO_RECORD = "org.apache.avro.generic.IndexedRecord";

    private static final ClassValue<Boolean> IS_AVRO = new ClassValue<>() {
        @Override
        protected Boolean computeValue(Class<?> type) {
            return implementsRecord(type);
        }
    };

    private AvroText() {}

    /** Returns an Avro record's JSON, or null for anything else and for a record that cannot be printed. */
    static byte @Nullable [] of(@Nullable Object deserialized) {
        if (deserialized == null || !IS_AVRO.get(deserialized.getClass())) {
            return null;
        }
        try {
            return deserialized.toString().getBytes(StandardCharsets.UTF_8);
        } catch (RuntimeException e) {
            // A record that is still being filled, or one whose fields do not fit its schema.
            return null;
        }
    }

    private static boolean implementsRecord(@Nullable Class<?> type) {
        for (Class<?> current = type; current != null; current = current.getSuperclass()) {
            for (Class<?> implemented : current.getInterfaces()) {
                if (implemented.getName().equals(AVRO_RECORD) || implementsRecord(implemented)) {
                    return true;
                }
            }
        }
        return false;
    }
}
