package io.github.kafkaaudit.spool;

import io.github.kafkaaudit.EncodedAuditEvent;
import io.github.kafkaaudit.SpoolLoss;
import io.github.kafkaaudit.spool.StateFile.State;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What one run of a process spooled, and the right to work on it. */
final class SpoolInstance implements Closeable {

    private final Path directory;
    private final InstanceLock lock;
    private final StateFile stateFile;
    private final InstanceFiles files;
    private final InstanceReader reader;
    private final boolean synced;
    private SpoolPosition position;
    private long end;
    private long endSequence;
    private @Nullable SegmentWriter writer;

    private SpoolInstance(Path directory, InstanceLock lock, StateFile stateFile, InstanceFiles files, boolean synced)
            throws IOException {
        this.directory = directory;
        this.lock = lock;
        this.stateFile = stateFile;
        this.files = files;
        this.synced = synced;
        this.reader = new InstanceReader(directory.getFileName().toString(), files, stateFile.lastWritten());
        State state = stateFile.found();
        SpoolPosition remembered = state.position();
        this.position = remembered != null ? remembered : InstanceReader.BEGINNING;
        this.end = state.end();
        this.endSequence = state.endSequence();
        if (!files.isEmpty()) {
            files.deleteBelow(position.segment());
        }
        // A process that was killed may have appended more than it could note down.
        SegmentReader.Found last = reader.last();
        if (last != null && last.ordinal() >= end) {
            this.end = last.ordinal() + 1;
            this.endSequence = last.event().sequence();
        }
    }

    /** Begins an instance, or goes on with one of the same name; null if a process works on it. */
    static @Nullable SpoolInstance begin(
            Path directory, SpoolPermissions permissions, SpoolFile.Opener opener, boolean synced) throws IOException {
        InstanceLock lock = InstanceLock.tryAcquire(directory, permissions);
        if (lock == null) {
            return null;
        }
        try {
            permissions.createDirectories(directory);
        } catch (IOException e) {
            lock.delete();
            throw e;
        }
        try {
            return open(directory, lock, permissions, opener, synced);
        } catch (IOException e) {
            removeTraces(directory, lock);
            throw e;
        }
    }

    /** On a full disk every attempt would leave a directory behind. */
    private static void removeTraces(Path directory, InstanceLock lock) throws IOException {
        Path state = directory.resolve(StateFile.NAME);
        if (Files.exists(state) && InstanceFiles.isNone(directory)) {
            Files.delete(state);
            Files.delete(directory);
            lock.delete();
        }
    }

    /**
     * Takes over an instance that an earlier process left; null if a process works on it, and if nothing is in it any
     * more.
     *
     * @throws UnknownFormatException if another version of the library wrote it
     */
    static @Nullable SpoolInstance adopt(
            Path directory, SpoolPermissions permissions, SpoolFile.Opener opener, boolean synced) throws IOException {
        InstanceLock lock = InstanceLock.tryAcquire(directory, permissions);
        if (lock == null) {
            return null;
        }
        if (!Files.isDirectory(directory)) {
            lock.delete();
            return null;
        }
        SpoolInstance instance = open(directory, lock, permissions, opener, synced);
        if (instance.size() == 0) {
            instance.delete();
            return null;
        }
        return instance;
    }

    private static SpoolInstance open(
            Path directory, InstanceLock lock, SpoolPermissions permissions, SpoolFile.Opener opener, boolean synced)
            throws IOException {
        StateFile state = null;
        try {
            InstanceFiles files = InstanceFiles.list(directory, permissions, opener);
            refuseUnknownVersions(directory, files);
            state = StateFile.open(directory, permissions, opener);
            return new SpoolInstance(directory, lock, state, files, synced);
        } catch (IOException e) {
            try (lock) {
                if (state != null) {
                    state.close();
                }
            }
            throw e;
        }
    }

    Path directory() {
        return directory;
    }

    /** Returns how many events wait, those included that will turn out to be lost. */
    long size() {
        return end - Math.max(0, position.ordinal());
    }

    long bytes() {
        return files.bytes();
    }

