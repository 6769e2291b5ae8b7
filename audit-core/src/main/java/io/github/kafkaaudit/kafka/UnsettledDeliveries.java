package io.github.kafkaaudit.kafka;

import io.github.kafkaaudit.AuditAction;
import io.github.kafkaaudit.AuditTrail;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Predicate;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * Deliveries whose listener is done, but whose end only the consumer's next calls tell: consumed, sent back, left
 * uncommitted, committed without having been processed, given up.
 *
 * <p><b>Threading</b>: belongs to the consumer's thread, except {@link #failedLater}.
 */
final class UnsettledDeliveries {

    private final AuditTrail trail;
    private final Map<TopicPartition, Long> committed = new HashMap<>();
    private final List<OpenDelivery> returned = new ArrayList<>();
    private final List<OpenDelivery> unacknowledged = new ArrayList<>();
    private final List<OpenDelivery> failed = new ArrayList<>();
    private final Queue<OpenDelivery> failedLater = new ConcurrentLinkedQueue<>();

    UnsettledDeliveries(AuditTrail trail) {
        this.trail = trail;
    }

    void returned(OpenDelivery delivery) {
        returned.add(delivery);
    }

    void failed(OpenDelivery delivery) {
        failed.add(delivery);
    }

    /** An asynchronous listener failed; whether the offset is committed all the same shows only later. */
    void failedLater(OpenDelivery delivery) {
        failedLater.add(delivery);
    }

    /** The record is handed out again: its failure did not give it up. */
    void handedOutAgain(String topic, int partition, long offset) {
        if (!failed.isEmpty()) {
            failed.removeIf(delivery -> delivery.isAt(topic, partition, offset));
        }
    }

    /** What returned and was not sent back by now was consumed. */
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

    /** The consumer goes back: what was handed out from there on and returned is sent back. */
    void sought(TopicPartition partition, long offset) {
        endIf(
                returned,
                delivery -> delivery.record().offset() >= offset && isOf(delivery, partition),
                AuditAction.MESSAGE_REJECTED);
    }

    void committed(TopicPartition partition, long offset) {
        committed.put(partition, offset);
        Predicate<OpenDelivery> covered = delivery -> delivery.record().offset() < offset && isOf(delivery, partition);
        endIf(returned, covered, AuditAction.MESSAGE_CONSUMED);
        endIf(unacknowledged, covered, AuditAction.MESSAGE_CONSUMED);
        endFailedLater(covered);
        giveUp(covered);
    }

    void roundEnded(long unacknowledgedSince) {
        if (!unacknowledged.isEmpty()) {
            endUnacknowledged(delivery -> delivery.startedBefore(unacknowledgedSince));
        }
        if (!failedLater.isEmpty()) {
            endFailedLater(null);
        }
        if (!failed.isEmpty()) {
            failed.removeIf(OpenDelivery::isCopied);
        }
    }

    void revoked(Collection<TopicPartition> partitions) {
        endUnacknowledged(delivery -> partitions.contains(delivery.partition()));
        partitions.forEach(committed::remove);
        failed.removeIf(delivery -> partitions.contains(delivery.partition()));
    }

    void closed() {
        endUnacknowledged(delivery -> true);
        endFailedLater(null);
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

    private void endFailedLater(@Nullable Predicate<OpenDelivery> committedUnprocessed) {
        for (Iterator<OpenDelivery> all = failedLater.iterator(); all.hasNext(); ) {
            OpenDelivery delivery = all.next();
            if (committedUnprocessed != null) {
                if (!committedUnprocessed.test(delivery)) {
                    continue;
                }
                delivery.delivery(delivery.delivery().committedWithoutProcessing());
            }
            all.remove();
            delivery.end(AuditAction.MESSAGE_CONSUME_FAILED, delivery.observedError());
        }
    }

    /** A failed record whose offset is committed without a copy elsewhere was given up by the error handler. */
    private void giveUp(Predicate<OpenDelivery> covered) {
        for (Iterator<OpenDelivery> all = failed.iterator(); all.hasNext(); ) {
            OpenDelivery delivery = all.next();
            if (covered.test(delivery)) {
                all.remove();
                if (!delivery.isCopied()) {
                    trail.record(delivery.event(AuditAction.MESSAGE_DEAD_LETTERED)
                            .reason("given up without a dead-letter topic"));
                }
            }
        }
    }

    private static void endIf(List<OpenDelivery> deliveries, Predicate<OpenDelivery> which, AuditAction action) {
        for (Iterator<OpenDelivery> all = deliveries.iterator(); all.hasNext(); ) {
            OpenDelivery delivery = all.next();
            if (which.test(delivery)) {
                all.remove();
                delivery.end(action, null);
            }
        }
    }

    private static boolean isOf(OpenDelivery delivery, TopicPartition partition) {
        return delivery.record().partition() == partition.partition()
                && delivery.record().topic().equals(partition.topic());
    }
}
