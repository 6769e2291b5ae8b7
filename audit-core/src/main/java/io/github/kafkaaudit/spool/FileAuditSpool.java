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
 * A spool of checksummed segment files: {@code <directory>/<service>/<hash of the destination>/<life>}.
 *
 * <p>Each life of a trail writes to a directory of its own and holds an operating system's lock for it, so several
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
    private final long maxSize;
    private final long failureReserve;
    private final long segmentSize;
    private final Pause retryPause;
    private final Pause adoptionPause;
    private final List<Life> adopted = new ArrayList<>();
    private final List<SpoolLoss> losses = new ArrayList<>();
    private @Nullable Life own;
    private @Nullable Life readLast;
    private @Nullable String failure;
    private boolean closed;
    private volatile long size;
    private volatile long bytes;

    FileAuditSpool(FileAuditSpoolBuilder builder) {
        this.home = new SpoolHome(builder);
        this.ephemeralId = builder.identity.ephemeralId();
        this.maxSize = builder.maxSize;
        this.failureReserve = maxSize / 16;
        this.segmentSize = builder.segmentSize();
        this.retryPause = new Pause(builder.retryInterval);
        this.adoptionPause = new Pause(builder.adoptionInterval);
    }

    /**
     * Starts to describe a spool.
     *
     * @param identity the service, and the life of it that writes
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
     * @param identity the service, and the life of it that writes
     * @param destination tells the destination; asked at the spool's first use
     * @return a builder
     */
    public static FileAuditSpoolBuilder builder(ServiceIdentity identity, Supplier<String> destination) {
        return new FileAuditSpoolBuilder(identity, destination);
    }

    /** Returns the directory under which all lives of the service lie whose events go to the same destination. */
    public Path directory() {
        return home.lives();
    }

    @Override
    public int append(List<EncodedAuditEvent> events) throws IOException {
        Life life = open();
        int taken = 0;
        try {
            while (taken < events.size()) {
                List<EncodedAuditEvent> rest = events.subList(taken, events.size());
                boolean inNewSegment = beginsSegment(life, rest.get(0));
                int fitting = fitting(rest, inNewSegment ? 0 : life.segmentLength());
                if (fitting == 0) {
                    break;
                }
                int written = life.append(rest.subList(0, fitting), inNewSegment);
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

    @Override
    public List<EncodedAuditEvent> read(int maxEvents, long maxBytes) throws IOException {
        Life life = open();
        IOException unreadable = null;
        List<EncodedAuditEvent> events = List.of();
        for (Life candidate : lives(life)) {
            try {
                events = candidate.read(maxEvents, maxBytes);
                losses.addAll(candidate.takeLosses());
                deleteIfDone(candidate);
            } catch (IOException e) {
                // The lives behind it need not wait for it.
                unreadable = e;
                losses.addAll(candidate.takeLosses());
            }
            if (!events.isEmpty()) {
                readLast = candidate;
                break;
            }
        }
        if (events.isEmpty() && unreadable == null && adoptionPause.isOver()) {
            adopt(life);
        }
        updateSize();
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
        List<Life> all = new ArrayList<>(adopted);
        if (own != null) {
            all.add(own);
        }
        adopted.clear();
        own = null;
        for (Life life : all) {
            try {
                life.close();
            } catch (IOException e) {
                failed = e;
            }
        }
        if (failed != null) {
            throw failed;
        }
    }

    private Life open() throws IOException {
        if (closed) {
            throw new IOException("The spool is closed.");
        }
        Life life = own;
        if (life != null && retryPause.isOver()) {
            retryPause.restart();
            if (life.isGone()) {
                losses.addAll(life.abandon());
                own = null;
                life.close();
                life = null;
                failure = null;
            }
        }
        return life == null ? begin() : life;
    }

    private Life begin() throws IOException {
        if (failure != null && !retryPause.isOver()) {
            throw new IOException(failure);
        }
        retryPause.restart();
        try {
            Life life = home.begin(ephemeralId);
            own = life;
            failure = null;
            adopt(life);
            updateSize();
            return life;
        } catch (IOException e) {
            boolean first = failure == null;
            failure = "Events cannot be spooled to " + home.lives() + " (" + e
                    + "); they are lost when the audit sink does not take them. Set kafka.audit.spool.directory to a"
                    + " directory that this process can write.";
            if (first) {
                logger.warn("Kafka Audit: {}", failure);
            }
            throw new IOException(failure, e);
        }
    }

    private void adopt(Life life) throws IOException {
        adoptionPause.restart();
        adopted.addAll(home.adopt(lives(life)));
    }

    private List<Life> lives(Life life) {
        List<Life> lives = new ArrayList<>(adopted);
        lives.add(life);
        return lives;
    }

    private void deleteIfDone(Life life) throws IOException {
        if (life != own && life.size() == 0) {
            adopted.remove(life);
            life.close();
        }
    }

    /** Returns how many events, from the first on, the current segment and the space that is left can hold. */
    private int fitting(List<EncodedAuditEvent> events, long segmentLength) {
        long inSegment = segmentLength == 0 ? SegmentHeader.LENGTH : segmentLength;
        long used = bytes + (segmentLength == 0 ? SegmentHeader.LENGTH : 0);
        int count = 0;
        for (EncodedAuditEvent event : events) {
            long space = RecordHeader.spaceOf(event);
            inSegment += space;
            used += space;
            if (used > maxSize - (event.failure() ? 0 : failureReserve) || (count > 0 && inSegment > segmentSize)) {
                break;
            }
            count++;
        }
        return count;
    }

    private boolean beginsSegment(Life life, EncodedAuditEvent event) {
        long length = life.segmentLength();
        return length == 0 || length + RecordHeader.spaceOf(event) > segmentSize;
    }

    private void updateSize() {
        long events = own == null ? 0 : own.size();
        long space = own == null ? 0 : own.bytes();
        for (Life life : adopted) {
            events += life.size();
            space += life.bytes();
        }
        size = events;
        bytes = space;
    }
}
