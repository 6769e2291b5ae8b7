package io.github.kafkaaudit.kafka;

import io.github.kafkaaudit.event.ConsumerIdentity;
import io.github.kafkaaudit.event.Delivery;
import io.github.kafkaaudit.policy.TopicPolicy;
import io.github.kafkaaudit.trail.Recorder;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** The deliveries of one consumer that have begun and not ended, and which attempt each of them is. */
final class OpenDeliveries {

    private final Recorder recorder;
    private final RecordCapture snapshots;
    private final DeliveryAttempts attempts;
    private final List<OpenDelivery> open = new ArrayList<>();
    private @Nullable String lastGroup;
    private @Nullable TopicPartition lastPartition;
    private DeliveryAttempts.@Nullable PartitionAttempts lastAttempts;

    OpenDeliveries(Recorder recorder, RecordCapture snapshots, DeliveryAttempts attempts) {
        this.recorder = recorder;
        this.snapshots = snapshots;
        this.attempts = attempts;
    }

    /** Begins a delivery, of a batch if its size is not 0; returns null if the topic is not audited. */
    @Nullable OpenDelivery begin(ConsumerSession session, ConsumerRecord<?, ?> record, int batchSize, int batchIndex) {
        TopicPolicy policy = recorder.policy(record.topic());
        if (!policy.consume()) {
            return null;
        }
        int attempt =
                attempts(session.identity(), record.topic(), record.partition()).next(record.offset());
        Delivery delivery = RetryTopics.delivery(attempt, record.headers());
        OpenDelivery begun = new OpenDelivery(
                session,
                snapshots.of(record, policy),
                batchSize == 0 ? delivery : delivery.inBatch(batchSize, batchIndex));
        open.add(begun);
        return begun;
    }

    @Nullable OpenDelivery find(ConsumerRecord<?, ?> record) {
        for (int i = 0; i < open.size(); i++) {
            if (open.get(i).isAt(record.topic(), record.partition(), record.offset())) {
                return open.get(i);
            }
        }
        return null;
    }

    void remove(OpenDelivery delivery) {
        open.remove(delivery);
    }

    /** Takes a hand-out back that was none. */
    void takeBack(OpenDelivery delivery, ConsumerIdentity consumer) {
        open.remove(delivery);
        delivery.drop();
        attempts(consumer, delivery.record().topic(), delivery.record().partition())
                .takeBack(delivery.record().offset());
    }

    /** Returns what is open now; it may be ended while the list is gone through. */
    List<OpenDelivery> all() {
        return open.isEmpty() ? List.of() : List.copyOf(open);
    }

    void close() {
        snapshots.close();
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
