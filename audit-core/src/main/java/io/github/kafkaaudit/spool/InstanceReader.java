package io.github.kafkaaudit.spool;

import io.github.kafkaaudit.EncodedAuditEvent;
import io.github.kafkaaudit.SpoolLoss;
import io.github.kafkaaudit.event.Gap;
import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads an instance's events in order and finds out what is missing among them: every record knows its ordinal, so a
 * hole shows however it came about.
 */
final class InstanceReader implements Closeable {

    /** Where to begin when the state was damaged: with whatever event is there. */
    static final SpoolPosition BEGINNING = new SpoolPosition(0, SegmentHeader.LENGTH, -1, 0);

    /** A disk may recover; after so many failures the rest of a segment is given up, else nothing ever passes it. */
    private static final int MAX_FAILURES = 3;

    private final String instance;
    private final InstanceFiles files;
    private final long lastWritten;
    private final Set<Long> givenUp = new HashSet<>();
    private final List<SpoolPosition> handedOut = new ArrayList<>();
    private List<SpoolLoss> losses = new ArrayList<>();
    private SpoolPosition reached = SpoolPosition.START;
    private long disclosed;
    private int failures;
    private @Nullable SegmentReader segment;

    InstanceReader(String instance, InstanceFiles files, long lastWritten) {
        this.instance = instance;
        this.files = files;
        this.lastWritten = lastWritten;
    }

    /** Returns the last record that is whole, or null. */
    SegmentReader.@Nullable Found last() throws IOException {
        SegmentReader.Found last = null;
        if (!files.isEmpty()) {
            SegmentReader newest = open(files.last());
            long limit = files.length(files.last());
            SegmentReader.Found found = newest.next(SegmentHeader.LENGTH, limit);
            while (found != null) {
                last = found;
                found = newest.next(found.end(), limit);
            }
        }
        return last;
    }

    /** Reads events from a position on, up to the end that is known to have been reached. */
    List<EncodedAuditEvent> read(SpoolPosition from, long end, long endSequence, int maxEvents, long maxBytes)
            throws IOException {
        handedOut.clear();
        List<EncodedAuditEvent> events = new ArrayList<>();
        long bytes = 0;
        reached = from;
        while (events.size() < maxEvents && reached.ordinal() < end) {
            SegmentReader.Found found = next(!events.isEmpty());
            if (found == null) {
                if (events.isEmpty()) {
                    loseUpTo(reached, end, endSequence);
                }
                break;
            }
            bytes += found.event().json().length;
            if (!events.isEmpty() && bytes > maxBytes) {
                break;
            }
            disclose(found);
            events.add(found.event());
            long ordinal = Math.max(reached.ordinal(), found.ordinal() + 1);
            reached = new SpoolPosition(
                    reached.segment(), found.end(), ordinal, found.event().sequence());
            handedOut.add(reached);
        }
        return events;
    }

    /** Returns how far the last read got without finding an event. */
    SpoolPosition reached() {
        return reached;
    }

    SpoolPosition positionAfter(int count) {
        SpoolPosition position = handedOut.get(count - 1);
        handedOut.subList(0, count).clear();
        return position;
    }

    List<SpoolLoss> takeLosses() {
        if (losses.isEmpty()) {
            return List.of();
        }
        List<SpoolLoss> taken = losses;
        losses = new ArrayList<>();
        return taken;
    }

    /** Counts what is missing between a position and the end. */
    void loseUpTo(SpoolPosition from, long end, long endSequence) {
        lose(from, end, from.sequence() + 1, Math.max(from.sequence() + 1, endSequence), lastWritten);
        reached = new SpoolPosition(from.segment(), from.offset(), end, endSequence);
    }

    /** Closes the segment that is open if it is to be deleted; Windows does not delete what is open. */
    void closeBelow(long number) throws IOException {
        if (segment != null && segment.number() < number) {
            close();
        }
    }

    @Override
    public void close() throws IOException {
        if (segment != null) {
            SegmentReader last = segment;
            segment = null;
            last.close();
        }
    }

    private SegmentReader.@Nullable Found next(boolean mayWait) throws IOException {
        Long number = files.atOrAfter(reached.segment());
        while (number != null) {
            SpoolPosition start = number == reached.segment() ? reached : reached.atSegment(number);
            try {
                SegmentReader.Found found =
                        givenUp.contains(number) ? null : open(number).next(start.offset(), files.length(number));
                if (found != null) {
                    failures = 0;
                    reached = start;
                    return found;
                }
                number = files.after(number);
            } catch (IOException e) {
                close();
                if (files.isCut(number)) {
                    number = files.atOrAfter(number);
                    continue;
                }
                if (mayWait) {
                    return null;
                }
                failures++;
                if (failures < MAX_FAILURES) {
                    throw e;
                }
                failures = 0;
                givenUp.add(number);
            }
        }
        return null;
    }

    private SegmentReader open(long number) throws IOException {
        if (segment == null || segment.number() != number) {
            close();
            segment = files.read(number);
        }
        return segment;
    }

    private void disclose(SegmentReader.Found found) {
        if (reached.ordinal() < 0) {
            return;
        }
        long missing = found.ordinal() - reached.ordinal();
        if (missing <= 0) {
            return;
        }
        long from = Math.min(reached.sequence() + 1, found.event().sequence());
        long to = Math.max(reached.sequence() + 1, found.event().sequence() - 1);
        if (found.damaged().size() == missing) {
            from = found.damaged().stream()
                    .mapToLong(RecordHeader::sequence)
                    .min()
                    .orElse(from);
            to = found.damaged().stream()
                    .mapToLong(RecordHeader::sequence)
                    .max()
                    .orElse(to);
        }
        lose(reached, found.ordinal(), from, to, found.event().timestamp());
    }

    /** A read that is repeated because the sink failed does not count again. */
    private void lose(SpoolPosition at, long upTo, long from, long to, long since) {
        long count = upTo - Math.max(0, at.ordinal());
        if (count > 0 && upTo > disclosed) {
            disclosed = upTo;
            losses.add(new SpoolLoss(instance, new Gap(count, from, to, since), "spool file damaged"));
        }
    }
}
