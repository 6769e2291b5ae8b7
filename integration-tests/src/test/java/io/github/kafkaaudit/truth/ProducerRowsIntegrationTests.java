package io.github.kafkaaudit.truth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.github.kafkaaudit.embedded.junit.EmbeddedAudit;
import io.github.kafkaaudit.payload.PayloadDigest;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerInterceptor;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.IntegerSerializer;
import org.apache.kafka.common.serialization.Serializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.context.annotation.Configuration;
import org.springframework.kafka.KafkaException;
import org.springframework.kafka.core.KafkaTemplate;
import org.springframework.kafka.core.ProducerFactory;

/** What is sent, and how it ends. */
@EmbeddedAudit
class ProducerRowsIntegrationTests {

    @Test
    @TruthTableRow(
            value = 1,
            when = "A record is sent and acknowledged",
            recorded = "one `message-produced` with the record's coordinate, the broker's timestamp, the digest of the"
                    + " bytes, the time of the send and the time until the acknowledgement")
    void recordsOneSendWithWhatTheBrokerSaid() {
        TruthApplication.createTopic("row1", 1, Map.of("message.timestamp.type", "LogAppendTime"));
        RecordMetadata metadata;
        TruthApplication app = TruthApplication.start("row1", Empty.class);
        try (app) {
            metadata = app.send("k", "{\"id\":1}");
        }

        assertThat(app.events().production("row1")).containsExactly("message-produced 0");
        AuditedEvent event = app.events().only("message-produced");
        assertThat(event.text("kafka_audit.record.coordinate")).isEqualTo("row1/0/0");
        assertThat(event.text("kafka_audit.record.timestamp"))
                .isEqualTo(java.time.Instant.ofEpochMilli(metadata.timestamp()).toString());
        assertThat(event.text("kafka_audit.payload.hash")).startsWith("sha256:").hasSize(71);
        assertThat(event.text("event.start")).isLessThanOrEqualTo(event.text("@timestamp"));
        assertThat(event.number("event.duration")).isPositive();
    }

    @Test
    @TruthTableRow(
            value = 2,
            when = "The serializer throws",
            recorded = "one `message-produce-failed` with the exception; no coordinate and no digest, since there"
                    + " are no bytes")
    void recordsOneFailureOfASerializer() {
        TruthApplication app = TruthApplication.run(
                "row2", Empty.class, "spring.kafka.producer.value-serializer=" + Refusing.class.getName());
        try (app) {
            assertThatThrownBy(() -> app.send("k", "v"))
                    .isInstanceOf(org.apache.kafka.common.errors.SerializationException.class)
                    .hasMessage("refused");
        }

        assertThat(app.events().production("row2")).containsExactly("message-produce-failed");
        AuditedEvent event = app.events().only("message-produce-failed");
        assertThat(event.text("error.type")).endsWith("SerializationException");
        assertThat(event.has("kafka_audit.record.coordinate")).isFalse();
        assertThat(event.has("kafka_audit.payload.hash")).isFalse();
    }

    @Test
    @TruthTableRow(
            value = 3,
            when = "The record is larger than the client allows",
            recorded = "one `message-produce-failed`, although both an exception and the callback report it")
    void recordsATooLargeRecordOnce() {
        TruthApplication app =
                TruthApplication.run("row3", Empty.class, "spring.kafka.producer.properties.max.request.size=500");
        try (app) {
            assertThatThrownBy(() -> app.send("k", "v".repeat(1000))).isInstanceOf(KafkaException.class);
        }

        assertThat(app.events().production("row3")).containsExactly("message-produce-failed");
        assertThat(app.events().only("message-produce-failed").text("error.type"))
                .endsWith("RecordTooLargeException");
    }

