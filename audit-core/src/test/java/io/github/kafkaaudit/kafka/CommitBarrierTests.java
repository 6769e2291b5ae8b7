package io.github.kafkaaudit.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.kafkaaudit.event.AuditAction;
import io.github.kafkaaudit.kafka.delivery.DeliverySession;
import io.github.kafkaaudit.kafka.delivery.Destinations;
import io.github.kafkaaudit.kafka.delivery.OpenDelivery;
import io.github.kafkaaudit.trail.AuditTrail;
import io.github.kafkaaudit.trail.BreakingEncoder;
import io.github.kafkaaudit.trail.Document;
import io.github.kafkaaudit.trail.RecordingAuditSink;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.consumer.RetriableCommitFailedException;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A committed offset without an audit event cannot exist where the barrier is on. */
class CommitBarrierTests {

    private static final TopicPartition PARTITION = new TopicPartition("recruit.result", 0);
    private static final ConsumerRecord<String, byte[]> RECORD =
            new ConsumerRecord<>("recruit.result", 0, 0, "a-17", new byte[0]);

    private final RecordingAuditSink sink = new RecordingAuditSink();
    private final BreakingEncoder encoder = new BreakingEncoder();
    private final AuditTrail trail = AuditTrail.builder(encoder, sink).build();
    private final KafkaAudit audit = KafkaAudit.builder(trail)
            .commitInterval(Duration.ZERO)
            .commitBarrier(Duration.ofMillis(500))
            .build();
    private final MockConsumer<String, byte[]> mock = new MockConsumer<>("earliest");
    private final Consumer<String, byte[]> consumer = audit.wrap(mock);

    @BeforeEach
    void start() {
        encoder.failWith(null);
        trail.start(Map.of());
        consumer.assign(Set.of(PARTITION));
        mock.updateBeginningOffsets(Map.of(PARTITION, 0L));
    }

    @AfterEach
    void close() {
        sink.answerAll();
        trail.close();
    }

    @Test
    void commitsWhenTheEventsAreAcknowledged() {
        poll(0);
        consumer.commitSync();

        assertThat(committed()).isEqualTo(1);
        assertThat(sink.documents(AuditAction.MESSAGE_DELIVERED)).hasSize(1);
    }

    @Test
    void refusesToCommitWhatTheSinkDoesNotAcknowledge() {
        sink.stopAnswering();
        poll(0);

        assertThatThrownBy(() -> consumer.commitSync(offset(1)))
                .isInstanceOf(RetriableCommitFailedException.class)
                .hasMessageContaining("kafka.audit.commits.barrier.enabled");
        assertThat(committed()).isEqualTo(-1);

        sink.answerAll();
        consumer.commitSync(offset(1));
        assertThat(committed()).isEqualTo(1);
        assertThat(events(AuditAction.OFFSET_COMMIT_FAILED)).singleElement().satisfies(event -> {
            assertThat(event.number("kafka_audit.commit.offset")).isEqualTo(1);
            assertThat(event.text("error.type")).isEqualTo(RetriableCommitFailedException.class.getName());
        });
    }

    @Test
    void refusesToCommitARecordWhoseEventWasLostUntilItIsHandedOutAgain() {
        encoder.failWith(new IllegalArgumentException("not encodable"));
        poll(0);
        assertThat(trail.recorder().awaitEnds(Duration.ofSeconds(10))).isTrue();
        encoder.failWith(null);
        poll(1);

        assertThatThrownBy(() -> consumer.commitSync(offset(2))).isInstanceOf(RetriableCommitFailedException.class);
        assertThat(committed()).isEqualTo(-1);

        consumer.seek(PARTITION, 0);
        poll(0);
        consumer.commitSync(offset(1));
        assertThat(committed()).isEqualTo(1);
    }

    @Test
    void commitsWhatLiesBeforeARecordWhoseEventWasLost() {
        poll(0);
        assertThat(trail.flush(Duration.ofSeconds(10))).isTrue();
        encoder.failWith(new IllegalArgumentException("not encodable"));
        poll(1);

        consumer.commitSync(offset(1));
        assertThat(committed()).isEqualTo(1);
    }

