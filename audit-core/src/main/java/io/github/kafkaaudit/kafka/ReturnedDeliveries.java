package io.github.kafkaaudit.kafka;

import io.github.kafkaaudit.event.AuditAction;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.apache.kafka.common.TopicPartition;

/**
 * Deliveries whose listener returned normally, until it is known what that means: consumed, sent back by a seek, or
 * processed without ever being acknowledged.
 */
final class ReturnedDeliveries {

    private final List<OpenDelivery> returned = new ArrayList<>();
    private final List<OpenDelivery> unacknowledged = new ArrayList<>();
    private final Map<TopicPartition, Long> committed = new HashMap<>();

    void add(OpenDelivery delivery) {
        returned.add(delivery);
    }

    /** What was not sent back by now was consumed; where the listener acknowledges, that is still to come. */
    void settle(boolean acknowledgedByListener) {
        if (returned.isEmpty()) {
            return;
        }
        for (OpenDelivery delivery : returned) {
            if (acknowledgedByListener && !isCommitted(delivery)) {
                unacknowledged.add(delivery);
            } else {
                delivery.end(AuditAction.MESSAGE_CONSUMED, null);
            }
        }
        returned.clear();
    }

    void committed(TopicPartition partition, long offset) {
        committed.put(partition, offset);
        endCovered(returned, partition, offset);
        endCovered(unacknowledged, partition, offset);
    }

    /** It is to be committed, or was to be, so it was processed; whether the commit fails is another story. */
    void processed(TopicPartition partition, long offset) {
        endCovered(returned, partition, offset);
        endCovered(unacknowledged, partition, offset);
    }

    /** The container goes back: what returned from there on was sent back, or its transaction was rolled back. */
    void sought(TopicPartition partition, long offset) {
        for (Iterator<OpenDelivery> all = returned.iterator(); all.hasNext(); ) {
            OpenDelivery delivery = all.next();
            if (delivery.isOf(partition) && delivery.record().offset() >= offset) {
                all.remove();
                delivery.end(
                        delivery.hasTransaction() ? AuditAction.MESSAGE_CONSUMED : AuditAction.MESSAGE_REJECTED, null);
            }
        }
    }

    void giveUpWaiting(long since) {
        endUnacknowledged(delivery -> delivery.startedBefore(since));
    }

    void revoked(Collection<TopicPartition> partitions) {
        endUnacknowledged(delivery -> partitions.contains(delivery.partition()));
        partitions.forEach(committed::remove);
    }

    void close() {
        endUnacknowledged(delivery -> true);
    }

    private boolean isCommitted(OpenDelivery delivery) {
        Long offset = committed.get(delivery.partition());
        return offset != null && offset > delivery.record().offset();
    }

    private void endUnacknowledged(Predicate<OpenDelivery> which) {
        for (Iterator<OpenDelivery> all = unacknowledged.iterator(); all.hasNext(); ) {
            OpenDelivery delivery = all.next();
            if (which.test(delivery)) {
                all.remove();
                delivery.delivery(delivery.delivery().withoutCommit());
                delivery.end(AuditAction.MESSAGE_CONSUMED, null);
            }
        }
    }

    private static void endCovered(List<OpenDelivery> deliveries, TopicPartition partition, long offset) {
        for (Iterator<OpenDelivery> all = deliveries.iterator(); all.hasNext(); ) {
            OpenDelivery delivery = all.next();
            if (delivery.isBefore(partition, offset)) {
                all.remove();
                delivery.end(AuditAction.MESSAGE_CONSUMED, null);
            }
        }
    }
}