    @Test
    @TruthTableRow(
            value = 4,
            when = "The broker cannot be reached: no metadata within `max.block.ms`",
            recorded = "one `message-produce-failed` with the TimeoutException, as long as the client waited; the audit"
                    + " adds no wait")
    void recordsAMetadataTimeoutWithoutAddingToIt() {
        TruthApplication app = TruthApplication.run(
                "row4",
                Empty.class,
                "spring.kafka.bootstrap-servers=127.0.0.1:1",
                "spring.kafka.producer.properties.max.block.ms=300");
        try (app) {
            long start = System.nanoTime();
            assertThatThrownBy(() -> app.send("k", "v")).isInstanceOf(KafkaException.class);
            assertThat((System.nanoTime() - start) / 1_000_000).isBetween(300L, 2_000L);
        }

        assertThat(app.events().production("row4")).containsExactly("message-produce-failed");
        AuditedEvent event = app.events().only("message-produce-failed");
        assertThat(event.text("error.type")).endsWith("TimeoutException");
        assertThat(event.number("event.duration")).isBetween(300_000_000L, 2_000_000_000L);
    }

    @Test
    @TruthTableRow(
            value = 5,
            when = "The broker refuses the record, or does not take it in time (`delivery.timeout.ms`)",
            recorded = "one `message-produce-failed` with the partition but without an offset, when the client has"
                    + " given up")
    void recordsARefusalByTheBroker() {
        TruthApplication.createTopic("row5", 1, Map.of("max.message.bytes", "500"));
        TruthApplication.createTopic("row5.before", 1);
        TruthApplication.createTopic("row5.late", 1);
        TruthApplication app = TruthApplication.start(
                "row5",
                Empty.class,
                "spring.kafka.producer.client-id=row5",
                "spring.kafka.producer.properties.request.timeout.ms=300",
                "spring.kafka.producer.properties.delivery.timeout.ms=600");
        try (app) {
            Producer<String, String> producer = app.<String, String>producers().createProducer();
            Future<RecordMetadata> refused = producer.send(new ProducerRecord<>("row5", "k", "v".repeat(1000)));
            assertThatThrownBy(() -> TruthApplication.get(refused))
                    .hasRootCauseInstanceOf(org.apache.kafka.common.errors.RecordTooLargeException.class);
            // After this one the broker takes nothing more from the client for a while.
            TruthApplication.allowOneBytePerSecond("row5-1");
            await().until(() -> {
                TruthApplication.get(producer.send(new ProducerRecord<>("row5.before", "k", "v".repeat(10_000))));
                return isThrottled(producer);
            });
            Future<RecordMetadata> late = producer.send(new ProducerRecord<>("row5.late", "k", "v"));
            assertThatThrownBy(() -> TruthApplication.get(late))
                    .hasRootCauseInstanceOf(org.apache.kafka.common.errors.TimeoutException.class);
        }

        assertThat(app.events().production("row5")).containsExactly("message-produce-failed");
        assertThat(app.events().production("row5.late")).containsExactly("message-produce-failed");
        List<AuditedEvent> failures = app.events().of("message-produce-failed");
        assertThat(failures).allSatisfy(event -> {
            assertThat(event.text("messaging.destination.partition.id")).isEqualTo("0");
            assertThat(event.has("messaging.kafka.offset")).isFalse();
            assertThat(event.has("kafka_audit.record.coordinate")).isFalse();
        });
        assertThat(failures.get(0).text("error.type")).endsWith("RecordTooLargeException");
        assertThat(failures.get(1).text("error.type")).endsWith("TimeoutException");
        assertThat(failures.get(1).number("event.duration")).isGreaterThanOrEqualTo(600_000_000L);
    }

    private static boolean isThrottled(Producer<?, ?> producer) {
        return producer.metrics().entrySet().stream()
                .filter(entry -> entry.getKey().name().equals("produce-throttle-time-max"))
                .anyMatch(entry -> entry.getValue().metricValue() instanceof Double time && time > 0);
    }

    @Test
    @TruthTableRow(
            value = 6,
            when = "The producer is closed already",
            recorded = "one `message-produce-failed` with the IllegalStateException")
    void recordsASendOnAClosedProducer() {
        TruthApplication app = TruthApplication.run("row6", Empty.class);
        try (app) {
            Producer<String, String> producer = app.<String, String>producers().createNonTransactionalProducer();
            app.producers().reset();
            producer.close();
            assertThatThrownBy(() -> producer.send(new ProducerRecord<>("row6", "k", "v")))
                    .isInstanceOf(IllegalStateException.class);
        }

        assertThat(app.events().production("row6")).containsExactly("message-produce-failed");
        assertThat(app.events().only("message-produce-failed").text("error.type"))
                .isEqualTo("java.lang.IllegalStateException");
    }

