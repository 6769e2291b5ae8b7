package io.github.kafkaaudit.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.kafkaaudit.event.AuditAction;
import io.github.kafkaaudit.event.OffsetCommit;
import io.github.kafkaaudit.kafka.delivery.AuditedDelivery;
import io.github.kafkaaudit.kafka.delivery.DeliverySession;
import io.github.kafkaaudit.kafka.delivery.Destinations;
import io.github.kafkaaudit.kafka.delivery.OpenDelivery;
import io.github.kafkaaudit.trail.AuditTrail;
import io.github.kafkaaudit.trail.Document;
import io.github.kafkaaudit.trail.RecordingAuditSink;
import io.github.kafkaaudit.trail.Trails;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A source of records that is no consumer of Kafka's own feeds the same machine. */
class DeliverySessionTests {

    private static final TopicPartition PARTITION = new TopicPartition("recruit.result", 0);
    private static final byte[] VALUE = "{\"n\":1}".getBytes(UTF_8);

    private final RecordingAuditSink sink = new RecordingAuditSink();
    private final AuditTrail trail = Trails.to(sink).build();
    private final KafkaAudit audit = KafkaAudit.builder(trail).build();
    private final DeliverySession session = audit.session("group", "client", "listener");
    private final Producer<String, byte[]> producer =
            audit.wrap(new MockProducer<>(true, null, new StringSerializer(), new ByteArraySerializer()));

    @BeforeEach
    void start() {
        trail.start(Map.of());
    }

    @AfterEach
    void close() {
        trail.close();
    }

    @Test
    void recordsWhatAPolledSourceHandsOut() {
        OpenDelivery first = handOut(0);
        session.reports().returned(first);
        session.released();
        OpenDelivery second = handOut(1);
        session.reports().threw(second, record(1), new IllegalStateException("no"));
        session.released();
        audit.close(session);

        assertThat(actions()).containsExactly("message-consumed 0 1", "message-consume-failed 1 1");
        assertThat(events(AuditAction.MESSAGE_CONSUMED).get(0).text("messaging.consumer.group.name"))
                .isEqualTo("group");
        assertThat(events(AuditAction.MESSAGE_CONSUMED).get(0).text("kafka_audit.listener.id"))
                .isEqualTo("listener");
    }

    @Test
    void takesAHandOverThatIsSeenThreeTimesForOne() {
        ConsumerRecord<String, byte[]> record = record(0);
        OpenDelivery outer = session.handOut(record);
        OpenDelivery middle = session.handOut(record);
        OpenDelivery inner = session.handOut(record(0));
        assertThat(inner).isSameAs(middle).isSameAs(outer);
        Objects.requireNonNull(inner).reachedListener();
        Objects.requireNonNull(outer).reachedListener();
        for (int i = 0; i < 3; i++) {
            session.reports().returned(Objects.requireNonNull(session.find(record)));
        }
        session.released();
        session.released();
        session.roundEnded();

        assertThat(actions()).containsExactly("message-consumed 0 1");
    }

    @Test
    void takesAFailureThatIsReportedThreeTimesForOne() {
        OpenDelivery delivery = handOut(0);
        Exception error = new IllegalStateException("no");
        for (int i = 0; i < 3; i++) {
            session.reports().threw(Objects.requireNonNull(session.find(record(0))), record(0), error);
        }
        session.released();
        OpenDelivery again = handOut(0);
        session.reports().returned(again);
        session.roundEnded();

        assertThat(again).isNotSameAs(delivery);
        assertThat(actions()).containsExactly("message-consume-failed 0 1", "message-consumed 0 2");
    }

    @Test
    void takesABatchThatIsHandedOutTwiceForOne() {
        List<ConsumerRecord<String, byte[]>> batch = List.of(record(0), record(1));
        List<OpenDelivery> once = session.handOut(batch);
        assertThat(session.handOut(batch)).isSameAs(once);
        once.forEach(OpenDelivery::reachedListener);
        once.forEach(delivery -> session.reports().returned(delivery));
        session.roundEnded();

        assertThat(actions()).containsExactly("message-consumed 0 1", "message-consumed 1 1");
    }

