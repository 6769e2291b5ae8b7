package io.github.kafkaaudit.spool;

import io.github.kafkaaudit.AuditSpool;
import io.github.kafkaaudit.EncodedAuditEvent;
import io.github.kafkaaudit.SpoolLoss;
import io.github.kafkaaudit.event.ServiceIdentity;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A spool of checksummed segment files: {@code <directory>/<service>/<hash of the destination>/<instance>}.
 *
 * <p>Each run of a trail writes to a directory of its own and holds an operating system's lock for it, so several
 * processes may share a directory. What a dead process left for the same destination is adopted, handed out first and
 * deleted once it is durable. What was appended survives {@code kill -9}; with {@code fsync} a power loss too.
 *
 * <p><b>Threading</b>: as {@link AuditSpool} says. <b>Failure</b>: nothing happens on disk before the first use; a
 * directory that cannot be used makes every call fail with a sentence that names it, and is tried again after a pause.
 */
public final class FileAuditSpool implements AuditSpool {

    private static final Logger logger = LoggerFactory.getLogger(FileAuditSpool.class);

    private final SpoolHome home;
    private final String ephemeralId;
    private final SpoolLimits limits;
    private final Pause retryPause;
    private final Pause adoptionPause;
    private final List<SpoolInstance> adopted = new ArrayList<>();
    private final List<SpoolLoss> losses = new ArrayList<>();
    private @Nullable SpoolInstance own;
    private @Nullable SpoolInstance readLast;
    private volatile @Nullable String failure;
    private boolean closed;
    private volatile long size;
    private volatile long bytes;

    FileAuditSpool(FileAuditSpoolBuilder builder) {
        this.home = new SpoolHome(builder);
        this.ephemeralId = builder.identity.ephemeralId();
        this.limits = new SpoolLimits(builder.maxSize, builder.segmentSize());
        this.retryPause = new Pause(builder.retryInterval);
        this.adoptionPause = new Pause(builder.adoptionInterval);
    }

    /**
     * Starts to describe a spool.
     *
     * @param identity the service, and the run of it that writes
     * @param destination where the events are to go, such as the servers and the topic; a process adopts only what was
     *     left for the same destination
     * @return a builder
     */
    public static FileAuditSpoolBuilder builder(ServiceIdentity identity, String destination) {
        Objects.requireNonNull(destination, "destination");
        return builder(identity, () -> destination);
    }

    /**
     * Starts to describe a spool whose destination is not known yet.
     *
     * @param identity the service, and the run of it that writes
     * @param destination tells the destination; asked at the spool's first use
     * @return a builder
     */
    public static FileAuditSpoolBuilder builder(ServiceIdentity identity, Supplier<String> destination) {
        return new FileAuditSpoolBuilder(identity, destination);
    }

    /** Returns the directory under which all instances of the service lie whose events go to the same destination. */
    public Path directory() {
        return home.instances();
    }

    @Override
    public int append(List<EncodedAuditEvent> events) throws IOException {
        SpoolInstance instance = open();
        adoptIfDue();
        int taken = 0;
        try {
            while (taken < events.size()) {
                List<EncodedAuditEvent> rest = events.subList(taken, events.size());
                boolean inNewSegment = limits.beginsSegment(instance, rest.get(0));
                int fitting = limits.fitting(rest, inNewSegment ? 0 : instance.segmentLength(), bytes);
                if (fitting == 0) {
                    break;
                }
                int written = instance.append(rest.subList(0, fitting), inNewSegment);
                taken += written;
                updateSize();
                if (written < fitting) {
                    break;
                }
            }
        } catch (IOException e) {
            if (taken == 0 && !home.isDiskFull(RecordHeader.spaceOf(events.get(0)))) {
                throw e;
            }
        }
        return taken;
    }

    /**
     * Reading needs no room on the disk, so that a disk that an earlier process filled is emptied. That nothing can be
     * written is found out all the same, and early.
     */
    @Override
    public List<EncodedAuditEvent> read(int maxEvents, long maxBytes) throws IOException {
        prepare();
        try {
            List<EncodedAuditEvent> events;
            do {
                adoptIfDue();
                events = readOldest(maxEvents, maxBytes);
            } while (events.isEmpty() && adopted.isEmpty() && home.hasMore());
            return events;
        } finally {
            updateSize();
        }
    }

