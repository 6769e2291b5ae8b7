package io.github.kafkaaudit.kafka;

import java.util.Collection;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.common.TopicPartition;

/** Runs the application's listener first: it may commit before the partitions are gone. */
final class AuditingRebalanceListener implements ConsumerRebalanceListener {

    private final ConsumerAudit audit;
    private final ConsumerRebalanceListener delegate;

    AuditingRebalanceListener(ConsumerAudit audit, ConsumerRebalanceListener delegate) {
        this.audit = audit;
        this.delegate = delegate;
    }

    @Override
    public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
        delegate.onPartitionsAssigned(partitions);
    }

    @Override
    public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
        try {
            delegate.onPartitionsRevoked(partitions);
        } finally {
            audit.guard("note revoked partitions", () -> audit.revoked(partitions));
        }
    }

    @Override
    public void onPartitionsLost(Collection<TopicPartition> partitions) {
        try {
            delegate.onPartitionsLost(partitions);
        } finally {
            audit.guard("note lost partitions", () -> audit.revoked(partitions));
        }
    }
}
