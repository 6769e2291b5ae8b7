package io.github.kafkaaudit.kafka;

import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;

/**
 * Reads polled records without going through them as the application does: tracing agents make the iterators of
 * {@link ConsumerRecords} begin a span for every record, which only the application's own walk must do.
 */
public final class PolledRecords {

    private PolledRecords() {}

    /**
     * Lists records that were polled together.
     *
     * @param records the records; they stay as they are
     * @param <K> the type of the keys
     * @param <V> the type of the values
     * @return the same instances in the order of the iterator
     */
    public static <K, V> List<ConsumerRecord<K, V>> list(ConsumerRecords<K, V> records) {
        List<ConsumerRecord<K, V>> list = new ArrayList<>(records.count());
        for (TopicPartition partition : records.partitions()) {
            addTo(list, records.records(partition));
        }
        return list;
    }

    /**
     * Copies a list of records, such as a batch listener is given.
     *
     * @param records the records; they stay as they are
     * @param <K> the type of the keys
     * @param <V> the type of the values
     * @return the same instances in the same order
     */
    public static <K, V> List<ConsumerRecord<K, V>> copy(List<ConsumerRecord<K, V>> records) {
        List<ConsumerRecord<K, V>> list = new ArrayList<>(records.size());
        addTo(list, records);
        return list;
    }

    @SuppressWarnings("ForLoopReplaceableByForEach") // that would be the iterator
    private static <K, V> void addTo(List<ConsumerRecord<K, V>> list, List<ConsumerRecord<K, V>> records) {
        for (int i = 0; i < records.size(); i++) {
            list.add(records.get(i));
        }
    }
}
