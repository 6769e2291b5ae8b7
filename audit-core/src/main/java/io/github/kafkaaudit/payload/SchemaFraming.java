package io.github.kafkaaudit.payload;

import java.nio.ByteBuffer;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What serializers put in front of a payload to name its schema: Confluent and Apicurio a zero and a number of four or
 * eight bytes, AWS Glue its version, a compression and a UUID, Avro's single-object encoding a marker and a
 * fingerprint.
 *
 * <p>Numbers, ids and other texts may begin with the same bytes. A frame therefore counts only where something else
 * speaks for it: JSON that begins behind it, a Protobuf message (which cannot begin with these bytes), or an Avro
 * record that is not itself what the whole bytes say.
 */
final class SchemaFraming {

    private static final int CONFLUENT = 5;
    private static final int APICURIO = 9;
    private static final int GLUE = 18;
    private static final int GLUE_VERSION = 3;
    private static final int GLUE_COMPRESSED = 5;
    private static final int SINGLE_OBJECT = 10;

    private SchemaFraming() {}

    /** Returns the id of the schema of an object that was written with one, or {@link SchemaId#NONE}. */
    static SchemaId of(byte @Nullable [] wire, boolean whole, Object object) {
        if (wire == null || wire.length == 0) {
            return SchemaId.NONE;
        }
        int length = length(wire, object instanceof PrintedRecord);
        if (length == 0 || (whole && object instanceof PrintedRecord record && isBare(record, wire, length))) {
            return SchemaId.NONE;
        }
        return id(wire, length);
    }

    /** Returns where the JSON begins that a frame stands in front of, or 0. */
    static int json(byte[] wire) {
        int length = length(wire, false);
        return length > 0 && ReadablePayload.startsLikeJson(wire, length) ? length : 0;
    }

    /** Reads the id of a frame. */
    static SchemaId id(byte[] wire, int length) {
        ByteBuffer bytes = ByteBuffer.wrap(wire);
        return switch (length) {
            case CONFLUENT -> new SchemaId(bytes.getInt(1), null);
            case APICURIO -> new SchemaId(bytes.getLong(1), null);
            case GLUE -> new SchemaId(-1, new UUID(bytes.getLong(2), bytes.getLong(GLUE - Long.BYTES)).toString());
            case SINGLE_OBJECT ->
                new SchemaId(-1, String.format(Locale.ROOT, "%016x", Long.reverseBytes(bytes.getLong(2))));
            default -> SchemaId.NONE;
        };
    }

    /** The length of what looks like a frame, or 0. */
    private static int length(byte[] wire, boolean avro) {
        ByteBuffer bytes = ByteBuffer.wrap(wire);
        if (wire[0] == 0 && wire.length > CONFLUENT) {
            int number = bytes.getInt(1);
            if (number != 0) {
                return number > 0 ? CONFLUENT : 0;
            }
            return wire.length > APICURIO && bytes.getLong(1) > 0 ? APICURIO : 0;
        }
        if (wire[0] == GLUE_VERSION && wire.length > GLUE) {
            return wire[1] == 0 || wire[1] == GLUE_COMPRESSED ? GLUE : 0;
        }
        return avro && wire[0] == (byte) 0xC3 && wire[1 % wire.length] == 1 && wire.length > SINGLE_OBJECT
                ? SINGLE_OBJECT
                : 0;
    }

    /** Whether the bytes are the record and nothing else. */
    private static boolean isBare(PrintedRecord record, byte[] wire, int length) {
        return !record.isWrittenIn(wire, length) && record.isWrittenIn(wire, 0);
    }
}
