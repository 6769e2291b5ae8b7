package io.github.kafkaaudit.kafka;

import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerInterceptor;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/**
 * Sees the commits that a consumer makes by itself ({@code enable.auto.commit=true}): no call of the consumer shows
 * them.
 *
 * @param <K> the type of the keys
 * @param <V> the type of the values
 */
public final class AuditingConsumerInterceptor<K, V> implements ConsumerInterceptor<K, V> {

    /** For Kafka. */
    public AuditingConsumerInterceptor() {}

    @Override
    public ConsumerRecords<K, V> onConsume(ConsumerRecords<K, V> records) {
        return records;
    }

    @Override
    public void onCommit(Map<TopicPartition, OffsetAndMetadata> offsets) {
        ConsumerAudit audit = ConsumerAudit.current();
        if (audit != null) {
            audit.guard("record an automatic commit", () -> audit.committedByItself(offsets));
        }
    }

    @Override
    public void configure(Map<String, ?> configs) {}

    @Override
    public void close() {}
}
