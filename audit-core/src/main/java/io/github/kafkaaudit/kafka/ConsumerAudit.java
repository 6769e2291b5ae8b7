package io.github.kafkaaudit.kafka;

import io.github.kafkaaudit.event.AuditAction;
import io.github.kafkaaudit.event.AuditEvent;
import io.github.kafkaaudit.event.ConsumerIdentity;
import io.github.kafkaaudit.event.Coordinate;
import io.github.kafkaaudit.event.Delivery;
import io.github.kafkaaudit.event.OffsetCommit;
import io.github.kafkaaudit.event.RecordSnapshot;
import io.github.kafkaaudit.event.WireBytes;
import io.github.kafkaaudit.kafka.delivery.ConsumerCalls;
import io.github.kafkaaudit.kafka.delivery.Deliveries;
import io.github.kafkaaudit.kafka.delivery.DeliverySession;
import io.github.kafkaaudit.policy.OverflowPolicy;
import io.github.kafkaaudit.policy.TopicPolicy;
import io.github.kafkaaudit.trail.Recorder;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.consumer.RetriableCommitFailedException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InvalidGroupIdException;
import org.apache.kafka.common.errors.RecordDeserializationException;
import org.apache.kafka.common.record.TimestampType;
import org.jspecify.annotations.Nullable;

/** What is observed of one consumer by its own calls: polls, commits, seeks, revocations, its close. */
final class ConsumerAudit {

    // Kafka makes interceptors by class name, so ours finds the consumer that commits by itself only by the thread.
    private static final ThreadLocal<@Nullable ConsumerAudit> CURRENT = new ThreadLocal<>();

    private final Recorder recorder;
    private final WireCapture capture;
    private final Consumer<?, ?> consumer;
    private final RecordCapture snapshots;
    private final Deliveries deliveries;
    private final DeliverySession session;
    private final ConsumerCalls calls;
    private final Map<TopicPartition, OffsetAndMetadata> positions = new HashMap<>();
    private final Set<TopicPartition> soughtSincePoll = new HashSet<>();
    // Of the records of the last poll, the policy of one that waits rather than loses an event.
    private @Nullable TopicPolicy blocking;
    private final boolean holdsBack;
    private boolean hasGroup = true;
    private boolean committing;

    ConsumerAudit(
            Recorder recorder, WireCapture capture, Deliveries deliveries, Consumer<?, ?> consumer, boolean holdsBack) {
        this.recorder = recorder;
        this.capture = capture;
        this.consumer = consumer;
        this.snapshots = new RecordCapture(recorder, new FetchCapture(recorder, capture), capture);
        this.deliveries = deliveries;
        this.holdsBack = holdsBack && deliveries.haveBarrier();
        this.session = deliveries.open(
                new ConsumerIdentity(null, ClientIds.of(consumer.metrics()), null, null), snapshots, holdsBack);
        this.calls = session.consumer();
        identify();
    }

    static @Nullable ConsumerAudit current() {
        return CURRENT.get();
    }

    void guard(String purpose, Recorder.Step step) {
        recorder.guard(purpose, step);
    }

    DeliverySession session() {
        return session;
    }

    void pollStarts() {
        calls.pollStarts(partition -> consumer.paused().contains(partition));
        TopicPolicy last = blocking;
        if (last != null) {
            recorder.awaitRoom(last);
        }
        snapshots.fetched().begin();
        CURRENT.set(this);
    }

    void pollEnds() {
        snapshots.fetched().end();
        CURRENT.remove();
    }

    void polled(ConsumerRecords<?, ?> records) {
        if (records.isEmpty()) {
            return;
        }
        identify();
        for (TopicPartition partition : records.partitions()) {
            if (soughtSincePoll.remove(partition) || !positions.containsKey(partition)) {
                calls.jumped(partition);
            }
        }
        PolledPositions.of(records).forEach(positions::put);
        blocking = blockingOf(records);
        if (!session.isObserved()) {
            session.delivered(PolledRecords.list(records));
        }
    }

    void pollFailed(Throwable error) {
        if (error instanceof RecordDeserializationException poison) {
            identify();
            TopicPartition partition = poison.topicPartition();
            TopicPolicy policy = recorder.policy(partition.topic());
            if (policy.consume()) {
                String coordinate = Coordinate.text(partition.topic(), partition.partition(), poison.offset());
                session.repeated(
                        AuditAction.MESSAGE_DESERIALIZATION_FAILED, coordinate, () -> poisonPill(poison, policy));
            }
        }
    }

    /** Waits until the offsets may be committed; returns what to throw if they may not, or null. */
    @Nullable RetriableCommitFailedException refusal(
            @Nullable Map<TopicPartition, OffsetAndMetadata> offsets, @Nullable Duration limit) {
        if (!holdsBack) {
            return null;
        }
        Boolean safe = recorder.call("prepare a commit", () -> {
            return deliveries.awaitSafe(session, covered(offsets), limit);
        });
        return Boolean.TRUE.equals(safe) ? null : new RetriableCommitFailedException(deliveries.refusal());
    }