    @Test
    void remembersALossWhenThePartitionStaysAssigned() {
        TopicPartition other = new TopicPartition("recruit.result", 1);
        encoder.failWith(new IllegalArgumentException("not encodable"));
        poll(0);
        consumer.assign(Set.of(PARTITION, other));

        assertThatThrownBy(() -> consumer.commitSync(offset(1))).isInstanceOf(RetriableCommitFailedException.class);
        assertThat(committed()).isEqualTo(-1);
    }

    @Test
    void forgetsALossWhenThePartitionIsTakenAwayAndAssignedAnew() {
        encoder.failWith(new IllegalArgumentException("not encodable"));
        poll(0);
        assertThatThrownBy(() -> consumer.commitSync(offset(1))).isInstanceOf(RetriableCommitFailedException.class);
        encoder.failWith(null);
        consumer.assign(Set.of());
        consumer.assign(Set.of(PARTITION));

        consumer.commitSync(offset(1));
        assertThat(committed()).isEqualTo(1);
    }

    @Test
    void givesTheRefusalToTheCallbackOfAnAsynchronousCommit() {
        sink.stopAnswering();
        poll(0);
        List<Exception> failures = new ArrayList<>();
        consumer.commitAsync(offset(1), (offsets, failure) -> failures.add(failure));

        assertThat(failures).singleElement().isInstanceOf(RetriableCommitFailedException.class);
        assertThat(committed()).isEqualTo(-1);
    }

    @Test
    void waitsNoLongerThanTheApplicationWantsTo() {
        sink.stopAnswering();
        poll(0);

        assertThatThrownBy(() -> consumer.commitSync(offset(1), Duration.ZERO))
                .isInstanceOf(RetriableCommitFailedException.class);
    }

    @Test
    void doesNotWaitWhereNothingIsAudited() {
        sink.stopAnswering();
        trail.setEnabled(false);
        poll(0);
        consumer.commitSync(offset(1));

        assertThat(committed()).isEqualTo(1);
    }

    @Test
    void writesAReturnedDeliveryBeforeItsOffsetIsCommitted() {
        DeliverySession session = audit.sessionOf(consumer);
        session.observedBy("listener", false, Destinations.UNKNOWN);
        OpenDelivery delivery = handOut(session);
        session.reports().returned(delivery);
        consumer.commitSync(offset(1));

        assertThat(sink.documents(AuditAction.MESSAGE_CONSUMED)).hasSize(1);
    }

    @Test
    void writesADeliveryThatTheContainerCommitsBeforeItReportsTheReturn() {
        DeliverySession session = audit.sessionOf(consumer);
        session.observedBy("listener", false, Destinations.UNKNOWN);
        OpenDelivery delivery = handOut(session);
        consumer.commitSync(offset(1));
        assertThat(sink.documents(AuditAction.MESSAGE_DELIVERED)).hasSize(1);
        assertThat(sink.documents(AuditAction.MESSAGE_CONSUMED)).isEmpty();
        session.reports().returned(delivery);
        session.roundEnded();

        assertThat(events(AuditAction.MESSAGE_CONSUMED)).hasSize(1);
    }

    @Test
    void claimsNoSuccessForAListenerThatCommitsItselfAndThenFails() {
        DeliverySession session = audit.sessionOf(consumer);
        session.observedBy("listener", false, Destinations.UNKNOWN);
        OpenDelivery delivery = handOut(session);
        consumer.commitSync(offset(1));
        session.reports().threw(delivery, RECORD, new IllegalStateException("after its commit"));
        session.roundEnded();

        assertThat(events(AuditAction.MESSAGE_CONSUME_FAILED)).hasSize(1);
        assertThat(events(AuditAction.MESSAGE_CONSUMED)).isEmpty();
    }

