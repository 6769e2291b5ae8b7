package io.github.kafkaaudit.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.kafkaaudit.event.AuditAction;
import io.github.kafkaaudit.trail.AuditTrail;
import io.github.kafkaaudit.trail.Document;
import io.github.kafkaaudit.trail.RecordingAuditSink;
import io.github.kafkaaudit.trail.SteppableClock;
import io.github.kafkaaudit.trail.Trails;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The consume side of the failure rules: the application sees what it would see without us. */
class AuditingConsumerTests {

    private static final TopicPartition PARTITION = new TopicPartition("recruit.result", 0);

    private final RecordingAuditSink sink = new RecordingAuditSink();
    private final SteppableClock clock = new SteppableClock("2026-11-22T10:00:00Z");
    private final AuditTrail trail = Trails.to(sink).clock(clock).build();
    private final KafkaAudit audit = KafkaAudit.builder(trail).build();
    private final MockConsumer<String, byte[]> mock = new MockConsumer<>("earliest");
    private final Consumer<String, byte[]> consumer = audit.wrap(mock);

    @BeforeEach
    void start() {
        trail.start(Map.of());
        mock.assign(Set.of(PARTITION));
        mock.updateBeginningOffsets(Map.of(PARTITION, 0L));
    }

    @AfterEach
    void close() {
        trail.close();
    }

    @Test
    void recordsThatRecordsWereDeliveredToAConsumerThatNobodyObserves() {
        add(0);
        add(1);
        consumer.poll(Duration.ZERO);

        assertThat(events(AuditAction.MESSAGE_DELIVERED))
                .extracting(event -> event.text("kafka_audit.record.coordinate"))
                .containsExactly("recruit.result/0/0", "recruit.result/0/1");
        assertThat(events(AuditAction.MESSAGE_DELIVERED).get(0).text("kafka_audit.payload.json.n"))
                .isEqualTo("0");
    }

    @Test
    void returnsTheVeryRecordsOfTheConsumer() {
        ConsumerRecord<String, byte[]> record = add(0);

        assertThat(consumer.poll(Duration.ZERO)).containsExactly(record).first().isSameAs(record);
    }

    @Test
    void passesTheExceptionOfAPollAsTheSameInstance() {
        WakeupException thrown = new WakeupException();
        mock.schedulePollTask(() -> {
            throw thrown;
        });

        assertThatThrownBy(() -> consumer.poll(Duration.ZERO)).isSameAs(thrown);
    }

    @Test
    void passesTheExceptionOfACommitAsTheSameInstanceAndRecordsIt() {
        CommitFailedException thrown = new CommitFailedException("rebalanced");
        mock.schedulePollTask(() -> {});
        Consumer<String, byte[]> failing = audit.wrap(new MockConsumer<>("earliest") {
            @Override
            public synchronized void commitSync(Map<TopicPartition, OffsetAndMetadata> offsets) {
                throw thrown;
            }
        });

        assertThatThrownBy(() -> failing.commitSync(offset(5))).isSameAs(thrown);

        assertThat(events(AuditAction.OFFSET_COMMIT_FAILED)).singleElement().satisfies(event -> {
            assertThat(event.number("kafka_audit.commit.offset")).isEqualTo(5);
            assertThat(event.text("error.type")).isEqualTo(CommitFailedException.class.getName());
        });
    }

    @Test
    void runsTheCommitCallbackOfTheApplicationOnceWithTheSameArguments() {
        List<Object> seen = new ArrayList<>();
        Map<TopicPartition, OffsetAndMetadata> offsets = offset(3);
        consumer.commitAsync(offsets, (committed, failure) -> seen.add(committed));

        assertThat(seen).containsExactly(offsets);
        assertThat(events(AuditAction.OFFSET_COMMITTED)).hasSize(1);
    }

    @Test
    void recordsACommitThoughTheCallbackOfTheApplicationThrows() {
        RuntimeException thrown = new IllegalStateException("in the callback");

        assertThatThrownBy(() -> consumer.commitAsync(offset(3), (committed, failure) -> {
                    throw thrown;
                }))
                .isSameAs(thrown);
        assertThat(events(AuditAction.OFFSET_COMMITTED)).hasSize(1);
    }

    @Test
    void writesSuccessfulCommitsOncePerPartitionAndIntervalAndTheLastOneAlways() {
        for (int i = 1; i <= 10; i++) {
            consumer.commitSync(offset(i));
        }
        assertThat(events(AuditAction.OFFSET_COMMITTED)).hasSize(1);
        clock.step(Duration.ofSeconds(2));
        consumer.poll(Duration.ZERO);
        assertThat(events(AuditAction.OFFSET_COMMITTED)).hasSize(2);
        consumer.commitSync(offset(11));
        consumer.close();

        assertThat(events(AuditAction.OFFSET_COMMITTED))
                .extracting(event -> event.number("kafka_audit.commit.offset"))
                .containsExactly(1L, 10L, 11L);
    }

    @Test
    void callsTheRebalanceListenerOfTheApplicationAndPassesItsException() {
        RuntimeException thrown = new IllegalStateException("in the listener");
        List<String> calls = new ArrayList<>();
        MockConsumer<String, byte[]> subscribing = new MockConsumer<>("earliest");
        audit.wrap(subscribing).subscribe(Set.of("recruit.result"), new ConsumerRebalanceListener() {
            @Override
            public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
                calls.add("revoked");
                throw thrown;
            }

            @Override
            public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
                calls.add("assigned");
            }
        });
        subscribing.rebalance(Set.of(PARTITION));

        assertThatThrownBy(() -> subscribing.rebalance(Set.of())).isSameAs(thrown);
        assertThat(calls).containsExactly("assigned", "revoked");
    }

    @Test
    void decoratesAConsumerOnce() {
        assertThat(audit.wrap(consumer)).isSameAs(consumer);
        assertThat(KafkaAudit.isAudited(consumer)).isTrue();
        assertThat(KafkaAudit.isAudited(mock)).isFalse();
        assertThat(Set.of(consumer, mock)).hasSize(2).contains(consumer);
    }

    @Test
    void consumesAsBeforeWhenTheAuditIsOff() {
        trail.setEnabled(false);
        add(0);

        assertThat(consumer.poll(Duration.ZERO)).hasSize(1);
        consumer.commitSync(offset(1));
        assertThat(events(AuditAction.MESSAGE_DELIVERED)).isEmpty();
        assertThat(events(AuditAction.OFFSET_COMMITTED)).isEmpty();
    }

    private ConsumerRecord<String, byte[]> add(long offset) {
        ConsumerRecord<String, byte[]> record = new ConsumerRecord<>(
                PARTITION.topic(), PARTITION.partition(), offset, "a-17", ("{\"n\":" + offset + "}").getBytes(UTF_8));
        mock.addRecord(record);
        return record;
    }

    private List<Document> events(AuditAction action) {
        assertThat(trail.flush(Duration.ofSeconds(20))).isTrue();
        return sink.documents(action);
    }

    private static Map<TopicPartition, OffsetAndMetadata> offset(long offset) {
        return Map.of(PARTITION, new OffsetAndMetadata(offset));
    }
}
