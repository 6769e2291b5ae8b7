package io.github.kafkaaudit.kafka;

import io.github.kafkaaudit.event.AuditAction;
import io.github.kafkaaudit.event.AuditEvent;
import io.github.kafkaaudit.event.ConsumerIdentity;
import io.github.kafkaaudit.event.Delivery;
import io.github.kafkaaudit.event.OffsetCommit;
import io.github.kafkaaudit.event.RecordSnapshot;
import io.github.kafkaaudit.event.ShareDelivery;
import io.github.kafkaaudit.policy.TopicPolicy;
import io.github.kafkaaudit.trail.Recorder;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.AcknowledgeType;
import org.apache.kafka.clients.consumer.AcknowledgementCommitCallback;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.ShareConsumer;
import org.apache.kafka.common.TopicIdPartition;
import org.jspecify.annotations.Nullable;

/**
 * What is observed of one share consumer: what it was handed, what it acknowledged and how, and whether the broker took
 * that.
 *
 * <p><b>Threading</b>: belongs to the consumer's thread.
 */
final class ShareConsumerAudit {

    private final Recorder recorder;
    private final RecordCapture snapshots;
    private final ConsumerIdentity identity;
    private final Map<Place, Handed> handed = new LinkedHashMap<>();

    ShareConsumerAudit(Recorder recorder, WireCapture capture, ShareConsumer<?, ?> consumer, @Nullable String group) {
        this.recorder = recorder;
        this.snapshots = new RecordCapture(recorder, new FetchCapture(recorder, capture), capture);
        this.identity = new ConsumerIdentity(group, ClientIds.of(consumer.metrics()), null, null);
    }

    void guard(String purpose, Recorder.Step step) {
        recorder.guard(purpose, step);
    }

    void polled(ConsumerRecords<?, ?> records) {
        // In explicit mode the poll would have thrown if any were left.
        acknowledgedImplicitly();
        for (ConsumerRecord<?, ?> record : PolledRecords.list(records)) {
            TopicPolicy policy = recorder.policy(record.topic());
            if (policy.consume()) {
                int count = record.deliveryCount().map(Short::intValue).orElse(0);
                Handed delivery = new Handed(snapshots.of(record, policy), count, recorder.now(), System.nanoTime());
                handed.put(new Place(record.topic(), record.partition(), record.offset()), delivery);
                recorder.record(event(AuditAction.MESSAGE_DELIVERED, delivery, null));
            }
        }
    }

    void acknowledged(String topic, int partition, long offset, AcknowledgeType type) {
        Place place = new Place(topic, partition, offset);
        // A renewed record stays in the listener's hands; by its name, for kafka-clients 4.1 has no such type.
        if (type.name().equals("RENEW")) {
            return;
        }
        Handed delivery = handed.remove(place);
        if (delivery != null) {
            recorder.record(end(delivery, type));
        }
    }

    /** Without acknowledgements of its own, what a consumer was handed is accepted when it polls or commits. */
    void acknowledgedImplicitly() {
        if (handed.isEmpty()) {
            return;
        }
        handed.values()
                .forEach(delivery ->
                        recorder.record(end(delivery, AcknowledgeType.ACCEPT).reason("accepted implicitly")));
        handed.clear();
    }

    AcknowledgementCommitCallback callback(@Nullable AcknowledgementCommitCallback delegate) {
        return (offsets, exception) -> {
            try {
                if (delegate != null) {
                    delegate.onComplete(offsets, exception);
                }
            } finally {
                guard("record committed acknowledgements", () -> committed(offsets, exception));
            }
        };
    }

    void closed() {
        for (Handed delivery : List.copyOf(handed.values())) {
            recorder.record(event(AuditAction.MESSAGE_NOT_PROCESSED, delivery, null)
                    .reason("the consumer was closed before it acknowledged the record"));
        }
        handed.clear();
        snapshots.close();
    }

    private void committed(Map<TopicIdPartition, Set<Long>> offsets, @Nullable Exception error) {
        offsets.forEach((partition, acknowledged) -> {
            if (!acknowledged.isEmpty() && recorder.policy(partition.topic()).commits()) {
                long highest =
                        acknowledged.stream().mapToLong(Long::longValue).max().orElse(-1);
                recorder.record(
                        AuditEvent.of(error == null ? AuditAction.OFFSET_COMMITTED : AuditAction.OFFSET_COMMIT_FAILED)
                                .record(RecordSnapshot.ofPartition(partition.topic(), partition.partition()))
                                .consumer(identity)
                                .error(error)
                                .reason("acknowledgements of " + acknowledged.size()
                                        + " records of a share group; others before them may be open")
                                .commit(new OffsetCommit(highest + 1, OffsetCommit.Mode.SYNC)));
            }
        });
    }

    private AuditEvent.Builder end(Handed delivery, AcknowledgeType type) {
        AuditAction action =
                type == AcknowledgeType.ACCEPT ? AuditAction.MESSAGE_CONSUMED : AuditAction.MESSAGE_REJECTED;
        return event(action, delivery, type).duration(System.nanoTime() - delivery.startNanos());
    }

    private AuditEvent.Builder event(AuditAction action, Handed delivery, @Nullable AcknowledgeType type) {
        int count = delivery.count();
        return AuditEvent.of(action)
                .start(delivery.start())
                .record(delivery.record())
                .consumer(identity)
                .delivery(count == 0 ? Delivery.UNKNOWN : Delivery.attempt(count))
                .share(new ShareDelivery(count, type == null ? null : type.toString()));
    }

    private record Place(String topic, int partition, long offset) {}

    private record Handed(RecordSnapshot record, int count, long start, long startNanos) {}
}