    @Test
    void writesThatARecordWasHandedOutWhenItsListenerCommitsBeforeItReturns() {
        DeliverySession session = audit.sessionOf(consumer);
        session.observedBy("listener", true, Destinations.UNKNOWN);
        OpenDelivery delivery = handOut(session);
        consumer.commitSync(offset(1));
        assertThat(sink.documents(AuditAction.MESSAGE_DELIVERED))
                .singleElement()
                .satisfies(event ->
                        assertThat(event.text("event.reason")).isEqualTo("committed before its end was known"));
        session.reports().returned(delivery);
        session.roundEnded();

        assertThat(events(AuditAction.MESSAGE_CONSUMED)).hasSize(1);
    }

    @Test
    void refusesTheOffsetsOfATransaction() {
        MockProducer<String, String> transactional =
                new MockProducer<>(true, null, new StringSerializer(), new StringSerializer());
        Producer<String, String> producer = audit.wrap(transactional);
        producer.initTransactions();
        producer.beginTransaction();
        sink.stopAnswering();
        poll(0);

        assertThatThrownBy(() -> producer.sendOffsetsToTransaction(offset(1), consumer.groupMetadata()))
                .isInstanceOf(TimeoutException.class)
                .hasMessageContaining("kafka.audit.commits.barrier.enabled");
        assertThat(transactional.sentOffsets()).isFalse();
    }

    @Test
    void refusesTheOffsetsOfATransactionWhenAnEventOfTheGroupWasLost() {
        MockProducer<String, String> transactional =
                new MockProducer<>(true, null, new StringSerializer(), new StringSerializer());
        Producer<String, String> producer = audit.wrap(transactional);
        producer.initTransactions();
        producer.beginTransaction();
        encoder.failWith(new IllegalArgumentException("not encodable"));
        poll(0);

        assertThatThrownBy(() -> producer.sendOffsetsToTransaction(offset(1), consumer.groupMetadata()))
                .isInstanceOf(TimeoutException.class);
        assertThat(transactional.sentOffsets()).isFalse();
    }

    @Test
    void writesADeliveryAsPendingBeforeItsOffsetGoesWithATransaction() {
        MockProducer<String, String> transactional =
                new MockProducer<>(true, null, new StringSerializer(), new StringSerializer());
        Producer<String, String> producer = audit.wrap(transactional);
        producer.initTransactions();
        DeliverySession session = audit.sessionOf(consumer);
        session.observedBy("listener", false, Destinations.UNKNOWN);
        producer.beginTransaction();
        OpenDelivery delivery = handOut(session);
        producer.sendOffsetsToTransaction(offset(1), consumer.groupMetadata());
        assertThat(sink.documents(AuditAction.MESSAGE_DELIVERED))
                .singleElement()
                .satisfies(event -> assertThat(event.text("kafka_audit.transaction.outcome"))
                        .isEqualTo("pending"));
        producer.commitTransaction();
        session.reports().returned(delivery);
        session.roundEnded();

        assertThat(events(AuditAction.MESSAGE_CONSUMED))
                .singleElement()
                .satisfies(event -> assertThat(event.text("kafka_audit.transaction.outcome"))
                        .isEqualTo("committed"));
        assertThat(events(AuditAction.TRANSACTION_COMMITTED)).hasSize(1);
    }

    private OpenDelivery handOut(DeliverySession session) {
        OpenDelivery delivery = session.handOut(poll(0));
        assertThat(delivery).isNotNull();
        delivery.reachedListener();
        return delivery;
    }

    private ConsumerRecord<String, byte[]> poll(long offset) {
        mock.addRecord(new ConsumerRecord<>(
                PARTITION.topic(), PARTITION.partition(), offset, "a-17", ("{\"n\":" + offset + "}").getBytes(UTF_8)));
        return consumer.poll(Duration.ZERO).iterator().next();
    }

    private long committed() {
        OffsetAndMetadata committed = mock.committed(Set.of(PARTITION)).get(PARTITION);
        return committed == null ? -1 : committed.offset();
    }

    private List<Document> events(AuditAction action) {
        assertThat(trail.flush(Duration.ofSeconds(20))).isTrue();
        return sink.documents(action);
    }

    private static Map<TopicPartition, OffsetAndMetadata> offset(long offset) {
        return Map.of(PARTITION, new OffsetAndMetadata(offset));
    }
}
