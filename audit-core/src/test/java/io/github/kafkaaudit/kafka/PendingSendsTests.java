package io.github.kafkaaudit.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.kafkaaudit.event.AuditAction;
import io.github.kafkaaudit.event.AuditHeaders;
import io.github.kafkaaudit.trail.AuditTrail;
import io.github.kafkaaudit.trail.Document;
import io.github.kafkaaudit.trail.RecordingAuditSink;
import io.github.kafkaaudit.trail.Trails;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@SuppressWarnings("FutureReturnValueIgnored") // nobody waits for them here
class PendingSendsTests {

    private static final Duration LONG = Duration.ofSeconds(20);

    private final RecordingAuditSink sink = new RecordingAuditSink();
    private final AuditTrail trail = Trails.to(sink).build();
    private final MockProducer<String, String> mock =
            new MockProducer<>(false, null, new StringSerializer(), new StringSerializer());

    @BeforeEach
    void start() {
        trail.start(Map.of());
    }

    @AfterEach
    void close() {
        trail.close();
    }

    @Test
    void areCountedFromTheirBeginningToTheirEndWithTheAgeOfTheOldest() {
        KafkaAudit audit = KafkaAudit.builder(trail).build();
        Producer<String, String> producer = audit.wrap(mock);
        assertThat(audit.pendingSends()).isEqualTo(new PendingSends(0, -1));

        long before = trail.recorder().now();
        producer.send(new ProducerRecord<>("t", "1"));
        long after = trail.recorder().now();
        producer.send(new ProducerRecord<>("t", "2"));
        producer.send(new ProducerRecord<>("t", "3"));

        assertThat(audit.pendingSends().count()).isEqualTo(3);
        assertThat(audit.pendingSends().oldest()).isBetween(before, after);
        mock.completeNext();
        mock.errorNext(new TimeoutException("expired"));
        assertThat(audit.pendingSends().count()).isEqualTo(1);
        mock.completeNext();
        assertThat(audit.pendingSends()).isEqualTo(new PendingSends(0, -1));

        mock.sendException = new IllegalStateException("closed");
        try {
            producer.send(new ProducerRecord<>("t", "4"));
        } catch (IllegalStateException e) {
            assertThat(e).isSameAs(mock.sendException);
        }
        assertThat(audit.pendingSends()).isEqualTo(new PendingSends(0, -1));
    }

    @Test
    void areSaidOncePerTopicWhenTheyAreNeitherAcknowledgedNorFailedForLong() {
        KafkaAudit audit =
                KafkaAudit.builder(trail).pendingAfter(Duration.ofMillis(300)).build();
        Producer<String, String> producer = audit.wrap(mock);

        producer.send(new ProducerRecord<>("stuck", "1"));
        producer.send(new ProducerRecord<>("stuck", "2"));
        producer.send(new ProducerRecord<>("other", "3"));

        await().atMost(LONG).untilAsserted(() -> assertThat(pending()).hasSize(2));
        Document stuck = pending().get(0);
        assertThat(stuck.text("messaging.destination.name")).isEqualTo("stuck");
        assertThat(stuck.text("event.outcome")).isEqualTo("unknown");
        assertThat(stuck.text("event.reason")).startsWith("2 sends are neither acknowledged nor failed");
        assertThat(stuck.text("messaging.message.id"))
                .isEqualTo(new String(
                        mock.history()
                                .get(0)
                                .headers()
                                .lastHeader(AuditHeaders.MESSAGE_ID)
                                .value(),
                        StandardCharsets.ISO_8859_1));
        assertThat(pending().get(1).text("event.reason")).isEqualTo("the send is neither acknowledged nor failed");

        mock.completeNext();
        mock.completeNext();
        mock.completeNext();
        await().atMost(LONG)
                .untilAsserted(() ->
                        assertThat(sink.documents(AuditAction.MESSAGE_PRODUCED)).hasSize(3));
        assertThat(pending()).hasSize(2);
    }

    @Test
    void areNotSaidWhereNobodyWantsToKnow() {
        KafkaAudit audit = KafkaAudit.builder(trail).pendingAfter(Duration.ZERO).build();
        audit.wrap(mock).send(new ProducerRecord<>("t", "1"));

        assertThat(audit.pendingSends().count()).isEqualTo(1);
        assertThat(Thread.getAllStackTraces().keySet().stream()
                        .filter(thread -> thread.getName().equals("kafka-audit-sends"))
                        .filter(thread -> !thread.isDaemon()))
                .isEmpty();
    }

    private List<Document> pending() {
        return sink.documents(AuditAction.MESSAGE_PRODUCE_PENDING);
    }
}