    /** The consumer has these partitions and no others now. */
    void reassigned(Collection<TopicPartition> partitions) {
        deliveries.reassigned(session, partitions);
    }

    boolean hasBarrier() {
        return holdsBack;
    }

    void commitStarts() {
        committing = true;
    }

    void commitEnds() {
        committing = false;
    }

    /** What a commit covers: the given offsets, or the positions. */
    Map<TopicPartition, OffsetAndMetadata> covered(@Nullable Map<TopicPartition, OffsetAndMetadata> offsets) {
        return offsets == null ? Map.copyOf(positions) : offsets;
    }

    void committedSync(@Nullable Map<TopicPartition, OffsetAndMetadata> offsets) {
        covered(offsets)
                .forEach((partition, offset) -> calls.committed(partition, offset.offset(), OffsetCommit.Mode.SYNC));
    }

    void commitSyncFailed(@Nullable Map<TopicPartition, OffsetAndMetadata> offsets, Throwable error) {
        covered(offsets)
                .forEach((partition, offset) ->
                        calls.commitFailed(partition, offset.offset(), OffsetCommit.Mode.SYNC, error));
    }

    void committedAsync(Map<TopicPartition, OffsetAndMetadata> offsets, @Nullable Exception error) {
        offsets.forEach((partition, offset) -> {
            if (error == null) {
                calls.committed(partition, offset.offset(), OffsetCommit.Mode.ASYNC);
            } else {
                calls.commitFailed(partition, offset.offset(), OffsetCommit.Mode.ASYNC, error);
            }
        });
    }

    /** The consumer committed by itself; explicit commits are reported here too and were seen already. */
    void committedByItself(Map<TopicPartition, OffsetAndMetadata> offsets) {
        if (!committing) {
            offsets.forEach((partition, offset) -> calls.committed(partition, offset.offset(), OffsetCommit.Mode.AUTO));
        }
    }

    @SuppressWarnings("unchecked")
    void sought(String method, @Nullable Object @Nullable [] arguments) {
        if (arguments == null) {
            return;
        }
        if (method.equals("seek") && arguments[0] instanceof TopicPartition partition) {
            long offset = arguments[1] instanceof OffsetAndMetadata target ? target.offset() : (Long) arguments[1];
            soughtSincePoll.add(partition);
            calls.sought(partition, offset);
        } else if (arguments[0] instanceof Collection<?> partitions) {
            soughtSincePoll.addAll((Collection<TopicPartition>) partitions);
        }
    }

    void revoked(Collection<TopicPartition> partitions) {
        calls.revoked(partitions);
        partitions.forEach(positions::remove);
    }

    /** A consumer that commits by itself does so once more when it leaves its group. */
    void leaveStarts() {
        CURRENT.set(this);
    }

    void leaveEnds() {
        CURRENT.remove();
    }

    void closed() {
        CURRENT.remove();
        deliveries.close(session);
    }

    private @Nullable TopicPolicy blockingOf(ConsumerRecords<?, ?> records) {
        for (TopicPartition partition : records.partitions()) {
            TopicPolicy policy = recorder.policy(partition.topic());
            if (policy.onOverflow() == OverflowPolicy.BLOCK) {
                return policy;
            }
        }
        return null;
    }

    /** The member id is known only once the group has been joined, and changes when it is joined again. */
    private void identify() {
        if (!hasGroup) {
            return;
        }
        try {
            ConsumerGroupMetadata metadata = consumer.groupMetadata();
            session.memberOf(metadata.groupId(), metadata.memberId().isEmpty() ? null : metadata.memberId());
        } catch (InvalidGroupIdException e) {
            hasGroup = false;
        }
    }

    private AuditEvent.Builder poisonPill(RecordDeserializationException poison, TopicPolicy policy) {
        ByteBuffer key = poison.keyBuffer();
        ByteBuffer value = poison.valueBuffer();
        TimestampType type = poison.timestampType();
        return AuditEvent.of(AuditAction.MESSAGE_DESERIALIZATION_FAILED)
                .record(new RecordSnapshot(
                        poison.topicPartition().topic(),
                        poison.topicPartition().partition(),
                        poison.offset(),
                        poison.timestamp(),
                        type == TimestampType.NO_TIMESTAMP_TYPE ? null : type.toString(),
                        key == null ? WireBytes.NONE : capture.key(key),
                        value == null ? WireBytes.NONE : capture.value(value, policy, true),
                        HeaderSnapshots.of(poison.headers()),
                        null))
                .consumer(session.identity())
                .delivery(Delivery.UNKNOWN)
                .error(poison);
    }
}
