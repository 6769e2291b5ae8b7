package io.github.kafkaaudit.spool;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The right to use one instance's directory: a lock of the operating system, which ends with the process however that
 * ends.
 *
 * <p>It lies beside the directory and is there before it, so that a directory without a held lock belongs to a dead
 * process.
 */
final class InstanceLock implements Closeable {

    static final String SUFFIX = ".lock";

    private static final String OWNER_SUFFIX = ".owner";

    private static final String THIS_PROCESS = ProcessHandle.current().pid() + "@"
            + ProcessHandle.current()
                    .info()
                    .startInstant()
                    .map(Instant::toString)
                    .orElseGet(() -> UUID.randomUUID().toString());

    private final Path file;
    private final Path owner;
    private final FileChannel channel;

    private InstanceLock(Path file, Path owner, FileChannel channel) {
        this.file = file;
        this.owner = owner;
        this.channel = channel;
    }

    /** Returns the lock of an instance, or null if a process, this one included, holds it. */
    static @Nullable InstanceLock tryAcquire(Path directory, SpoolPermissions permissions) throws IOException {
        Path file = directory.resolveSibling(directory.getFileName() + SUFFIX);
        Path owner = directory.resolveSibling(directory.getFileName() + OWNER_SUFFIX);
        // POSIX drops a process's locks on a file as soon as the process closes any descriptor of it. So a lock that
        // this JVM holds must not even be opened, and the whole JVM, all class loaders included, has to agree on that.
        synchronized (Runtime.getRuntime()) {
            if (isThisProcess(owner)) {
                return null;
            }
            permissions.createFileIfMissing(file);
            FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE);
            try {
                FileLock lock = channel.tryLock();
                if (lock == null) {
                    channel.close();
                    return null;
                }
                noteOwner(owner, permissions);
                return new InstanceLock(file, owner, channel);
            } catch (OverlappingFileLockException e) {
                return null;
            } catch (IOException e) {
                channel.close();
                throw e;
            }
        }
    }

    /** Deletes the lock together with the right; the directory must be gone. */
    void delete() throws IOException {
        synchronized (Runtime.getRuntime()) {
            Files.deleteIfExists(owner);
            if (channel.isOpen()) {
                // Windows does not delete what is open.
                channel.close();
            }
            Files.deleteIfExists(file);
        }
    }

    @Override
    public void close() throws IOException {
        synchronized (Runtime.getRuntime()) {
            Files.deleteIfExists(owner);
            channel.close();
        }
    }

    /** On a full disk there is no room for the note; the lock holds all the same. */
    private static void noteOwner(Path owner, SpoolPermissions permissions) {
        try {
            permissions.createFileIfMissing(owner);
            Files.writeString(owner, THIS_PROCESS);
        } catch (IOException e) {
            // A trail of this process that tries the same directory finds the lock held, and leaves its file open.
        }
    }

    private static boolean isThisProcess(Path owner) throws IOException {
        try {
            return Files.readString(owner, StandardCharsets.UTF_8).equals(THIS_PROCESS);
        } catch (NoSuchFileException e) {
            return false;
        }
    }
}
