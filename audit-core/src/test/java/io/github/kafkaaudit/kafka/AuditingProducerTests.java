package io.github.kafkaaudit.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.kafkaaudit.event.AuditAction;
import io.github.kafkaaudit.event.AuditHeaders;
import io.github.kafkaaudit.trail.AuditTrail;
import io.github.kafkaaudit.trail.Document;
import io.github.kafkaaudit.trail.RecordingAuditSink;
import io.github.kafkaaudit.trail.TrailSettings;
import io.github.kafkaaudit.trail.Trails;
import java.lang.reflect.UndeclaredThrowableException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Serializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The produce side of the failure rules: the application sees what it would see without us. */
@SuppressWarnings("FutureReturnValueIgnored") // the callbacks tell
class AuditingProducerTests {

    private static final Duration LONG = Duration.ofSeconds(20);

    private final RecordingAuditSink sink = new RecordingAuditSink();
    private final AuditTrail trail = Trails.to(sink).build();
    private final KafkaAudit audit = KafkaAudit.builder(trail).build();
    private final MockProducer<String, String> mock = mock(false, new StringSerializer());
    private final Producer<String, String> producer = audit.wrap(mock);

    @BeforeEach
    void start() {
        trail.start(Map.of());
    }

    @AfterEach
    void close() {
        trail.close();
    }

    @Test
    void recordsAnAcknowledgedSendWithItsPlaceAndItsWireBytes() {
        producer.send(new ProducerRecord<>("recruit.result", "a-17", "{\"result\":\"rejected\"}"));
        mock.completeNext();

        Document event = onlyEvent(AuditAction.MESSAGE_PRODUCED);
        assertThat(event.text("kafka_audit.record.coordinate")).isEqualTo("recruit.result/0/0");
        assertThat(event.text("messaging.kafka.message.key")).isEqualTo("a-17");
        assertThat(event.text("kafka_audit.payload.json.result")).isEqualTo("rejected");
        assertThat(event.text("event.outcome")).isEqualTo("success");
        assertThat(event.text("messaging.message.id")).isEqualTo(header(sent(0), AuditHeaders.MESSAGE_ID));
        assertThat(header(sent(0), AuditHeaders.ORIGIN_SERVICE)).isEqualTo("ats");
        assertThat(event.text("process.thread.name"))
                .isEqualTo(Thread.currentThread().getName());
        assertThat(event.has("event.start")).isTrue();
        assertThat(event.has("event.duration")).isTrue();
        assertThat(trail.statistics().queueMemory()).isZero();
    }

    @Test
    void passesTheExceptionOfTheProducerAsTheSameInstance() {
        for (RuntimeException thrown : List.of(new IllegalStateException("closed"), new TimeoutException("metadata"))) {
            mock.sendException = thrown;

            assertThatThrownBy(() -> producer.send(new ProducerRecord<>("t", "v")))
                    .isSameAs(thrown);
        }
        mock.sendException = null;

        flush();
        assertThat(sink.documents(AuditAction.MESSAGE_PRODUCE_FAILED))
                .extracting(event -> event.text("error.type"))
                .containsExactly(IllegalStateException.class.getName(), TimeoutException.class.getName());
    }

    @Test
    void passesTheExceptionOfTheSerializerAsTheSameInstance() {
        RuntimeException thrown = new IllegalArgumentException("not a string");
        Producer<String, String> broken = audit.wrap(mock(true, new StringSerializer() {
            @Override
            public byte[] serialize(String topic, String data) {
                throw thrown;
            }
        }));

        assertThatThrownBy(() -> broken.send(new ProducerRecord<>("t", "v"))).isSameAs(thrown);

        assertThat(onlyEvent(AuditAction.MESSAGE_PRODUCE_FAILED).text("error.type"))
                .isEqualTo(IllegalArgumentException.class.getName());
    }

    @Test
    void passesErrorsOfTheApplication() {
        Error thrown = new NoClassDefFoundError("missing");
        Producer<String, String> broken = audit.wrap(mock(true, new StringSerializer() {
            @Override
            public byte[] serialize(String topic, String data) {
                throw thrown;
            }
        }));

        assertThatThrownBy(() -> broken.send(new ProducerRecord<>("t", "v"))).isSameAs(thrown);
    }

    @Test
    void neverWrapsAnExceptionOfAnyOtherCall() {
        mock.initTransactionException = new ProducerFencedException("fenced");

        assertThatThrownBy(producer::initTransactions)
                .isSameAs(mock.initTransactionException)
                .isNotInstanceOf(UndeclaredThrowableException.class);
    }

    @Test
    void runsTheCallbackOfTheApplicationOnceAndBeforeItsOwnWork() {
        List<String> calls = new ArrayList<>();
        producer.send(new ProducerRecord<>("t", "v"), (metadata, failure) -> {
            calls.add(metadata.toString());
            assertThat(trail.statistics().events()).doesNotContainKey(AuditAction.MESSAGE_PRODUCED);
        });
        mock.completeNext();

        assertThat(calls).containsExactly("t-0@0");
        onlyEvent(AuditAction.MESSAGE_PRODUCED);
    }