    @Test
    void givesUpNoRecordThatWasAcknowledgedFirstAndThenFailed() {
        OpenDelivery delivery = handOut(0);
        session.reports().threw(delivery, record(0), new IllegalStateException("once"));
        session.consumer().committed(PARTITION, 1, OffsetCommit.Mode.SYNC);
        session.consumer().sought(PARTITION, 0);
        session.released();
        session.consumer().pollStarts(partition -> false);
        session.reports().returned(handOut(0));
        session.roundEnded();

        assertThat(actions()).containsExactly("message-consume-failed 0 1", "message-consumed 0 2");
    }

    @Test
    void saysThatARecordWasGivenUpOnlyWhenTheConsumerHasMovedOn() {
        OpenDelivery delivery = handOut(0);
        session.reports().threw(delivery, record(0), new IllegalStateException("no"));
        session.consumer().committed(PARTITION, 1, OffsetCommit.Mode.SYNC);
        session.released();
        session.consumer().pollStarts(partition -> true);
        assertThat(actions()).containsExactly("message-consume-failed 0 1");
        session.consumer().pollStarts(partition -> false);

        assertThat(events(AuditAction.MESSAGE_DEAD_LETTERED)).singleElement().satisfies(event -> {
            assertThat(event.text("event.outcome")).isEqualTo("unknown");
            assertThat(event.text("event.reason")).contains("no copy of it was seen");
        });
    }

    @Test
    void recordsAFailureThatTheApplicationHandlesByItself() {
        OpenDelivery delivery = handOut(0);
        AuditedDelivery.current().failed(new IllegalStateException("parked"));
        session.reports().returned(delivery);
        session.released();
        AuditedDelivery.current().failed(new IllegalStateException("nobody's"));
        session.roundEnded();

        assertThat(events(AuditAction.MESSAGE_CONSUME_FAILED)).singleElement().satisfies(event -> {
            assertThat(event.text("event.reason")).isEqualTo("reported by the application");
            assertThat(event.has("kafka_audit.delivery.error_swallowed")).isTrue();
            assertThat(event.text("error.message")).isEqualTo("parked");
        });
        assertThat(actions()).hasSize(1);
    }

    @Test
    void recordsAReportedFailureOfOneRecordOfABatchAndOfAResultThatSucceeds() {
        List<OpenDelivery> batch = session.handOut(List.of(record(0), record(1)));
        batch.forEach(OpenDelivery::reachedListener);
        AuditedDelivery.current().failed(record(1), new IllegalStateException("only this"));
        batch.forEach(delivery -> session.reports().returned(delivery));
        session.roundEnded();
        OpenDelivery async = handOut(2);
        AuditedDelivery current = AuditedDelivery.current();
        async.awaitsResult();
        session.reports().returned(async);
        session.released();
        current.failed(new IllegalStateException("later"));
        async.completed(null);

        assertThat(actions())
                .containsExactlyInAnyOrder(
                        "message-consumed 0 1", "message-consume-failed 1 1", "message-consume-failed 2 1");
    }

    @Test
    void takesASendForACopyOnlyWhileTheFailureOfTheRecordThatItNamesIsHandled() {
        OpenDelivery delivery = handOut(0);
        send("elsewhere", named(0));
        session.reports().threw(delivery, record(0), new IllegalStateException("no"));
        send("recruit.result-dlt", named(0));
        session.released();
        session.consumer().committed(PARTITION, 1, OffsetCommit.Mode.SYNC);
        session.consumer().pollStarts(partition -> false);
        send("recruit.result", named(0));

        assertThat(events(AuditAction.MESSAGE_DEAD_LETTERED)).singleElement().satisfies(event -> {
            assertThat(event.text("kafka_audit.dead_letter.coordinate")).startsWith("recruit.result-dlt/");
            assertThat(event.text("event.outcome")).isEqualTo("success");
        });
        assertThat(events(AuditAction.MESSAGE_PRODUCED))
                .extracting(event -> event.text("kafka_audit.original.topic"))
                .containsExactly(null, "recruit.result", null);
        assertThat(events(AuditAction.MESSAGE_PRODUCED))
                .extracting(event -> event.text("kafka_audit.caused_by.coordinate"))
                .containsExactly("recruit.result/0/0", "recruit.result/0/0", null);
    }