    private void prepare() throws IOException {
        try {
            open();
        } catch (IOException e) {
            if (closed) {
                throw e;
            }
            // It was said; what earlier processes left can be read all the same.
        }
    }

    private List<EncodedAuditEvent> readOldest(int maxEvents, long maxBytes) throws IOException {
        IOException unreadable = null;
        List<EncodedAuditEvent> events = List.of();
        for (SpoolInstance candidate : instances()) {
            try {
                events = candidate.read(maxEvents, maxBytes);
                losses.addAll(candidate.takeLosses());
                deleteIfDone(candidate);
            } catch (IOException e) {
                // The instances behind it need not wait for it.
                unreadable = e;
                losses.addAll(candidate.takeLosses());
            }
            if (!events.isEmpty()) {
                readLast = candidate;
                break;
            }
        }
        if (events.isEmpty() && unreadable != null) {
            throw unreadable;
        }
        return events;
    }

    @Override
    public void remove(int count) throws IOException {
        if (count == 0 || readLast == null) {
            return;
        }
        try {
            readLast.remove(count);
            deleteIfDone(readLast);
        } finally {
            updateSize();
        }
    }

    @Override
    public List<SpoolLoss> takeLosses() {
        if (losses.isEmpty()) {
            return List.of();
        }
        List<SpoolLoss> taken = List.copyOf(losses);
        losses.clear();
        return taken;
    }

    @Override
    public @Nullable String problem() {
        String known = failure;
        return known != null ? known : home.problem();
    }

    @Override
    public long size() {
        return size;
    }

    @Override
    public long bytes() {
        return bytes;
    }

    @Override
    public void close() throws IOException {
        closed = true;
        IOException failed = null;
        List<SpoolInstance> all = new ArrayList<>(adopted);
        if (own != null) {
            all.add(own);
        }
        adopted.clear();
        own = null;
        for (SpoolInstance instance : all) {
            try {
                instance.close();
            } catch (IOException e) {
                failed = e;
            }
        }
        if (failed != null) {
            throw failed;
        }
    }

    private SpoolInstance open() throws IOException {
        checkOwn();
        SpoolInstance instance = own;
        return instance == null ? begin() : instance;
    }

    /** Gives up what somebody else has deleted. */
    private void checkOwn() throws IOException {
        if (closed) {
            throw new IOException("The spool is closed.");
        }
        SpoolInstance instance = own;
        if (instance != null && retryPause.isOver()) {
            retryPause.restart();
            if (instance.isGone()) {
                losses.addAll(instance.abandon());
                own = null;
                instance.close();
                failure = null;
            }
        }
    }

    private SpoolInstance begin() throws IOException {
        if (failure != null && !retryPause.isOver()) {
            throw new IOException(failure);
        }
        retryPause.restart();
        try {
            SpoolInstance instance = home.begin(ephemeralId);
            own = instance;
            failure = null;
            return instance;
        } catch (IOException e) {
            boolean first = failure == null;
            failure = "Events cannot be spooled to " + home.instances() + " (" + e
                    + "); they are lost when the audit sink does not take them. Set kafka.audit.spool.directory to a"
                    + " directory that this process can write.";
            if (first) {
                logger.warn("Kafka Audit: {}", failure);
            }
            throw new IOException(failure, e);
        }
    }

    /** Takes over the oldest that earlier processes left, a few at a time. */
    private void adoptIfDue() throws IOException {
        if (adopted.isEmpty() && (home.hasMore() || adoptionPause.isOver())) {
            adoptionPause.restart();
            adopted.addAll(home.adopt(instances()));
            updateSize();
        }
    }

    private List<SpoolInstance> instances() {
        List<SpoolInstance> instances = new ArrayList<>(adopted);
        if (own != null) {
            instances.add(own);
        }
        return instances;
    }

    private void deleteIfDone(SpoolInstance instance) throws IOException {
        if (instance != own && instance.size() == 0) {
            adopted.remove(instance);
            instance.close();
        }
    }

    private void updateSize() {
        long events = own == null ? 0 : own.size();
        long space = own == null ? 0 : own.bytes();
        for (SpoolInstance instance : adopted) {
            events += instance.size();
            space += instance.bytes();
        }
        size = events;
        bytes = space;
    }
}