    @Test
    void recordsTheEndThoughTheCallbackOfTheApplicationThrows() {
        RuntimeException thrown = new IllegalStateException("in the callback");
        producer.send(new ProducerRecord<>("t", "v"), (metadata, failure) -> {
            throw thrown;
        });

        assertThatThrownBy(mock::completeNext).isSameAs(thrown);
        onlyEvent(AuditAction.MESSAGE_PRODUCED);
    }

    @Test
    void handsTheFailureOfTheBrokerToTheCallbackAsTheSameInstance() {
        RuntimeException failure = new TimeoutException("expired");
        List<@Nullable Exception> seen = new ArrayList<>();
        Future<RecordMetadata> future =
                producer.send(new ProducerRecord<>("t", "v"), (metadata, exception) -> seen.add(exception));
        mock.errorNext(failure);

        assertThat(seen).containsExactly(failure);
        assertThatThrownBy(future::get).hasCause(failure);
        assertThat(onlyEvent(AuditAction.MESSAGE_PRODUCE_FAILED).text("error.message"))
                .isEqualTo("expired");
    }

    @Test
    void recordsOneEndPerSendWhateverTheProducerDoesTwice() {
        List<Callback> callbacks = new ArrayList<>();
        AtomicInteger called = new AtomicInteger();
        Producer<String, String> odd = audit.wrap(new MockProducer<>() {
            @Override
            public synchronized Future<RecordMetadata> send(ProducerRecord<String, String> record, Callback callback) {
                callbacks.add(callback);
                callback.onCompletion(null, new TimeoutException("first"));
                throw new IllegalStateException("then this");
            }
        });

        assertThatThrownBy(
                        () -> odd.send(new ProducerRecord<>("t", "v"), (metadata, failure) -> called.incrementAndGet()))
                .isInstanceOf(IllegalStateException.class);
        callbacks.get(0).onCompletion(null, null);

        assertThat(called).hasValue(2);
        assertThat(onlyEvent(AuditAction.MESSAGE_PRODUCE_FAILED).text("error.message"))
                .isEqualTo("first");
        assertThat(sink.documents(AuditAction.MESSAGE_PRODUCED)).isEmpty();
    }

    @Test
    void leavesARecordThatIsSentAgainAsItWas() {
        ProducerRecord<String, String> record = new ProducerRecord<>("t", "v");
        record.headers().add("own", "1".getBytes(UTF_8));
        producer.send(record);
        close(record.headers());
        producer.send(record);
        mock.completeNext();
        mock.completeNext();

        assertThat(record.headers().toArray()).hasSize(1);
        flush();
        assertThat(sink.documents(AuditAction.MESSAGE_PRODUCED)).hasSize(2);
        assertThat(header(sent(0), AuditHeaders.MESSAGE_ID)).isNotEqualTo(header(sent(1), AuditHeaders.MESSAGE_ID));
        assertThat(header(sent(1), "own")).isEqualTo("1");
    }

    @Test
    void sendsTheRecordItselfWhereTheApplicationHasATypeOfItsOwn() {
        ProducerRecord<String, String> own = new ProducerRecord<>("t", "v") {};
        producer.send(own);

        assertThat(sent(0)).isSameAs(own);
    }

    @Test
    void decoratesAProducerOnce() {
        assertThat(audit.wrap(producer)).isSameAs(producer);
        assertThat(Set.of(producer, mock)).hasSize(2).contains(producer);
    }

    @Test
    void sendsAsBeforeWhenTheAuditIsOffOrItsQueueIsFull() {
        trail.setEnabled(false);
        producer.send(new ProducerRecord<>("t", "v"));
        assertThat(sent(0).headers()).isEmpty();
        trail.setEnabled(true);

        AuditTrail full = Trails.to(sink).settings(Trails.SMALL).build();
        MockProducer<String, String> target = mock(true, new StringSerializer());
        Producer<String, String> crowded = KafkaAudit.builder(full).build().wrap(target);
        for (int i = 0; i < 100; i++) {
            crowded.send(new ProducerRecord<>("t", "v"));
        }
        assertThat(target.history()).hasSize(100);
        assertThat(full.statistics().lostTotal()).isPositive();
        full.close();
    }

    @Test
    void keepsNoMoreOfAPayloadOfTenMegabytesThanTheLimit() {
        MockProducer<byte[], byte[]> bytes = new MockProducer<>(
                false,
                null,
                new AuditingSerializer<>(new ByteArraySerializer(), true),
                new AuditingSerializer<>(new ByteArraySerializer(), false));
        Producer<byte[], byte[]> large = audit.wrap(bytes);
        flush();
        long before = trail.statistics().queueMemory();
        large.send(new ProducerRecord<>("t", new byte[10 << 20]));

        assertThat(trail.statistics().queueMemory() - before).isEqualTo(16 * 1024);
        bytes.completeNext();
        flush();
        assertThat(trail.statistics().queueMemory()).isZero();
        Document event = onlyEvent(AuditAction.MESSAGE_PRODUCED);
        assertThat(event.number("messaging.message.body.size")).isEqualTo(10 << 20);
        assertThat(event.event().json().length).isLessThan(64 * 1024);
    }

