package io.github.kafkaaudit.spool;

import io.github.kafkaaudit.EncodedAuditEvent;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Appends records to one segment; after a failure the segment ends with the last whole record. */
final class SegmentWriter implements Closeable {

    private static final int CHUNK = 256 * 1024;

    private final long number;
    private final SpoolFile file;
    private long length;
    private boolean broken;
    private ByteBuffer buffer = ByteBuffer.allocate(CHUNK);

    private SegmentWriter(long number, SpoolFile file) {
        this.number = number;
        this.file = file;
    }

    static SegmentWriter create(long number, SpoolFile file) throws IOException {
        SegmentWriter writer = new SegmentWriter(number, file);
        file.write(0, SegmentHeader.bytes(), 0, SegmentHeader.LENGTH);
        writer.length = SegmentHeader.LENGTH;
        return writer;
    }

    long number() {
        return number;
    }

    /** Returns the end of the last whole record. */
    long length() {
        return length;
    }

    /** Returns whether nothing more can be appended. */
    boolean isBroken() {
        return broken;
    }

    /**
     * Appends events.
     *
     * @param events the events
     * @param firstOrdinal the ordinal of the first
     * @return how many are in the file, and what stopped the rest
     */
    Written append(List<EncodedAuditEvent> events, long firstOrdinal) {
        int written = 0;
        while (written < events.size()) {
            int inChunk = fill(events, written, firstOrdinal);
            try {
                file.write(length, buffer.array(), 0, buffer.position());
            } catch (IOException e) {
                return new Written(written + recover(inChunk), e);
            }
            length += buffer.position();
            written += inChunk;
        }
        return new Written(written, null);
    }

    void sync() throws IOException {
        file.sync();
    }

    @Override
    public void close() throws IOException {
        file.close();
    }

    private int fill(List<EncodedAuditEvent> events, int from, long firstOrdinal) {
        buffer.clear();
        int index = from;
        while (index < events.size()) {
            EncodedAuditEvent event = events.get(index);
            long space = RecordHeader.spaceOf(event);
            if (space > buffer.remaining()) {
                if (index > from) {
                    break;
                }
                buffer = ByteBuffer.allocate(Math.toIntExact(space));
            }
            RecordHeader.write(buffer, event, firstOrdinal + index);
            index++;
        }
        return index - from;
    }

    /** Keeps the records of the failed chunk that are whole, cuts the rest off, and returns how many were kept. */
    private int recover(int inChunk) {
        int kept = 0;
        long end = length;
        try {
            long written = file.length();
            int at = 0;
            while (kept < inChunk) {
                int space = RecordHeader.LENGTH + buffer.getInt(at + 4);
                if (end + space > written) {
                    break;
                }
                at += space;
                end += space;
                kept++;
            }
            file.truncate(end);
        } catch (IOException e) {
            // What stands behind the end can neither be read nor cut; the next segment takes over.
            broken = true;
        }
        length = end;
        return kept;
    }

    /**
     * The result of an append.
     *
     * @param count how many events are in the file
     * @param failure what stopped the rest, or null
     */
    record Written(int count, @Nullable IOException failure) {}
}