    @Test
    @TruthTableRow(
            value = 7,
            when = "The broker is asked for no acknowledgement (`acks=0`)",
            recorded = "`message-produced` with outcome `unknown` and no offset: -1 is not one",
            limit = "A duplicate sequence, which also succeeds without an offset, takes the same way.")
    void recordsNoOffsetWhereThereIsNone() {
        TruthApplication app = TruthApplication.run(
                "row7",
                Empty.class,
                "spring.kafka.producer.acks=0",
                "spring.kafka.producer.properties.enable.idempotence=false");
        try (app) {
            app.send("k", "v");
        }

        assertThat(app.events().production("row7")).containsExactly("message-produced");
        AuditedEvent event = app.events().only("message-produced");
        assertThat(event.text("event.outcome")).isEqualTo("unknown");
        assertThat(event.has("messaging.kafka.offset")).isFalse();
    }

    @Test
    @TruthTableRow(
            value = 8,
            when = "The client retries by itself, because the broker answers with an error that passes",
            recorded = "one `message-produced` when a retry is acknowledged; the retries are not publications")
    void recordsOneSendWhateverTheClientRetries() {
        TruthApplication app = TruthApplication.run("row8", Empty.class);
        try (app) {
            app.send("k", "first");
            // The client still knows the topic, the broker no longer: it refuses, until it has made the topic again.
            TruthApplication.deleteTopic("row8");
            app.send("k", "retried");
            assertThat(retries(app.template())).isPositive();
        }

        assertThat(app.events().production("row8")).containsExactly("message-produced 0", "message-produced 0");
    }

    @Test
    @TruthTableRow(
            value = 9,
            when = "The application sends the same record object twice",
            recorded = "two `message-produced` with two message ids and two coordinates; no error about closed headers")
    void recordsTwoSendsOfOneRecordObject() {
        TruthApplication app = TruthApplication.run("row9", Empty.class);
        try (app) {
            ProducerRecord<String, String> record = new ProducerRecord<>("row9", "k", "v");
            KafkaTemplate<String, String> template = app.template();
            TruthApplication.get(template.send(record));
            TruthApplication.get(template.send(record));
            assertThat(record.headers().lastHeader("ka-id")).isNull();
        }

        assertThat(app.events().production("row9")).containsExactly("message-produced 0", "message-produced 1");
        assertThat(app.events().of("message-produced"))
                .extracting(event -> event.text("messaging.message.id"))
                .doesNotHaveDuplicates()
                .allMatch(id -> id.length() == 36);
    }

    @Test
    @TruthTableRow(
            value = 10,
            when = "An interceptor of Kafka's rewrites the record",
            recorded = "`message-produced` with the topic, headers and digest of the wire, and what the application"
                    + " asked for in `kafka_audit.requested.*`",
            limit = "`requested.hash` is there where the value itself was changed and one of Kafka's own serializers"
                    + " makes its bytes; others are never called for a value that is not sent.")
    void recordsWhatWasSentAndWhatWasRequested() {
        TruthApplication.createTopic("row10.rewritten", 1);
        TruthApplication app = TruthApplication.run(
                "row10",
                Empty.class,
                "spring.kafka.producer.properties.interceptor.classes=" + Rewriting.class.getName());
        try (app) {
            ProducerRecord<String, String> record = new ProducerRecord<>("row10", "k", "asked");
            record.headers().add("asked", "1".getBytes(StandardCharsets.UTF_8));
            TruthApplication.get(app.<String, String>template().send(record));
        }

        AuditedEvent event = app.events().only("message-produced");
        assertThat(event.text("kafka_audit.record.coordinate")).isEqualTo("row10.rewritten/0/0");
        assertThat(event.text("kafka_audit.payload.text")).isEqualTo("rewritten");
        assertThat(event.has("kafka_audit.record.headers.asked")).isFalse();
        assertThat(event.text("kafka_audit.requested.topic")).isEqualTo("row10");
        assertThat(event.text("kafka_audit.requested.headers.asked")).isEqualTo("1");
        assertThat(event.text("kafka_audit.requested.hash"))
                .isEqualTo(new PayloadDigest(null).digest("asked".getBytes(StandardCharsets.UTF_8)))
                .isNotEqualTo(event.text("kafka_audit.payload.hash"));
    }

