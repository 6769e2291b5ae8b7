package io.github.kafkaaudit.kafka;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/**
 * Where a consumer stands after a poll. From kafka-clients 4.0 on the records say so themselves; before, it is the
 * place behind the last record, which is short of the consumer's own position by the markers of transactions behind it.
 */
final class PolledPositions {

    private static final boolean TOLD = isTold();

    private PolledPositions() {}

    static Map<TopicPartition, OffsetAndMetadata> of(ConsumerRecords<?, ?> records) {
        return TOLD ? records.nextOffsets() : behindLast(records);
    }

    static Map<TopicPartition, OffsetAndMetadata> behindLast(ConsumerRecords<?, ?> records) {
        Map<TopicPartition, OffsetAndMetadata> positions = new HashMap<>();
        for (TopicPartition partition : records.partitions()) {
            List<? extends ConsumerRecord<?, ?>> polled = records.records(partition);
            ConsumerRecord<?, ?> last = polled.get(polled.size() - 1);
            positions.put(partition, new OffsetAndMetadata(last.offset() + 1, last.leaderEpoch(), ""));
        }
        return positions;
    }

    private static boolean isTold() {
        try {
            ConsumerRecords.class.getMethod("nextOffsets");
            return true;
        } catch (NoSuchMethodException e) {
            return false;
        }
    }
}
