package io.github.kafkaaudit.spool;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.UserPrincipal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The directory that holds the instances of one service whose events go to one destination. */
final class SpoolHome {

    private static final Logger logger = LoggerFactory.getLogger(SpoolHome.class);

    private static final int AT_ONCE = 8;

    /** What a file system may need beside the bytes themselves. */
    private static final long DISK_SLACK = 8 * 1024;

    private final Path directory;
    private final boolean shared;
    private final Supplier<Path> place;
    private final SpoolPermissions permissions;
    private final SpoolFile.Opener opener;
    private final boolean synced;
    private final Map<Path, String> leftAlone = new ConcurrentHashMap<>();
    private boolean more;
    private volatile @Nullable Path instances;

    SpoolHome(FileAuditSpoolBuilder builder) {
        this.shared = builder.directory == null;
        this.directory = builder.directory == null ? FileAuditSpoolBuilder.defaultDirectory() : builder.directory;
        this.place = () -> SpoolLayout.instances(directory, builder.identity.name(), builder.destination.get());
        this.permissions = SpoolPermissions.of(directory);
        this.opener = builder.opener;
        this.synced = builder.fsync;
    }

    /** Returns where the instances lie; known when the destination is. */
    Path instances() {
        Path known = instances;
        if (known == null) {
            known = place.get();
            instances = known;
        }
        return known;
    }

    SpoolInstance begin(String ephemeralId) throws IOException {
        permissions.createDirectories(instances());
        if (shared) {
            refuseForeignDirectory();
            logger.info(
                    "Kafka Audit spools to {}, which may not outlive this container or host;"
                            + " set kafka.audit.spool.directory to keep undelivered events.",
                    directory);
        }
        Path own = instances().resolve(SpoolLayout.fileName(ephemeralId));
        SpoolInstance instance = SpoolInstance.begin(own, permissions, opener, synced);
        if (instance == null) {
            throw new IOException(own + " is in use by another trail of the same instance");
        }
        return instance;
    }

    /** Whether the last look saw more than it took over. */
    boolean hasMore() {
        return more;
    }

    /** Returns what earlier processes left and cannot be taken over, in one sentence, or null. */
    @Nullable String problem() {
        Iterator<Map.Entry<Path, String>> entries = leftAlone.entrySet().iterator();
        if (!entries.hasNext()) {
            return null;
        }
        Map.Entry<Path, String> first = entries.next();
        return "The spool files of " + leftAlone.size() + " earlier runs are left alone, among them " + first.getKey()
                + ": " + first.getValue();
    }

    /**
     * Takes over what dead processes left, the oldest first and only a few: each costs memory and open files, and there
     * may be thousands after a crash loop.
     */
    List<SpoolInstance> adopt(Collection<SpoolInstance> known) throws IOException {
        more = false;
        if (!Files.isDirectory(instances())) {
            return List.of();
        }
        if (shared) {
            refuseForeignDirectory();
        }
        List<Path> candidates = SpoolLayout.list(instances());
        known.forEach(instance -> candidates.remove(instance.directory()));
        candidates.removeAll(leftAlone.keySet());
        sortByAge(candidates);
        List<SpoolInstance> adopted = new ArrayList<>();
        for (Path candidate : candidates) {
            if (adopted.size() == AT_ONCE) {
                more = true;
                break;
            }
            SpoolInstance instance = adopt(candidate);
            if (instance != null) {
                adopted.add(instance);
            }
        }
        return adopted;
    }

    boolean isDiskFull(long needed) {
        try {
            return Files.getFileStore(instances()).getUsableSpace() < needed + DISK_SLACK;
        } catch (IOException e) {
            return false;
        }
    }

    private @Nullable SpoolInstance adopt(Path candidate) {
        try {
            SpoolInstance instance = SpoolInstance.adopt(candidate, permissions, opener, synced);
            if (instance != null) {
                logger.info("Kafka Audit found {} events that an earlier process spooled.", instance.size());
            }
            return instance;
        } catch (UnknownFormatException e) {
            leftAlone.put(candidate, String.valueOf(e.getMessage()));
            logger.warn("{} They are left alone.", e.getMessage());
        } catch (IOException e) {
            leftAlone.put(candidate, e.toString());
            logger.warn("Kafka Audit cannot read the spool files in {}; they are left alone.", candidate, e);
        }
        return null;
    }

    /** In a directory for everybody, another user could have put ours there to read what we write. */
    private void refuseForeignDirectory() throws IOException {
        if (!Files.getOwner(directory).equals(ourselves())) {
            throw new IOException(directory + " belongs to another user");
        }
    }

    private UserPrincipal ourselves() throws IOException {
        Path probe = instances().resolve("owner-" + ProcessHandle.current().pid());
        try {
            permissions.createFileIfMissing(probe);
            return Files.getOwner(probe);
        } catch (IOException e) {
            // On a full disk there is no room for a file; not every container knows a name for its user.
            return directory
                    .getFileSystem()
                    .getUserPrincipalLookupService()
                    .lookupPrincipalByName(System.getProperty("user.name", ""));
        } finally {
            Files.deleteIfExists(probe);
        }
    }

    /** Asks every directory for its time once: while they are compared, others may go on. */
    private static void sortByAge(List<Path> candidates) {
        Map<Path, Long> times = new HashMap<>();
        candidates.forEach(candidate -> times.put(candidate, lastWritten(candidate)));
        candidates.sort(Comparator.comparing(times::get));
    }

    private static Long lastWritten(Path instance) {
        try {
            return Files.getLastModifiedTime(instance.resolve(StateFile.NAME)).toMillis();
        } catch (NoSuchFileException e) {
            return 0L;
        } catch (IOException e) {
            return Long.MAX_VALUE;
        }
    }
}
