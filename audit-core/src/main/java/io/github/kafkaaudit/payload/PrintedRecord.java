package io.github.kafkaaudit.payload;

import java.util.Arrays;

/**
 * An Avro record as it was when it was sent or handed out; the application may change the record itself at any time.
 *
 * <p><b>Threading</b>: immutable.
 */
final class PrintedRecord {

    private final AvroTypes types;
    private final Object schema;
    private final byte[] json;

    PrintedRecord(AvroTypes types, Object schema, byte[] json) {
        this.types = types;
        this.schema = schema;
        this.json = json;
    }

    /** Returns the record's JSON; nobody may change it. */
    byte[] json() {
        return json;
    }

    /** Tells whether bytes from a place to their end are this record in Avro's binary encoding. */
    boolean isWrittenIn(byte[] wire, int from) {
        try {
            Object read = types.decode(schema, wire, from);
            return read != null && Arrays.equals(AvroJson.of(types, read), json);
        } catch (ReflectiveOperationException | RuntimeException | StackOverflowError e) {
            // Not written with this schema, or no Avro at all.
            return false;
        }
    }
}
