package io.github.kafkaaudit.kafka.delivery;

import io.github.kafkaaudit.event.RecordSnapshot;
import io.github.kafkaaudit.policy.TopicPolicy;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Takes the snapshots of the records of one consumer, as they stood on the wire where that was seen. */
public interface Snapshots {

    /**
     * Takes the snapshot of a record that is handed out.
     *
     * @param record the record
     * @param policy the policy of its topic
     * @return the snapshot
     */
    RecordSnapshot of(ConsumerRecord<?, ?> record, TopicPolicy policy);

    /** Forgets what was seen on the wire: the consumer is closed. */
    void close();
}
