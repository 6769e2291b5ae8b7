package io.github.kafkaaudit.kafka;

import io.github.kafkaaudit.event.CausedBy;
import io.github.kafkaaudit.event.RecordSnapshot;
import io.github.kafkaaudit.event.TransactionInfo;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** The deliveries that a batch listener was handed together. */
final class OpenBatch extends CurrentDelivery {

    private final List<OpenDelivery> deliveries;
    private final @Nullable String group;

    OpenBatch(List<OpenDelivery> deliveries, @Nullable String group) {
        this.deliveries = deliveries;
        this.group = group;
    }

    @Override
    CausedBy asCause(@Nullable String inheritedMessageId) {
        if (deliveries.size() == 1) {
            return deliveries.get(0).asCause(inheritedMessageId);
        }
        // Which of them caused the send is the listener's secret.
        return new CausedBy(null, group, inheritedMessageId);
    }

    @Override
    void sending(ProducerRecord<?, ?> record) {
        deliveries.forEach(delivery -> delivery.sending(record));
    }

    @Override
    void copied(RecordSnapshot sent, @Nullable Throwable failure) {
        deliveries.forEach(delivery -> delivery.copied(sent, failure));
    }

    @Override
    void filters(ConsumerRecord<?, ?> record) {
        deliveries.forEach(delivery -> delivery.filters(record));
    }

    @Override
    void transactionEnded(TransactionInfo transaction) {
        deliveries.forEach(delivery -> delivery.transactionEnded(transaction));
    }

    @Override
    void aboutToCommit(TopicPartition partition, long offset) {
        if (!deliveries.isEmpty()) {
            deliveries.get(0).aboutToCommit(partition, offset);
        }
    }

    @Override
    void offsetsRefused(Throwable error) {
        deliveries.forEach(delivery -> delivery.offsetsRefused(error));
    }

    @Override
    void committed(TopicPartition partition, long offset) {
        // They are of one consumer, which is told once.
        if (!deliveries.isEmpty()) {
            deliveries.get(0).committed(partition, offset);
        }
    }
}
