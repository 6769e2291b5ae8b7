package io.github.kafkaaudit.spool;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * How far an instance's events were replayed and how many there must be: two places in one file, written in turn, so
 * that one of them is whole whenever the process or the machine stops.
 */
final class StateFile implements Closeable {

    static final String NAME = "state";

    /** Each place has a disk sector of its own. */
    private static final int SECTOR = 512;

    private static final int STATE_LENGTH = 60;

    private final SpoolFile file;
    private final ByteBuffer buffer = ByteBuffer.allocate(STATE_LENGTH);
    private final long lastWritten;
    private final State found;
    private long version;

    private StateFile(SpoolFile file, long lastWritten, State found, long version) {
        this.file = file;
        this.lastWritten = lastWritten;
        this.found = found;
        this.version = version;
    }

    /** Opens the file, or creates it; the state is unknown if it cannot be read any more. */
    static StateFile open(Path directory, SpoolPermissions permissions, SpoolFile.Opener files) throws IOException {
        Path path = directory.resolve(NAME);
        permissions.createFileIfMissing(path);
        long lastWritten = Files.getLastModifiedTime(path).toMillis();
        SpoolFile file = files.open(path, true);
        byte[] content = new byte[3 * SECTOR];
        State newest;
        try {
            int length = file.read(0, content, 0, content.length);
            if (SegmentHeader.of(content) == SegmentHeader.UNKNOWN_VERSION) {
                throw new UnknownFormatException(directory);
            }
            newest = length == 0 ? State.INITIAL : State.UNKNOWN;
            if (length < content.length) {
                // Written in full once, so that later writes need no room on a full disk.
                System.arraycopy(SegmentHeader.bytes(), 0, content, 0, SegmentHeader.LENGTH);
                writeIfThereIsRoom(file, content, length == 0);
            }
        } catch (IOException e) {
            file.close();
            throw e;
        }
        long version = 0;
        for (int place = 1; place <= 2; place++) {
            ByteBuffer state = ByteBuffer.wrap(content, place * SECTOR, STATE_LENGTH);
            long itsVersion = state.getLong();
            State read = State.read(state);
            boolean whole = state.getInt() == checksum(content, place * SECTOR);
            if (whole && itsVersion > version) {
                version = itsVersion;
                newest = read;
            }
        }
        return new StateFile(file, lastWritten, newest, version);
    }

    /** What an earlier process left is taken over even if its state cannot be completed. */
    private static void writeIfThereIsRoom(SpoolFile file, byte[] content, boolean isNew) throws IOException {
        try {
            file.write(0, content, 0, content.length);
        } catch (IOException e) {
            if (isNew) {
                throw e;
            }
        }
    }

    /** Returns what an earlier process noted down last. */
    State found() {
        return found;
    }

    /** Returns when an earlier process noted it down, in milliseconds since the epoch. */
    long lastWritten() {
        return lastWritten;
    }

    void write(State state) throws IOException {
        version++;
        buffer.clear();
        buffer.putLong(version);
        state.write(buffer);
        buffer.putInt(checksum(buffer.array(), 0));
        file.write((1 + version % 2) * SECTOR, buffer.array(), 0, STATE_LENGTH);
    }

    void sync() throws IOException {
        file.sync();
    }

    @Override
    public void close() throws IOException {
        file.close();
    }

    private static int checksum(byte[] array, int from) {
        CRC32C checksum = new CRC32C();
        checksum.update(array, from, STATE_LENGTH - 4);
        return (int) checksum.getValue();
    }

    /**
     * What is remembered.
     *
     * @param position up to where the events are durable elsewhere; null if that is not known
     * @param end the ordinal that the next event gets
     * @param endSequence the sequence of the last event
     */
    record State(@Nullable SpoolPosition position, long end, long endSequence) {

        static final State INITIAL = new State(SpoolPosition.START, 0, 0);

        static final State UNKNOWN = new State(null, 0, 0);

        private static State read(ByteBuffer source) {
            var position = new SpoolPosition(source.getLong(), source.getLong(), source.getLong(), source.getLong());
            return new State(position, source.getLong(), source.getLong());
        }

        private void write(ByteBuffer target) {
            SpoolPosition place = position == null ? SpoolPosition.START : position;
            target.putLong(place.segment())
                    .putLong(place.offset())
                    .putLong(place.ordinal())
                    .putLong(place.sequence())
                    .putLong(end)
                    .putLong(endSequence);
        }
    }
}
