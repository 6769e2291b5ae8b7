package io.github.kafkaaudit.kafka.delivery;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * The deliveries of one consumer that have not ended, per partition in the order of their offsets: what a commit covers
 * stands in front, what the consumer goes back to at the end.
 *
 * <p><b>Threading</b>: belongs to the consumer's thread. Deliveries may end on other threads; they are taken out when
 * they are come across.
 */
final class DeliveryTable {

    private final Map<TopicPartition, Partition> partitions = new HashMap<>();
    private @Nullable Partition last;

    void add(OpenDelivery delivery) {
        partition(delivery.record().topic(), delivery.record().partition()).add(delivery);
    }

    /** Tells one, and takes it out if that ends it. */
    void signal(OpenDelivery delivery, Signal signal) {
        delivery.signal(signal);
        if (delivery.hasEnded()) {
            partition(delivery.record().topic(), delivery.record().partition()).remove(delivery);
        }
    }

    /** Returns the latest delivery at a place about which the container has not reported, or null. */
    @Nullable OpenDelivery find(String topic, int partition, long offset) {
        List<OpenDelivery> deliveries = partition(topic, partition).deliveries;
        for (int i = deliveries.size() - 1; i >= 0; i--) {
            OpenDelivery delivery = deliveries.get(i);
            if (delivery.record().offset() < offset) {
                return null;
            }
            if (delivery.record().offset() == offset && delivery.state().isOpen()) {
                return delivery;
            }
        }
        return null;
    }

    /** Tells the deliveries whose offsets are before one: those that a commit of it covers. */
    void before(TopicPartition partition, long offset, Signal signal) {
        partition(partition.topic(), partition.partition()).before(offset, signal);
    }

    /** Tells the deliveries from an offset on that the consumer goes back to it. */
    void soughtBack(TopicPartition partition, long offset) {
        List<OpenDelivery> deliveries = partition(partition.topic(), partition.partition()).deliveries;
        for (int i = deliveries.size() - 1; i >= 0 && deliveries.get(i).record().offset() >= offset; i--) {
            OpenDelivery delivery = deliveries.get(i);
            delivery.signal(delivery.hasTransaction() ? Signal.ROLLED_BACK : Signal.SOUGHT_BACK);
            if (delivery.hasEnded()) {
                deliveries.remove(i);
            }
        }
    }

    /** Tells those at a place. */
    void at(String topic, int partition, long offset, Signal signal) {
        List<OpenDelivery> deliveries = partition(topic, partition).deliveries;
        for (int i = deliveries.size() - 1; i >= 0 && deliveries.get(i).record().offset() >= offset; i--) {
            OpenDelivery delivery = deliveries.get(i);
            if (delivery.record().offset() == offset) {
                delivery.signal(signal);
                if (delivery.hasEnded()) {
                    deliveries.remove(i);
                }
            }
        }
    }

    /** Tells those of partitions. */
    void of(Collection<TopicPartition> which, Signal signal) {
        for (TopicPartition partition : which) {
            partition(partition.topic(), partition.partition()).before(Long.MAX_VALUE, signal);
        }
    }

    /** Tells all. */
    void all(Signal signal) {
        partitions.values().forEach(partition -> partition.before(Long.MAX_VALUE, signal));
    }

    /** Tells those that began before a time. */
    void startedBefore(long time, Signal signal) {
        for (Partition partition : partitions.values()) {
            List<OpenDelivery> deliveries = partition.deliveries;
            if (!deliveries.isEmpty()) {
                for (OpenDelivery delivery : deliveries) {
                    if (delivery.startedBefore(time)) {
                        delivery.signal(signal);
                    }
                }
                deliveries.removeIf(OpenDelivery::hasEnded);
            }
        }
    }

    /** Returns the partitions that have a delivery in one of the states in which {@link Signal#MOVED_ON} counts. */
    List<TopicPartition> awaitingThatTheConsumerMovesOn() {
        List<TopicPartition> found = List.of();
        for (Map.Entry<TopicPartition, Partition> entry : partitions.entrySet()) {
            List<OpenDelivery> deliveries = entry.getValue().deliveries;
            for (int i = 0; i < deliveries.size(); i++) {
                if (DeliveryRules.of(deliveries.get(i).state(), Signal.MOVED_ON) != null) {
                    found = found.isEmpty() ? new ArrayList<>() : found;
                    found.add(entry.getKey());
                    break;
                }
            }
        }
        return found;
    }

    /** Returns the deliveries whose failure may be handled at the moment. */
    List<OpenDelivery> failures() {
        List<OpenDelivery> failures = new ArrayList<>();
        for (Partition partition : partitions.values()) {
            for (OpenDelivery delivery : partition.deliveries) {
                if (delivery.state().isFailure()) {
                    failures.add(delivery);
                }
            }
        }
        return failures;
    }

    void committed(TopicPartition partition, long offset) {
        Partition known = partition(partition.topic(), partition.partition());
        known.before(offset, Signal.COMMITTED);
        known.committed = offset;
    }

    boolean isCommitted(OpenDelivery delivery) {
        return partition(delivery.record().topic(), delivery.record().partition()).committed
                > delivery.record().offset();
    }

    /** Forgets what was committed to partitions that are somebody else's now. */
    void forget(Collection<TopicPartition> which) {
        which.forEach(partition -> {
            Partition known = partitions.get(partition);
            if (known != null && known.deliveries.isEmpty()) {
                partitions.remove(partition);
                last = null;
            } else if (known != null) {
                known.committed = -1;
            }
        });
    }

    @SuppressWarnings("ReferenceEquality") // equal names are nearly always the same instance
    private Partition partition(String topic, int number) {
        Partition known = last;
        if (known == null || known.number != number || (known.topic != topic && !known.topic.equals(topic))) {
            known = partitions.computeIfAbsent(
                    new TopicPartition(topic, number), key -> new Partition(key.topic(), key.partition()));
            last = known;
        }
        return known;
    }

    /** The deliveries of one partition. */
    private static final class Partition {

        private final String topic;
        private final int number;
        private final List<OpenDelivery> deliveries = new ArrayList<>();
        private long committed = -1;

        private Partition(String topic, int number) {
            this.topic = topic;
            this.number = number;
        }

        private void add(OpenDelivery delivery) {
            int place = deliveries.size();
            while (place > 0
                    && deliveries.get(place - 1).record().offset()
                            > delivery.record().offset()) {
                place--;
            }
            deliveries.add(place, delivery);
        }

        private void remove(OpenDelivery delivery) {
            for (int i = deliveries.size() - 1; i >= 0; i--) {
                if (deliveries.get(i) == delivery) {
                    deliveries.remove(i);
                    return;
                }
            }
        }

        private void before(long offset, Signal signal) {
            boolean ended = false;
            for (int i = 0; i < deliveries.size() && deliveries.get(i).record().offset() < offset; i++) {
                OpenDelivery delivery = deliveries.get(i);
                delivery.signal(signal);
                ended |= delivery.hasEnded();
            }
            if (ended) {
                deliveries.removeIf(OpenDelivery::hasEnded);
            }
        }
    }
}
