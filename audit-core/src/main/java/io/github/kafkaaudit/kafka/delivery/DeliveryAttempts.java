package io.github.kafkaaudit.kafka.delivery;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * How often this process handed out a record, per consumer group: Kafka itself does not say.
 *
 * <p>Records are handed out in order, so a partition needs only the ranges that were handed out without a jump; what
 * falls back into one is a redelivery and is counted, for the last ones per partition. <b>Threading</b>: a partition
 * belongs to one consumer at a time; the lock is there for the moment in which it changes hands.
 */
final class DeliveryAttempts {

    private static final int REMEMBERED_REDELIVERIES = 1_000;
    private static final int REMEMBERED_RANGES = 64;

    private final Map<Key, PartitionAttempts> partitions = new ConcurrentHashMap<>();

    PartitionAttempts of(@Nullable String group, TopicPartition partition) {
        return partitions.computeIfAbsent(
                new Key(group == null ? "" : group, partition), key -> new PartitionAttempts());
    }

    private record Key(String group, TopicPartition partition) {}

    /** The attempts of one partition for one group. */
    static final class PartitionAttempts {

        // From the first offset of each range to its last; the one that goes on growing is kept apart.
        private final TreeMap<Long, Long> ranges = new TreeMap<>();
        private long first = -1;
        private long last = -1;
        private final Map<Long, Integer> redelivered = new LinkedHashMap<>() {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<Long, Integer> eldest) {
                return size() > REMEMBERED_REDELIVERIES;
            }
        };

        /** The next record is not the one behind the last: somebody seeked, or another process was at it meanwhile. */
        synchronized void jumped() {
            if (first >= 0) {
                ranges.merge(first, last, Math::max);
                if (ranges.size() > REMEMBERED_RANGES) {
                    // Forgotten is too few attempts, never too many.
                    ranges.pollFirstEntry();
                }
            }
            first = -1;
            last = -1;
        }

        /** Counts a hand-out and returns which one it is for this offset, from 1. */
        synchronized int next(long offset) {
            if (first >= 0 && offset >= first && offset <= last) {
                return again(offset);
            }
            Map.Entry<Long, Long> before = ranges.isEmpty() ? null : ranges.floorEntry(offset);
            if (before != null && offset <= before.getValue()) {
                ranges.remove(before.getKey());
                if (first < 0) {
                    first = before.getKey();
                    last = before.getValue();
                } else if (before.getKey() > last) {
                    last = before.getValue();
                } else {
                    ranges.put(before.getKey(), before.getValue());
                }
                return again(offset);
            }
            if (first < 0 || offset < last) {
                jumped();
                first = offset;
            }
            last = offset;
            return 1;
        }

        /** Takes the last hand-out of an offset back: the record was not really handed out. */
        synchronized void takeBack(long offset) {
            Integer count = redelivered.get(offset);
            if (count == null) {
                if (offset == last) {
                    last = offset - 1;
                    first = last < first ? -1 : first;
                }
            } else if (count == 2) {
                redelivered.remove(offset);
            } else {
                redelivered.put(offset, count - 1);
            }
        }

        private int again(long offset) {
            return redelivered.merge(offset, 2, (known, two) -> known + 1);
        }
    }
}
