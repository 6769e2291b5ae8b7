package io.github.kafkaaudit.spool;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The directory that holds the lives of one service whose events go to one destination. */
final class SpoolHome {

    private static final Logger logger = LoggerFactory.getLogger(SpoolHome.class);

    /** What a file system may need beside the bytes themselves. */
    private static final long DISK_SLACK = 8 * 1024;

    private final Path directory;
    private final boolean shared;
    private final Supplier<Path> place;
    private final SpoolPermissions permissions;
    private final SpoolFile.Opener opener;
    private final boolean synced;
    private final Set<Path> leftAlone = new HashSet<>();
    private volatile @Nullable Path lives;

    SpoolHome(FileAuditSpoolBuilder builder) {
        this.shared = builder.directory == null;
        this.directory = builder.directory == null ? FileAuditSpoolBuilder.defaultDirectory() : builder.directory;
        this.place = () -> SpoolLayout.lives(directory, builder.identity.name(), builder.destination.get());
        this.permissions = SpoolPermissions.of(directory);
        this.opener = builder.opener;
        this.synced = builder.fsync;
    }

    /** Returns where the lives lie; known when the destination is. */
    Path lives() {
        Path known = lives;
        if (known == null) {
            known = place.get();
            lives = known;
        }
        return known;
    }

    Life begin(String ephemeralId) throws IOException {
        permissions.createDirectories(lives());
        if (shared) {
            refuseForeignDirectory();
            logger.info(
                    "Kafka Audit spools to {}, which may not outlive this container or host;"
                            + " set kafka.audit.spool.directory to keep undelivered events.",
                    directory);
        }
        Path own = lives().resolve(SpoolLayout.fileName(ephemeralId));
        Life life = Life.begin(own, permissions, opener, synced);
        if (life == null) {
            throw new IOException(own + " is in use by another trail of the same life");
        }
        return life;
    }

    /** Takes over what dead processes left, the oldest first. */
    List<Life> adopt(Collection<Life> known) throws IOException {
        List<Path> candidates = SpoolLayout.list(lives());
        known.forEach(life -> candidates.remove(life.directory()));
        candidates.removeAll(leftAlone);
        candidates.sort(Comparator.comparing(SpoolHome::lastWritten));
        List<Life> adopted = new ArrayList<>();
        for (Path candidate : candidates) {
            Life life = adopt(candidate);
            if (life != null) {
                adopted.add(life);
            }
        }
        return adopted;
    }

    boolean isDiskFull(long needed) {
        try {
            return Files.getFileStore(lives()).getUsableSpace() < needed + DISK_SLACK;
        } catch (IOException e) {
            return false;
        }
    }

    private @Nullable Life adopt(Path candidate) {
        try {
            Life life = Life.adopt(candidate, permissions, opener, synced);
            if (life != null) {
                logger.info("Kafka Audit found {} events that an earlier process spooled.", life.size());
            }
            return life;
        } catch (UnknownFormatException e) {
            leftAlone.add(candidate);
            logger.warn("{} They are left alone.", e.getMessage());
        } catch (IOException e) {
            leftAlone.add(candidate);
            logger.warn("Kafka Audit cannot read the spool files in {}; they are left alone.", candidate, e);
        }
        return null;
    }

    /** In a directory for everybody, another user could have put ours there to read what we write. */
    private void refuseForeignDirectory() throws IOException {
        Path probe = lives().resolve("owner-" + ProcessHandle.current().pid());
        permissions.createFileIfMissing(probe);
        try {
            if (!Files.getOwner(directory).equals(Files.getOwner(probe))) {
                throw new IOException(directory + " belongs to another user");
            }
        } finally {
            Files.deleteIfExists(probe);
        }
    }

    private static Long lastWritten(Path life) {
        try {
            return Files.getLastModifiedTime(life.resolve(StateFile.NAME)).toMillis();
        } catch (NoSuchFileException e) {
            return 0L;
        } catch (IOException e) {
            return Long.MAX_VALUE;
        }
    }
}
