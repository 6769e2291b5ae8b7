package io.github.kafkaaudit.kafka;

import io.github.kafkaaudit.event.AuditAction;
import java.util.Iterator;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Predicate;
import org.apache.kafka.common.TopicPartition;

/**
 * Deliveries whose listener returned something that completes later.
 *
 * <p>spring-kafka acknowledges a record whose result failed before it tries it again, so whether the offset was
 * committed unprocessed shows only after the failure: such a delivery waits for the commit, or for the next hand-out of
 * its record. <b>Threading</b>: {@link #ended} is called by the thread that completes the result.
 */
final class LaterDeliveries {

    private final Set<OpenDelivery> underWay = ConcurrentHashMap.newKeySet();
    private final Queue<OpenDelivery> failed = new ConcurrentLinkedQueue<>();

    /** Notes the listener's return; the result may be complete already, and may complete meanwhile. */
    void returned(OpenDelivery delivery) {
        underWay.add(delivery);
        if (delivery.returned()) {
            ended(delivery);
        }
    }

    void ended(OpenDelivery delivery) {
        underWay.remove(delivery);
        if (delivery.observedError() == null) {
            delivery.end(AuditAction.MESSAGE_CONSUMED, null);
        } else {
            failed.add(delivery);
        }
    }

    void committed(TopicPartition partition, long offset) {
        for (OpenDelivery delivery : underWay) {
            // The listener's result has failed, but the container acknowledges before the observation ends.
            if (delivery.observedError() != null && delivery.isBefore(partition, offset)) {
                delivery.delivery(delivery.delivery().committedWithoutProcessing());
            }
        }
        for (Iterator<OpenDelivery> all = failed.iterator(); all.hasNext(); ) {
            OpenDelivery delivery = all.next();
            if (delivery.isBefore(partition, offset)) {
                all.remove();
                delivery.delivery(delivery.delivery().committedWithoutProcessing());
                fail(delivery);
            }
        }
    }

    /** The same before the commit; what has not ended by now may do so after it. */
    void aboutToCommit(TopicPartition partition, long offset) {
        committed(partition, offset);
        for (OpenDelivery delivery : underWay) {
            if (delivery.isBefore(partition, offset)) {
                delivery.committedEarly();
            }
        }
    }

    void handedOut(String topic, int partition, long offset) {
        if (!failed.isEmpty()) {
            endFailed(delivery -> delivery.isAt(topic, partition, offset));
        }
    }

    void giveUpWaiting(long since) {
        if (!failed.isEmpty()) {
            endFailed(delivery -> delivery.startedBefore(since));
        }
    }

    void close() {
        endFailed(delivery -> true);
        for (Iterator<OpenDelivery> all = underWay.iterator(); all.hasNext(); ) {
            OpenDelivery delivery = all.next();
            all.remove();
            delivery.reason("the consumer was closed before the listener's result completed");
            delivery.end(AuditAction.MESSAGE_NOT_PROCESSED, null);
        }
    }

    private void endFailed(Predicate<OpenDelivery> which) {
        for (Iterator<OpenDelivery> all = failed.iterator(); all.hasNext(); ) {
            OpenDelivery delivery = all.next();
            if (which.test(delivery)) {
                all.remove();
                fail(delivery);
            }
        }
    }

    private static void fail(OpenDelivery delivery) {
        delivery.end(AuditAction.MESSAGE_CONSUME_FAILED, delivery.observedError());
    }
}
