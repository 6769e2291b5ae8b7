package io.github.kafkaaudit.spool;

import io.github.kafkaaudit.EncodedAuditEvent;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads one segment forward; what is damaged is stepped over, up to the next record that is whole. */
final class SegmentReader implements Closeable {

    private static final int WINDOW = 256 * 1024;

    private final long number;
    private final SpoolFile file;
    private ByteBuffer window = ByteBuffer.allocate(WINDOW);
    private long windowStart;
    private int windowLength;

    SegmentReader(long number, SpoolFile file) {
        this.number = number;
        this.file = file;
    }

    long number() {
        return number;
    }

    boolean isOfUnknownVersion() throws IOException {
        byte[] header = new byte[SegmentHeader.LENGTH];
        int length = file.read(0, header, 0, header.length);
        return length == header.length && SegmentHeader.of(header) == SegmentHeader.UNKNOWN_VERSION;
    }

    /**
     * Returns the next whole record.
     *
     * @param from the offset at which to begin
     * @param limit the end of the segment
     * @return the record, or null if there is none any more
     */
    @Nullable Found next(long from, long limit) throws IOException {
        List<RecordHeader> damaged = new ArrayList<>(0);
        long offset = from;
        while (offset >= 0 && limit - offset >= RecordHeader.LENGTH) {
            RecordHeader header = RecordHeader.read(window, see(offset, RecordHeader.LENGTH, limit));
            if (header == null || header.space() > limit - offset) {
                offset = nextMarker(offset + 1, limit);
                continue;
            }
            int at = see(offset, (int) header.space(), limit);
            EncodedAuditEvent event = header.event(window, at);
            offset += header.space();
            if (event != null) {
                return new Found(event, header.ordinal(), offset, damaged);
            }
            damaged.add(header);
        }
        return null;
    }

    @Override
    public void close() throws IOException {
        file.close();
    }

    private long nextMarker(long from, long limit) throws IOException {
        long offset = from;
        while (limit - offset >= RecordHeader.LENGTH) {
            int length = (int) Math.min(WINDOW, limit - offset);
            int at = see(offset, length, limit);
            for (int i = 0; i <= length - RecordHeader.LENGTH; i++) {
                if (window.get(at + i) == RecordHeader.FIRST_MARKER_BYTE && RecordHeader.read(window, at + i) != null) {
                    return offset + i;
                }
            }
            offset += length - RecordHeader.LENGTH + 1;
        }
        return -1;
    }

    /**
     * Makes a part of the file visible and returns where in the window it begins. What stands behind the limit may
     * still change and is not read.
     */
    private int see(long offset, int length, long limit) throws IOException {
        if (offset < windowStart || offset + length > windowStart + windowLength) {
            if (window.capacity() < length) {
                window = ByteBuffer.allocate(length);
            }
            windowStart = offset;
            windowLength = file.read(offset, window.array(), 0, (int) Math.min(window.capacity(), limit - offset));
            if (windowLength < length) {
                windowLength = 0;
                throw new IOException("A spool segment became shorter while it was read.");
            }
        }
        return (int) (offset - windowStart);
    }

    /**
     * A whole record.
     *
     * @param event the event
     * @param ordinal its ordinal
     * @param end the offset behind it
     * @param damaged the records before it whose header is whole and whose body is not
     */
    record Found(EncodedAuditEvent event, long ordinal, long end, List<RecordHeader> damaged) {}
}
