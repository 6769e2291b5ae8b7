package io.github.kafkaaudit.kafka;

import io.github.kafkaaudit.event.AuditAction;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import org.apache.kafka.common.TopicPartition;

/**
 * Deliveries that failed, until their record is handed out again, copied elsewhere, or given up: an error handler that
 * has no more attempts left commits the offset, and nothing else tells.
 */
final class FailedDeliveries {

    // Of one poll at most, in practice one per partition.
    private final List<OpenDelivery> failed = new ArrayList<>();

    void add(OpenDelivery delivery) {
        failed.add(delivery);
    }

    void handedOut(String topic, int partition, long offset) {
        if (!failed.isEmpty()) {
            failed.removeIf(delivery -> delivery.isAt(topic, partition, offset));
        }
    }

    void committed(TopicPartition partition, long offset) {
        if (failed.isEmpty()) {
            return;
        }
        for (Iterator<OpenDelivery> all = failed.iterator(); all.hasNext(); ) {
            OpenDelivery delivery = all.next();
            if (delivery.isBefore(partition, offset)) {
                all.remove();
                if (!delivery.isCopied()) {
                    delivery.record(delivery.event(AuditAction.MESSAGE_DEAD_LETTERED)
                            .reason("given up without a dead-letter topic"));
                }
            }
        }
    }

    void pollStarts() {
        if (!failed.isEmpty()) {
            failed.removeIf(OpenDelivery::isCopied);
        }
    }

    void revoked(Collection<TopicPartition> partitions) {
        if (!failed.isEmpty()) {
            failed.removeIf(delivery -> partitions.contains(delivery.partition()));
        }
    }
}
