package io.github.kafkaaudit.spring;

import io.github.kafkaaudit.kafka.PolledRecords;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/**
 * The records of a batch, whose first walk is not seen by agents. A container that has a batch interceptor lists its
 * records once more ({@code invokeBatchOnMessageWithRecordsOrList}), and where ours is the only one, that is a walk
 * which nobody makes without the audit. Everything after it is done by the polled records themselves, which carry what
 * agents have attached.
 */
final class QuietlyListedRecords<K, V> extends ConsumerRecords<K, V> {

    private final ConsumerRecords<K, V> polled;
    private boolean listed;

    QuietlyListedRecords(ConsumerRecords<K, V> polled) {
        super(Map.of(), polled.nextOffsets());
        this.polled = polled;
    }

    @Override
    public Iterator<ConsumerRecord<K, V>> iterator() {
        if (listed) {
            return polled.iterator();
        }
        listed = true;
        return PolledRecords.list(polled).iterator();
    }

    @Override
    public List<ConsumerRecord<K, V>> records(TopicPartition partition) {
        return polled.records(partition);
    }

    @Override
    public Iterable<ConsumerRecord<K, V>> records(String topic) {
        return polled.records(topic);
    }

    @Override
    public Map<TopicPartition, OffsetAndMetadata> nextOffsets() {
        return polled.nextOffsets();
    }

    @Override
    public Set<TopicPartition> partitions() {
        return polled.partitions();
    }

    @Override
    public int count() {
        return polled.count();
    }

    @Override
    public boolean isEmpty() {
        return polled.isEmpty();
    }
}
