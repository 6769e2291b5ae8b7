package io.github.kafkaaudit.kafka.delivery;

import io.github.kafkaaudit.event.ConsumerIdentity;
import io.github.kafkaaudit.event.Delivery;
import io.github.kafkaaudit.event.RecordSnapshot;
import io.github.kafkaaudit.event.RetryHeaders;
import io.github.kafkaaudit.policy.TopicPolicy;
import io.github.kafkaaudit.trail.Recorder;
import java.util.Objects;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** Begins the deliveries of one consumer: takes the record's snapshot and finds out which attempt it is. */
final class DeliveryOpener {

    private final Recorder recorder;
    private final Snapshots snapshots;
    private final DeliveryAttempts attempts;
    private @Nullable String lastGroup;
    private @Nullable TopicPartition lastPartition;
    private DeliveryAttempts.@Nullable PartitionAttempts lastAttempts;

    DeliveryOpener(Recorder recorder, Snapshots snapshots, DeliveryAttempts attempts) {
        this.recorder = recorder;
        this.snapshots = snapshots;
        this.attempts = attempts;
    }

    /** Begins a delivery, of a batch if its size is not 0; returns null if the topic is not audited. */
    @Nullable OpenDelivery open(DeliverySession session, ConsumerRecord<?, ?> record, int batchSize, int batchIndex) {
        TopicPolicy policy = recorder.policy(record.topic());
        if (!policy.consume()) {
            return null;
        }
        int attempt =
                attempts(session.identity(), record.topic(), record.partition()).next(record.offset());
        RecordSnapshot snapshot = snapshots.of(record, policy);
        Delivery delivery = delivery(attempt, snapshot);
        return new OpenDelivery(session, snapshot, batchSize == 0 ? delivery : delivery.inBatch(batchSize, batchIndex));
    }

    /** Takes a hand-out back that was none. */
    void takeBack(OpenDelivery delivery, ConsumerIdentity consumer) {
        attempts(consumer, delivery.record().topic(), delivery.record().partition())
                .takeBack(delivery.record().offset());
    }

    void jumped(TopicPartition partition, ConsumerIdentity consumer) {
        attempts(consumer, partition.topic(), partition.partition()).jumped();
    }

    void close() {
        snapshots.close();
    }

    /** On a retry topic the attempts go on counting where the topic before left off. */
    private static Delivery delivery(int handedOut, RecordSnapshot record) {
        int first = record.headers().size() == 0 ? 0 : RetryHeaders.attempts(record.headers(), record.topic());
        return first <= 1
                ? Delivery.attempt(handedOut)
                : new Delivery(first - 1 + handedOut, handedOut > 1, 0, -1, false, false, false);
    }

    private DeliveryAttempts.PartitionAttempts attempts(ConsumerIdentity consumer, String topic, int partition) {
        DeliveryAttempts.PartitionAttempts known = lastAttempts;
        TopicPartition last = lastPartition;
        if (known == null
                || last == null
                || last.partition() != partition
                || !last.topic().equals(topic)
                || !Objects.equals(lastGroup, consumer.group())) {
            last = new TopicPartition(topic, partition);
            known = attempts.of(consumer.group(), last);
            lastAttempts = known;
            lastPartition = last;
            lastGroup = consumer.group();
        }
        return known;
    }
}
