package io.github.kafkaaudit.kafka.delivery;

import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The events about the records of one partition whose offsets are not committed: by offset, the latest of each, and
 * those that were lost.
 *
 * <p>A consumer that never commits would fill the memory; then the older half is kept as one range, and a loss within
 * its sequences counts as the loss of its last record: rather a commit too few than one too many.
 */
final class UncommittedEvents {

    private static final int KEPT = 10_000;

    private final TreeMap<Long, Long> sequences = new TreeMap<>();
    private final NavigableSet<Long> lost = new TreeSet<>();
    private long committed;
    private long foldedOffset = -1;
    private long foldedFrom = Long.MAX_VALUE;
    private long foldedTo = -1;

    void recorded(long offset, long sequence) {
        if (offset < committed) {
            // One more event about a record whose first one was safe.
            return;
        }
        // Handed out again and recorded again: that the event before it was lost does not matter any more.
        lost.remove(offset);
        sequences.put(offset, sequence);
        if (sequences.size() > KEPT) {
            fold();
        }
    }

    void lost(long sequence) {
        for (Map.Entry<Long, Long> entry : sequences.entrySet()) {
            if (entry.getValue() == sequence) {
                lost.add(entry.getKey());
                return;
            }
        }
        if (sequence >= foldedFrom && sequence <= foldedTo) {
            lost.add(foldedOffset);
        }
    }

    /** Whether no event about a record before the offset is lost. */
    boolean isSafe(long offset) {
        return lost.isEmpty() || lost.first() >= offset;
    }

    void committed(long offset) {
        committed = Math.max(committed, offset);
        sequences.headMap(offset).clear();
        lost.headSet(offset).clear();
        if (foldedOffset < offset) {
            foldedOffset = -1;
            foldedFrom = Long.MAX_VALUE;
            foldedTo = -1;
        }
    }

    private void fold() {
        while (sequences.size() > KEPT / 2) {
            Map.Entry<Long, Long> oldest = sequences.pollFirstEntry();
            foldedOffset = Math.max(foldedOffset, oldest.getKey());
            foldedFrom = Math.min(foldedFrom, oldest.getValue());
            foldedTo = Math.max(foldedTo, oldest.getValue());
        }
    }
}
