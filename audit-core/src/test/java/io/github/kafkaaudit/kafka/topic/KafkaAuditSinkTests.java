package io.github.kafkaaudit.kafka.topic;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.kafkaaudit.EncodedAuditEvent;
import io.github.kafkaaudit.json.JsonAuditEventEncoder;
import io.github.kafkaaudit.trail.Trails;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;

@SuppressWarnings("FutureReturnValueIgnored") // asked for where it matters
class KafkaAuditSinkTests {

    private final MockProducer<byte[], byte[]> producer =
            new MockProducer<>(false, null, new ByteArraySerializer(), new ByteArraySerializer());
    private final KafkaAuditSink sink = new KafkaAuditSink(
            "kafka-audit", null, "localhost:1", new JsonAuditEventEncoder(Trails.ATS, null), () -> producer);

    @Test
    void writesEveryEventWithoutKeyAndWithTheSchemasVersion() {
        CompletableFuture<Void> written = write(event(1), event(2));
        assertThat(written).isNotDone();
        producer.completeNext();
        assertThat(written).isNotDone();
        producer.completeNext();

        assertThat(written).isCompleted();
        ProducerRecord<byte[], byte[]> record = producer.history().get(0);
        assertThat(record.topic()).isEqualTo("kafka-audit");
        assertThat(record.key()).isNull();
        assertThat(record.timestamp()).isNull();
        assertThat(record.value()).asString(UTF_8).isEqualTo("{\"n\":1}");
        assertThat(record.headers().lastHeader("ka-schema").value())
                .asString(UTF_8)
                .isEqualTo("1");
    }

    @Test
    void failsABatchOfWhichOneEventWasNotAcknowledged() {
        CompletableFuture<Void> written = write(event(1), event(2));
        TimeoutException failure = new TimeoutException("expired");
        producer.completeNext();
        producer.errorNext(failure);

        assertThatThrownBy(written::join)
                .isInstanceOf(CompletionException.class)
                .hasRootCause(failure)
                .hasMessageContaining("TimeoutException: expired");
    }

    @Test
    void asksNoSecondTimeWhenTheFirstSendOfABatchHadToWaitInVain() {
        producer.sendException = new TimeoutException("no metadata");

        assertThat(write(event(1), event(2), event(3))).isCompletedExceptionally();
        assertThat(producer.history()).isEmpty();
    }

    @Test
    void makesEventsSmallerThatTheTopicRefusesAsTooLarge() {
        EncodedAuditEvent large = new EncodedAuditEvent(
                "id",
                1,
                1,
                false,
                ("{\"kafka_audit\":{\"payload\":{\"text\":\"" + "x".repeat(100_000) + "\"}}}").getBytes(UTF_8));
        CompletableFuture<Void> first = write(large);
        producer.errorNext(new RecordTooLargeException("too large"));
        assertThat(first).isCompletedExceptionally();
        write(large);

        assertThat(producer.history().get(1).value().length).isLessThanOrEqualTo(50_050);
    }

    @Test
    void closesItsProducerOnlyIfItEverHadOne() {
        sink.close();
        assertThat(producer.closed()).isFalse();
        write(event(1));
        sink.close();
        assertThat(producer.closed()).isTrue();
    }

    private CompletableFuture<Void> write(EncodedAuditEvent... events) {
        return sink.write(List.of(events)).toCompletableFuture();
    }

    private static EncodedAuditEvent event(long sequence) {
        return new EncodedAuditEvent(
                "id-" + sequence, sequence, 1, false, ("{\"n\":" + sequence + "}").getBytes(UTF_8));
    }
}
