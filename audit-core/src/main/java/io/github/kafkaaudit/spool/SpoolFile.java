package io.github.kafkaaudit.spool;

import java.io.Closeable;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;

/** A file of the spool, as far as the spool needs one; the seam at which tests let a disk fail. */
interface SpoolFile extends Closeable {

    /** Reads up to the end of the file, and returns how many bytes there were. */
    int read(long offset, byte[] target, int from, int length) throws IOException;

    void write(long offset, byte[] source, int from, int length) throws IOException;

    long length() throws IOException;

    void truncate(long length) throws IOException;

    /** Makes what was written survive a power loss. */
    void sync() throws IOException;

    /** Opens files that exist. */
    interface Opener {

        SpoolFile open(Path path, boolean writable) throws IOException;
    }

    /**
     * A file of the operating system. Not a FileChannel: an interrupt of the thread that uses one closes it, and nobody
     * can tell afterwards what was written.
     */
    final class OnDisk implements SpoolFile {

        private final RandomAccessFile file;

        OnDisk(Path path, boolean writable) throws IOException {
            this.file = new RandomAccessFile(path.toFile(), writable ? "rw" : "r");
        }

        @Override
        public int read(long offset, byte[] target, int from, int length) throws IOException {
            file.seek(offset);
            int total = 0;
            while (total < length) {
                int count = file.read(target, from + total, length - total);
                if (count < 0) {
                    break;
                }
                total += count;
            }
            return total;
        }

        @Override
        public void write(long offset, byte[] source, int from, int length) throws IOException {
            file.seek(offset);
            file.write(source, from, length);
        }

        @Override
        public long length() throws IOException {
            return file.length();
        }

        @Override
        public void truncate(long length) throws IOException {
            file.setLength(length);
        }

        @Override
        public void sync() throws IOException {
            file.getFD().sync();
        }

        @Override
        public void close() throws IOException {
            file.close();
        }
    }
}
