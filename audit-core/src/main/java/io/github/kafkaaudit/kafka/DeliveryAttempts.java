package io.github.kafkaaudit.kafka;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * How often this process handed out a record, per consumer group: Kafka itself does not say.
 *
 * <p>Records are handed out in order, so a partition needs only the range that was handed out; what falls back into it
 * is a redelivery and is counted, for the last ones per partition. <b>Threading</b>: a partition belongs to one
 * consumer at a time; the lock is there for the moment in which it changes hands.
 */
final class DeliveryAttempts {

    private static final int REMEMBERED_REDELIVERIES = 1_000;

    private final Map<Key, PartitionAttempts> partitions = new ConcurrentHashMap<>();

    PartitionAttempts of(@Nullable String group, TopicPartition partition) {
        return partitions.computeIfAbsent(
                new Key(group == null ? "" : group, partition), key -> new PartitionAttempts());
    }

    private record Key(String group, TopicPartition partition) {}

    /** The attempts of one partition for one group. */
    static final class PartitionAttempts {

        private long first = Long.MAX_VALUE;
        private long last = -1;
        private final Map<Long, Integer> redelivered = new LinkedHashMap<>() {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<Long, Integer> eldest) {
                return size() > REMEMBERED_REDELIVERIES;
            }
        };

        /** Counts a hand-out and returns which one it is for this offset, from 1. */
        synchronized int next(long offset) {
            if (offset > last) {
                first = Math.min(first, offset);
                last = offset;
                return 1;
            }
            if (offset < first) {
                first = offset;
                return 1;
            }
            return redelivered.merge(offset, 2, (known, two) -> known + 1);
        }

        /** Takes the last hand-out of an offset back: the record was not really handed out. */
        synchronized void takeBack(long offset) {
            Integer count = redelivered.get(offset);
            if (count == null) {
                if (offset == last) {
                    last = offset - 1;
                }
            } else if (count == 2) {
                redelivered.remove(offset);
            } else {
                redelivered.put(offset, count - 1);
            }
        }
    }
}