    @Test
    void takesASendOfTheSameValueForTheCopyOfARecordThatWasGivenUp() {
        OpenDelivery delivery = handOut(0);
        ConsumerRecord<String, byte[]> record = record(0);
        session.reports().threw(delivery, record, new IllegalStateException("no"));
        var unused = producer.send(new ProducerRecord<>("parked", "k", record.value()));
        session.released();
        session.consumer().committed(PARTITION, 1, OffsetCommit.Mode.SYNC);
        session.consumer().pollStarts(partition -> false);

        assertThat(events(AuditAction.MESSAGE_DEAD_LETTERED))
                .singleElement()
                .satisfies(event -> assertThat(event.text("kafka_audit.dead_letter.coordinate"))
                        .startsWith("parked/"));
    }

    @Test
    void takesASendOfTheSameValueForNothingWhenTheRecordIsTriedAgain() {
        OpenDelivery delivery = handOut(0);
        ConsumerRecord<String, byte[]> record = record(0);
        session.reports().threw(delivery, record, new IllegalStateException("no"));
        var unused = producer.send(new ProducerRecord<>("errors", "k", record.value()));
        session.released();
        session.reports().returned(handOut(0));
        session.roundEnded();

        assertThat(events(AuditAction.MESSAGE_DEAD_LETTERED)).isEmpty();
    }

    @Test
    void asksWhoKnowsWhetherACopyGoesToARetryTopic() {
        session.observedBy(
                "listener",
                false,
                topic -> topic.equals("last.stop") ? Destinations.Kind.DEAD_LETTER : Destinations.Kind.RETRY);
        for (int offset = 0; offset < 2; offset++) {
            OpenDelivery delivery = handOut(offset);
            session.reports().threw(delivery, record(offset), new IllegalStateException("no"));
            Headers headers = named(offset).add("retry_topic-backoff-timestamp", new byte[] {1});
            send(offset == 0 ? "try.later.dlt" : "last.stop", headers);
            session.released();
        }

        assertThat(events(AuditAction.MESSAGE_RETRY_SCHEDULED)).hasSize(1);
        assertThat(events(AuditAction.MESSAGE_DEAD_LETTERED)).hasSize(1);
    }

    @Test
    void leavesTheWorkOfAListenerAloneThatUsesAnotherSourceMeanwhile() {
        OpenDelivery delivery = handOut(0);
        DeliverySession other = audit.session("other", null, null);
        other.roundEnded();
        var unused = producer.send(new ProducerRecord<>("out", "k", VALUE));
        session.reports().returned(delivery);
        session.roundEnded();

        assertThat(events(AuditAction.MESSAGE_PRODUCED).get(0).text("kafka_audit.caused_by.coordinate"))
                .isEqualTo("recruit.result/0/0");
    }

    private OpenDelivery handOut(long offset) {
        OpenDelivery delivery = Objects.requireNonNull(session.handOut(record(offset)));
        delivery.reachedListener();
        return delivery;
    }

    private void send(String topic, Headers headers) {
        var unused = producer.send(new ProducerRecord<>(topic, null, "k", VALUE, headers));
    }

    private static Headers named(long offset) {
        return new RecordHeaders()
                .add("kafka_dlt-original-topic", "recruit.result".getBytes(UTF_8))
                .add(
                        "kafka_dlt-original-partition",
                        ByteBuffer.allocate(4).putInt(0).array())
                .add(
                        "kafka_dlt-original-offset",
                        ByteBuffer.allocate(8).putLong(offset).array());
    }

    private static ConsumerRecord<String, byte[]> record(long offset) {
        return new ConsumerRecord<>(PARTITION.topic(), PARTITION.partition(), offset, "a-17", VALUE);
    }

    private List<String> actions() {
        assertThat(trail.flush(Duration.ofSeconds(10))).isTrue();
        return sink.documents().stream()
                .filter(event -> String.valueOf(event.text("event.action")).startsWith("message-con"))
                .map(event -> event.text("event.action") + " " + event.number("messaging.kafka.offset") + " "
                        + event.number("kafka_audit.delivery.attempt"))
                .toList();
    }

    private List<Document> events(AuditAction action) {
        assertThat(trail.flush(Duration.ofSeconds(10))).isTrue();
        return sink.documents(action);
    }
}
