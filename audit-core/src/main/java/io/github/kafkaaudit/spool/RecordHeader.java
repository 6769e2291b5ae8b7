package io.github.kafkaaudit.spool;

import io.github.kafkaaudit.EncodedAuditEvent;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * What stands before each event in a segment; it has a checksum of its own, so that a damaged body costs one event
 * only.
 *
 * @param bodyLength the length of id and document together
 * @param ordinal the place of the event among all that this run spooled, from 0, without holes
 * @param sequence the event's sequence
 * @param timestamp the event's time
 * @param flags {@link #FAILURE} or 0
 * @param idLength the length of the id
 * @param bodyChecksum the CRC32C of the body
 */
record RecordHeader(
        int bodyLength, long ordinal, long sequence, long timestamp, short flags, int idLength, int bodyChecksum) {

    static final int LENGTH = 44;

    private static final short FAILURE = 1;

    /** 0xFF and 0xFE never occur in UTF-8: no document can hold the marker. */
    private static final int MARKER = 0xFF4B41FE;

    static final byte FIRST_MARKER_BYTE = (byte) (MARKER >>> 24);

    /** Returns the space that an event takes. */
    static long spaceOf(EncodedAuditEvent event) {
        return LENGTH + idOf(event).length + (long) event.json().length;
    }

    /** Writes an event. */
    static void write(ByteBuffer target, EncodedAuditEvent event, long ordinal) {
        int start = target.position();
        byte[] id = idOf(event);
        int bodyLength = id.length + event.json().length;
        target.position(start + LENGTH);
        target.put(id).put(event.json());
        target.putInt(start, MARKER)
                .putInt(start + 4, bodyLength)
                .putLong(start + 8, ordinal)
                .putLong(start + 16, event.sequence())
                .putLong(start + 24, event.timestamp())
                .putShort(start + 32, event.failure() ? FAILURE : 0)
                .putShort(start + 34, (short) id.length)
                .putInt(start + 36, checksum(target, start + LENGTH, bodyLength))
                .putInt(start + 40, checksum(target, start, LENGTH - 4));
    }

    /** Reads the header at an index, or returns null if there is none or it is damaged. */
    static @Nullable RecordHeader read(ByteBuffer source, int at) {
        if (source.getInt(at) != MARKER || source.getInt(at + 40) != checksum(source, at, LENGTH - 4)) {
            return null;
        }
        RecordHeader header = new RecordHeader(
                source.getInt(at + 4),
                source.getLong(at + 8),
                source.getLong(at + 16),
                source.getLong(at + 24),
                source.getShort(at + 32),
                source.getShort(at + 34) & 0xFFFF,
                source.getInt(at + 36));
        return header.bodyLength < header.idLength ? null : header;
    }

    long space() {
        return (long) LENGTH + bodyLength;
    }

    /** Reads the event behind the header at an index, or returns null if it is damaged. */
    @Nullable EncodedAuditEvent event(ByteBuffer source, int at) {
        int body = at + LENGTH;
        if (checksum(source, body, bodyLength) != bodyChecksum) {
            return null;
        }
        byte[] id = new byte[idLength];
        byte[] json = new byte[bodyLength - idLength];
        source.get(body, id).get(body + idLength, json);
        String idText = new String(id, StandardCharsets.UTF_8);
        return new EncodedAuditEvent(idText, sequence, timestamp, (flags & FAILURE) != 0, json);
    }

    private static byte[] idOf(EncodedAuditEvent event) {
        return event.id().getBytes(StandardCharsets.UTF_8);
    }

    private static int checksum(ByteBuffer buffer, int from, int length) {
        CRC32C checksum = new CRC32C();
        checksum.update(buffer.slice(from, length));
        return (int) checksum.getValue();
    }
}