    /** Returns whether somebody else deleted the files. */
    boolean isGone() {
        return !Files.exists(directory.resolve(StateFile.NAME));
    }

    /** Returns the length of the segment that takes the next event, or 0 if there is none yet. */
    long segmentLength() {
        return writer == null || writer.isBroken() ? 0 : writer.length();
    }

    /** Appends events, all to one segment, and returns how many were taken before the disk refused. */
    int append(List<EncodedAuditEvent> events, boolean inNewSegment) throws IOException {
        SegmentWriter current = inNewSegment || writer == null ? nextWriter() : writer;
        SegmentWriter.Written written = current.append(events, end);
        int count = written.count();
        files.grow(current.number(), current.length());
        if (count > 0) {
            end += count;
            endSequence = events.get(count - 1).sequence();
            if (synced) {
                current.sync();
            }
            noteEnd();
        }
        if (count == 0 && written.failure() != null) {
            throw written.failure();
        }
        return count;
    }

    List<EncodedAuditEvent> read(int maxEvents, long maxBytes) throws IOException {
        List<EncodedAuditEvent> events = reader.read(position, end, endSequence, maxEvents, maxBytes);
        if (events.isEmpty() && size() > 0) {
            moveTo(reader.reached());
        }
        return events;
    }

    /** Removes events of the last read. */
    void remove(int count) throws IOException {
        moveTo(reader.positionAfter(count));
    }

    List<SpoolLoss> takeLosses() {
        return reader.takeLosses();
    }

    /** Returns everything that still waits as lost, because the files are gone. */
    List<SpoolLoss> abandon() {
        List<SpoolLoss> losses = new ArrayList<>(reader.takeLosses());
        reader.loseUpTo(position, end, endSequence);
        losses.addAll(reader.takeLosses());
        return losses;
    }

    /** Deletes the instance, which must be empty, and gives up the right to it. */
    void delete() throws IOException {
        try {
            closeFiles();
            files.deleteBelow(Long.MAX_VALUE);
            Files.deleteIfExists(directory.resolve(StateFile.NAME));
            Files.deleteIfExists(directory);
        } finally {
            lock.delete();
        }
    }

    @Override
    public void close() throws IOException {
        if (synced && writer != null) {
            writer.sync();
            stateFile.sync();
        }
        if (size() == 0 && !isGone()) {
            delete();
            return;
        }
        try (lock) {
            closeFiles();
        }
    }

    private void closeFiles() throws IOException {
        reader.close();
        closeWriter();
        stateFile.close();
    }

    private void noteEnd() throws IOException {
        try {
            stateFile.write(new State(position, end, endSequence));
            if (synced) {
                stateFile.sync();
            }
        } catch (IOException e) {
            // The events are safe all the same; only a cut of the file's end could now go unnoticed.
            if (synced) {
                throw e;
            }
        }
    }

    private SegmentWriter nextWriter() throws IOException {
        closeWriter();
        long number = 1 + Math.max(position.segment(), files.isEmpty() ? 0 : files.last());
        SegmentWriter next = files.create(number);
        writer = next;
        return next;
    }

    private void closeWriter() throws IOException {
        if (writer != null) {
            SegmentWriter last = writer;
            writer = null;
            last.close();
        }
    }

    private void moveTo(SpoolPosition reached) throws IOException {
        SpoolPosition next = reached;
        if (reached.ordinal() >= end) {
            // Everything is consumed: the segment that is being written goes too.
            closeWriter();
            next = reached.atSegment(1 + (files.isEmpty() ? reached.segment() : files.last()));
        }
        stateFile.write(new State(next, end, endSequence));
        position = next;
        reader.closeBelow(next.segment());
        files.deleteBelow(next.segment());
    }

    private static void refuseUnknownVersions(Path directory, InstanceFiles files) throws IOException {
        for (long number : files.numbers()) {
            try (SegmentReader segment = files.read(number)) {
                if (segment.isOfUnknownVersion()) {
                    throw new UnknownFormatException(directory);
                }
            }
        }
    }
}
