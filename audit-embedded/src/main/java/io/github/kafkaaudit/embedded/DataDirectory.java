package io.github.kafkaaudit.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/**
 * The directory of one server's data, locked from the first start of the server to its end.
 *
 * <p>The broker's own lock comes too late: two brokers would first write into the same metadata.
 */
final class DataDirectory {

    private final Path path;
    private final boolean keep;
    private final boolean isTemporary;
    private @Nullable FileChannel lock;

    DataDirectory(@Nullable Path chosen, String server, boolean keep) {
        this.keep = keep;
        isTemporary = chosen == null;
        try {
            path = chosen == null
                    ? Files.createTempDirectory("kafka-audit-" + server + "-data-")
                    : Files.createDirectories(chosen.toAbsolutePath());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Path path() {
        return path;
    }

    void lock() throws IOException {
        if (lock != null) {
            return;
        }
        var channel =
                FileChannel.open(path.resolve("in-use.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        if (!isLocked(channel)) {
            channel.close();
            throw new EmbeddedServerException(
                    "The data directory " + path + " is in use; set " + EmbeddedAuditStack.DATA_DIRECTORY
                            + " to another one.",
                    null);
        }
        lock = channel;
    }

    void release() throws IOException {
        var isOurs = isTemporary || lock != null;
        if (lock != null) {
            lock.close();
            lock = null;
        }
        if (isOurs && !keep) {
            Directories.delete(path);
        }
    }

    private static boolean isLocked(FileChannel channel) throws IOException {
        try {
            return channel.tryLock() != null;
        } catch (OverlappingFileLockException e) {
            return false;
        }
    }
}
