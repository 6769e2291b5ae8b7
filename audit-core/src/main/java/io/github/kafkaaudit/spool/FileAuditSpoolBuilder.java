package io.github.kafkaaudit.spool;

import io.github.kafkaaudit.event.ServiceIdentity;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Describes a {@link FileAuditSpool}. */
public final class FileAuditSpoolBuilder {

    private static final long MIN_SIZE = 64 * 1024;

    private static final long MAX_SEGMENT = 16 * 1024 * 1024;

    final ServiceIdentity identity;
    final Supplier<String> destination;

    @Nullable Path directory;

    long maxSize = 1024L * 1024 * 1024;
    boolean fsync;
    SpoolFile.Opener opener = SpoolFile.OnDisk::new;
    Duration retryInterval = Duration.ofSeconds(5);
    Duration adoptionInterval = Duration.ofSeconds(30);

    FileAuditSpoolBuilder(ServiceIdentity identity, Supplier<String> destination) {
        this.identity = Objects.requireNonNull(identity, "identity");
        this.destination = Objects.requireNonNull(destination, "destination");
    }

    /**
     * Returns the directory that is used when none is set: one in the directory for temporary files, which may not
     * outlive the container or the host.
     */
    public static Path defaultDirectory() {
        String user = SpoolLayout.fileName(System.getProperty("user.name", "unknown"));
        return Path.of(System.getProperty("java.io.tmpdir"), "kafka-audit-spool-" + user);
    }

    /**
     * Sets the directory, which several services and processes may share.
     *
     * @param directory the directory, or null for {@link #defaultDirectory()}; it is created if it is missing
     * @return this
     */
    public FileAuditSpoolBuilder directory(@Nullable Path directory) {
        this.directory = directory;
        return this;
    }

    /**
     * Sets how much one process may keep on disk, adopted events included. The last sixteenth is kept for events that
     * report failures.
     *
     * @param maxSize the number of bytes, at least 64 KiB; by default 1 GiB
     * @return this
     */
    public FileAuditSpoolBuilder maxSize(long maxSize) {
        if (maxSize < MIN_SIZE) {
            throw new IllegalArgumentException("The size of a spool must be at least " + MIN_SIZE + " bytes.");
        }
        this.maxSize = maxSize;
        return this;
    }

    /**
     * Sets whether every append waits until the disk has the events, so that they survive a power loss as well.
     *
     * @param fsync whether to wait; by default not
     * @return this
     */
    public FileAuditSpoolBuilder fsync(boolean fsync) {
        this.fsync = fsync;
        return this;
    }

    /** Returns the spool; nothing is written before its first use. */
    public FileAuditSpool build() {
        return new FileAuditSpool(this);
    }

    FileAuditSpoolBuilder opener(SpoolFile.Opener opener) {
        this.opener = opener;
        return this;
    }

    FileAuditSpoolBuilder retryInterval(Duration retryInterval) {
        this.retryInterval = retryInterval;
        return this;
    }

    FileAuditSpoolBuilder adoptionInterval(Duration adoptionInterval) {
        this.adoptionInterval = adoptionInterval;
        return this;
    }

    /** Small enough that replayed events free their space soon, large enough that files are few. */
    long segmentSize() {
        return Math.min(MAX_SEGMENT, maxSize / 16);
    }
}