    @Test
    void keepsAHashOnlyWhenTheMemoryIsUsedUpBySendsThatAreUnderWay() {
        AuditTrail small = Trails.to(sink)
                .settings(new TrailSettings(1024, 1 << 20, 1 << 20, Duration.ofSeconds(5)))
                .build();
        small.start(Map.of());
        Producer<String, String> busy = KafkaAudit.builder(small).build().wrap(mock);
        String payload = "x".repeat(15_000);
        for (int i = 0; i < 100; i++) {
            busy.send(new ProducerRecord<>("t", payload));
        }

        assertThat(small.statistics().queueMemory()).isLessThanOrEqualTo(1 << 20);
        for (int i = 0; i < 100; i++) {
            mock.completeNext();
            small.flush(LONG);
        }
        small.close();
        List<Document> events = sink.documents(AuditAction.MESSAGE_PRODUCED);
        assertThat(events).hasSize(100);
        assertThat(events.get(0).text("kafka_audit.payload.text")).isEqualTo(payload);
        assertThat(events.get(99).has("kafka_audit.payload.text")).isFalse();
        assertThat(events.get(99).has("kafka_audit.payload.hash")).isTrue();
    }

    @Test
    void recordsTheSendsOfATransactionWithItsOutcome() {
        MockConsumer<String, String> consumer = new MockConsumer<>("earliest");
        mock.initTransactions();
        producer.beginTransaction();
        producer.send(new ProducerRecord<>("t", "v"));
        mock.completeNext();
        flush();
        assertThat(sink.documents(AuditAction.MESSAGE_PRODUCED)).isEmpty();
        producer.commitTransaction();
        producer.beginTransaction();
        producer.send(new ProducerRecord<>("t", "v"));
        mock.completeNext();
        producer.sendOffsetsToTransaction(
                Map.of(new TopicPartition("in", 0), new OffsetAndMetadata(5)), consumer.groupMetadata());
        producer.abortTransaction();

        flush();
        assertThat(sink.documents(AuditAction.MESSAGE_PRODUCED))
                .singleElement()
                .satisfies(event -> assertThat(event.text("kafka_audit.transaction.outcome"))
                        .isEqualTo("committed"));
        assertThat(sink.documents(AuditAction.MESSAGE_PRODUCE_FAILED))
                .singleElement()
                .satisfies(event -> assertThat(event.text("event.reason")).isEqualTo("transaction aborted"));
        assertThat(sink.documents(AuditAction.TRANSACTION_COMMITTED)).hasSize(1);
        assertThat(sink.documents(AuditAction.TRANSACTION_ABORTED)).hasSize(1);
        assertThat(sink.documents(AuditAction.OFFSET_COMMIT_FAILED)).hasSize(1);
    }

    @Test
    void takesATransactionWhoseCommitThrewForUnknown() {
        mock.initTransactions();
        producer.beginTransaction();
        producer.send(new ProducerRecord<>("t", "v"));
        mock.completeNext();
        RuntimeException thrown = new TimeoutException("no answer");
        mock.commitTransactionException = thrown;

        assertThatThrownBy(producer::commitTransaction).isSameAs(thrown);

        assertThat(onlyEvent(AuditAction.MESSAGE_PRODUCED).text("event.outcome"))
                .isEqualTo("unknown");
    }

    @Test
    void recordsSendsThatASerializerMakesApartFromTheOneItWorksFor() {
        MockProducer<String, String> inner = mock(true, new StringSerializer());
        Producer<String, String> auditedInner = audit.wrap(inner);
        Producer<String, String> outer = audit.wrap(mock(true, new StringSerializer() {
            @Override
            public byte[] serialize(String topic, String data) {
                auditedInner.send(new ProducerRecord<>("inner", "in"));
                return super.serialize(topic, data);
            }
        }));
        outer.send(new ProducerRecord<>("outer", "out"));

        flush();
        assertThat(sink.documents(AuditAction.MESSAGE_PRODUCED))
                .extracting(event -> event.text("messaging.destination.name") + event.text("kafka_audit.payload.text"))
                .containsExactlyInAnyOrder("innerin", "outerout");
    }

    private Document onlyEvent(AuditAction action) {
        flush();
        List<Document> events = sink.documents(action);
        assertThat(events).hasSize(1);
        return events.get(0);
    }

    private void flush() {
        assertThat(trail.flush(LONG)).isTrue();
    }

    private ProducerRecord<String, String> sent(int index) {
        return mock.history().get(index);
    }

    private static @Nullable String header(ProducerRecord<?, ?> record, String name) {
        return new String(record.headers().lastHeader(name).value(), UTF_8);
    }

    /** What Kafka does to the headers of a record that was sent. */
    private static void close(Headers headers) {
        ((RecordHeaders) headers).setReadOnly();
    }

    private static MockProducer<String, String> mock(boolean autoComplete, Serializer<String> serializer) {
        return new MockProducer<>(
                autoComplete,
                null,
                new AuditingSerializer<>(new StringSerializer(), true),
                new AuditingSerializer<>(serializer, false));
    }
}