    @Test
    @TruthTableRow(
            value = 15,
            when = "A template has serializers of its own",
            recorded = "`message-produced`; a `byte[]` value is digested as it is, for other types the event has the"
                    + " sizes and says `unavailable`")
    void recordsSendsOfATemplateWithItsOwnSerializers() {
        TruthApplication app = TruthApplication.run("row15", Empty.class);
        try (app) {
            ProducerFactory<String, Object> factory = app.producers();
            Map<String, Object> bytes = new HashMap<>();
            bytes.put(ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class);
            TruthApplication.get(
                    new KafkaTemplate<>(factory, bytes).send("row15", "k", "v".getBytes(StandardCharsets.UTF_8)));
            Map<String, Object> numbers = new HashMap<>();
            numbers.put(ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG, IntegerSerializer.class);
            TruthApplication.get(new KafkaTemplate<>(factory, numbers).send("row15", "k", 7));
        }

        assertThat(app.events().production("row15")).containsExactly("message-produced 0", "message-produced 1");
        AuditedEvent bytes = app.events().of("message-produced").get(0);
        assertThat(bytes.has("kafka_audit.payload.hash")).isTrue();
        AuditedEvent number = app.events().of("message-produced").get(1);
        assertThat(number.has("kafka_audit.payload.hash")).isFalse();
        assertThat(number.text("kafka_audit.payload.format")).isEqualTo("unavailable");
        assertThat(number.number("messaging.message.body.size")).isEqualTo(4);
    }

    @Test
    @TruthTableRow(
            value = 46,
            when = "A record has no value (tombstone) or no key",
            recorded = "`messaging.kafka.message.tombstone` true and no digest, on both sides; not `unavailable`")
    void recordsATombstoneAsSuch() {
        TruthApplication app = TruthApplication.run("row46", RecordListenerRows.Quiet.class);
        try (app) {
            app.send(null, null);
            app.events().await("offset-committed", 1);
        }

        for (String action : new String[] {"message-produced", "message-consumed"}) {
            AuditedEvent event = app.events().only(action);
            assertThat(event.flag("messaging.kafka.message.tombstone"))
                    .as(action)
                    .isTrue();
            assertThat(event.has("kafka_audit.payload.hash")).isFalse();
            assertThat(event.text("kafka_audit.payload.format")).isNotEqualTo("unavailable");
            assertThat(event.has("messaging.kafka.message.key")).isFalse();
        }
    }

    @Test
    @TruthTableRow(
            value = 50,
            when = "The application itself writes or reads the audit topic",
            recorded = "nothing, in both directions")
    void recordsNothingOfTheAuditTopic() {
        TruthApplication app = TruthApplication.run(
                "row50", RecordListenerRows.Quiet.class, "kafka.audit.topic=row50.audit", "topic=row50.audit,row50");
        try (app) {
            TruthApplication.get(app.<String, String>template().send("row50.audit", "k", "v"));
            app.settle();
        }

        assertThat(app.events().matching(event -> event.topic().equals("row50.audit")))
                .isEmpty();
    }

    private static double retries(KafkaTemplate<?, ?> template) {
        return template.metrics().entrySet().stream()
                .filter(metric -> metric.getKey().name().equals("record-retry-total")
                        && metric.getKey().group().equals("producer-metrics"))
                .mapToDouble(metric -> (Double) metric.getValue().metricValue())
                .sum();
    }

    @Configuration(proxyBeanMethods = false)
    static class Empty {}

    /** A serializer that refuses everything. */
    public static final class Refusing implements Serializer<Object> {

        @Override
        public byte[] serialize(String topic, @Nullable Object data) {
            throw new org.apache.kafka.common.errors.SerializationException("refused");
        }
    }

    /** Sends something else elsewhere. */
    public static final class Rewriting implements ProducerInterceptor<String, String> {

        @Override
        public ProducerRecord<String, String> onSend(ProducerRecord<String, String> record) {
            return new ProducerRecord<>(record.topic() + ".rewritten", record.key(), "rewritten");
        }

        @Override
        public void onAcknowledgement(@Nullable RecordMetadata metadata, @Nullable Exception exception) {}

        @Override
        public void close() {}

        @Override
        public void configure(Map<String, ?> configs) {}
    }
}
