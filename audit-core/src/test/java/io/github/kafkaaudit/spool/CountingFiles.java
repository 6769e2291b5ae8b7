package io.github.kafkaaudit.spool;

import java.io.IOException;
import java.nio.file.Path;

/** Real files on a disk that can be full, broken, or watched. */
final class CountingFiles implements SpoolFile.Opener {

    private long room = Long.MAX_VALUE;
    private boolean readable = true;
    private int syncs;
    private int open;
    private int mostOpen;

    /** Lets only so many bytes more be written; what does not fit is written in part, as a disk does. */
    void leaveRoomFor(long bytes) {
        room = bytes;
    }

    void readable(boolean readable) {
        this.readable = readable;
    }

    /** How many files were open at once. */
    int mostOpen() {
        return mostOpen;
    }

    int syncs() {
        return syncs;
    }

    @Override
    public SpoolFile open(Path path, boolean writable) throws IOException {
        SpoolFile file = new SpoolFile.OnDisk(path, writable);
        open++;
        mostOpen = Math.max(mostOpen, open);
        return new CountingFile(file);
    }

    private final class CountingFile implements SpoolFile {

        private final SpoolFile file;

        CountingFile(SpoolFile file) {
            this.file = file;
        }

        @Override
        public int read(long offset, byte[] target, int from, int length) throws IOException {
            if (!readable) {
                throw new IOException("Input/output error");
            }
            return file.read(offset, target, from, length);
        }

        @Override
        public void write(long offset, byte[] source, int from, int length) throws IOException {
            long growth = Math.max(0, offset + length - file.length());
            if (growth > room) {
                int fits = (int) (length - growth + room);
                file.write(offset, source, from, fits);
                room = 0;
                throw new IOException("No space left on device");
            }
            file.write(offset, source, from, length);
            room -= growth;
        }

        @Override
        public long length() throws IOException {
            return file.length();
        }

        @Override
        public void truncate(long length) throws IOException {
            file.truncate(length);
        }

        @Override
        public void sync() throws IOException {
            syncs++;
            file.sync();
        }

        @Override
        public void close() throws IOException {
            open--;
            file.close();
        }
    }
}
