package io.github.kafkaaudit.elk;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.kafkaaudit.EncodedAuditEvent;
import io.github.kafkaaudit.event.AuditAction;
import io.github.kafkaaudit.event.AuditEvent;
import io.github.kafkaaudit.event.AuditHeaders;
import io.github.kafkaaudit.event.ConsumerIdentity;
import io.github.kafkaaudit.event.Delivery;
import io.github.kafkaaudit.event.HeaderSnapshot;
import io.github.kafkaaudit.event.RecordSnapshot;
import io.github.kafkaaudit.event.ServiceIdentity;
import io.github.kafkaaudit.event.WireBytes;
import io.github.kafkaaudit.json.JsonAuditEventEncoder;
import io.github.kafkaaudit.policy.BusinessKeyPolicy;
import io.github.kafkaaudit.policy.PayloadCapture;
import io.github.kafkaaudit.policy.TopicPolicy;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.zip.GZIPOutputStream;
import org.apache.kafka.common.compress.Compression;
import org.apache.kafka.common.record.CompressionType;
import org.apache.kafka.common.record.MemoryRecords;
import org.apache.kafka.common.record.SimpleRecord;
import org.junit.jupiter.api.Test;

/**
 * What one event weighs on the topic, in the archive and in an index: the figures of docs/operations.md.
 *
 * <p>Messages of 1 KiB JSON with three headers, each produced once and consumed once. The figures of a run are in
 * {@code target/event-sizes.txt}.
 */
class EventSizeIntegrationTests {

    private static final int MESSAGES = 5_000;
    private static final int EVENTS = 2 * MESSAGES;
    private static final int BATCH = 100;
    private static final String COMPRESSED = "{\"settings\":{\"index.codec\":\"best_compression\"}}";
    private static final long NOW = 1_795_000_000_000L;
    private static final String[] WORDS = words();

    private final Random random = new Random(42);
    private final StringBuilder figures = new StringBuilder();

    @Test
    void theFiguresOfTheDocumentationAreTrue() throws IOException {
        Sizes full;
        Sizes hash;
        try (var node = new Node()) {
            assumeTrue(compresses(node), "no native library for this node's best_compression on this JDK");
            full = measure(node, "kafka-audit-2026.11.18", PayloadCapture.FULL);
            hash = measure(node, "kafka-audit-2026.11.19", PayloadCapture.HASH);
        }

        Files.writeString(Repository.path("integration-tests/target/event-sizes.txt"), figures);
        assertThat(full.json()).isBetween(2_700, 3_300);
        assertThat(full.lz4()).isBetween(1_200, 1_600);
        assertThat(full.gzip()).isBetween(750, 1_050);
        assertThat(full.store()).isBetween(1_250, 1_700);
        assertThat(hash.json()).isBetween(1_450, 1_800);
        assertThat(hash.store()).isBetween(680, 950);
    }

    /** A shard without the library is opened, and fails when it writes. */
    private static boolean compresses(Node node) {
        node.send("PUT", "/probe", COMPRESSED);
        node.send("PUT", "/probe/_doc/1?timeout=20s", "{\"name\":\"value\"}");
        node.send("POST", "/probe/_flush?force=true", "");
        return node.send("PUT", "/probe/_doc/2?timeout=20s", "{\"name\":\"value\"}")
                        .status()
                == 201;
    }

    private Sizes measure(Node node, String index, PayloadCapture capture) throws IOException {
        var events = events(capture);
        var sizes = new Sizes(
                bytes(events) / EVENTS,
                onTheTopic(events, CompressionType.LZ4) / EVENTS,
                onTheTopic(events, CompressionType.ZSTD) / EVENTS,
                inTheArchive(events) / EVENTS,
                inTheIndex(node, index, events) / EVENTS);
        figures.append("payload ").append(capture).append(": ").append(sizes).append(System.lineSeparator());
        return sizes;
    }

    private static int bytes(List<EncodedAuditEvent> events) {
        return events.stream().mapToInt(event -> event.json().length).sum();
    }

    /** Batches of a hundred events, as a busy service sends them. */
    private static int onTheTopic(List<EncodedAuditEvent> events, CompressionType type) {
        var size = 0;
        for (var i = 0; i < events.size(); i += BATCH) {
            var records = events.subList(i, i + BATCH).stream()
                    .map(event -> new SimpleRecord(NOW, null, event.json()))
                    .toArray(SimpleRecord[]::new);
            size += MemoryRecords.withRecords(Compression.of(type).build(), records)
                    .sizeInBytes();
        }
        return size;
    }

    private static int inTheArchive(List<EncodedAuditEvent> events) throws IOException {
        var bytes = new ByteArrayOutputStream();
        try (var gzip = new GZIPOutputStream(bytes)) {
            for (var event : events) {
                gzip.write(event.json());
                gzip.write('\n');
            }
        }
        return bytes.size();
    }

    /** With the compression of the additions, which the bare node does not have on every JDK. */
    private static int inTheIndex(Node node, String index, List<EncodedAuditEvent> events) {
        node.send("PUT", "/" + index, COMPRESSED);
        for (var i = 0; i < events.size(); i += 500) {
            var bulk = new StringBuilder();
            for (var event : events.subList(i, i + 500)) {
                bulk.append("{\"create\":{\"_id\":\"").append(event.id()).append("\"}}\n");
                bulk.append(new String(event.json(), UTF_8)).append('\n');
            }
            var answer = node.send("POST", "/" + index + "/_bulk?timeout=3m", bulk.toString());
            assertThat(answer.body().path("errors").asBoolean())
                    .as("%s", answer.body().path("items").path(0))
                    .isFalse();
        }
        node.send("POST", "/" + index + "/_forcemerge?max_num_segments=1", "");
        node.send("POST", "/" + index + "/_flush", "");
        var primaries =
                node.send("GET", "/" + index + "/_stats/store,docs", "").body().at("/_all/primaries");
        assertThat(primaries.at("/docs/count").asInt()).isEqualTo(EVENTS);
        return primaries.at("/store/size_in_bytes").asInt();
    }

    /** Each message twice: its production by one service, its consumption by another, each in batches of its own. */
    private List<EncodedAuditEvent> events(PayloadCapture capture) {
        var producer = new JsonAuditEventEncoder(service("ats"), null);
        var consumer = new JsonAuditEventEncoder(service("jobda"), null);
        var policy = TopicPolicy.DEFAULT
                .withCapture(capture)
                .withBusinessKey(new BusinessKeyPolicy(List.of("/applicantId", "/step"), null));
        List<EncodedAuditEvent> events = new ArrayList<>();
        List<EncodedAuditEvent> consumptions = new ArrayList<>();
        for (var i = 0; i < MESSAGES; i++) {
            var time = NOW + i;
            var record = record(i, time);
            var produced = AuditEvent.of(AuditAction.MESSAGE_PRODUCED)
                    .record(record)
                    .messageId(uuid().toString())
                    .clientId("ats-producer-1")
                    .start(time - 4)
                    .duration(4_000_000 + random.nextInt(1_000_000))
                    .build(i + 1L, time);
            var consumed = AuditEvent.of(AuditAction.MESSAGE_CONSUMED)
                    .record(record)
                    .consumer(new ConsumerIdentity(
                            "jobda",
                            "jobda-consumer-1",
                            "jobda-consumer-1-" + service("").ephemeralId(),
                            "results"))
                    .delivery(Delivery.attempt(1))
                    .start(time + 6)
                    .duration(9_000_000 + random.nextInt(5_000_000))
                    .build(i + 1L, time + 15);
            events.add(producer.encode(produced, uuid().toString(), policy, 0));
            consumptions.add(consumer.encode(consumed, uuid().toString(), policy, 0));
            if (consumptions.size() == BATCH) {
                events.addAll(consumptions);
                consumptions.clear();
            }
        }
        return events;
    }

    private RecordSnapshot record(int index, long time) {
        var key = "A-" + (100_000 + random.nextInt(900_000));
        var headers =
                Map.of("traceparent", "00-" + hex(32) + "-" + hex(16) + "-01", "ka-id", messageId(), "ka-svc", "ats");
        var names = headers.keySet().toArray(String[]::new);
        var values =
                headers.values().stream().map(value -> value.getBytes(UTF_8)).toArray(byte[][]::new);
        return new RecordSnapshot(
                "recruit.result",
                index % 6,
                index / 6,
                time,
                "CreateTime",
                WireBytes.whole(key.getBytes(UTF_8)),
                WireBytes.whole(payload(key).getBytes(UTF_8)),
                new HeaderSnapshot(names, values),
                null);
    }

    /** An object of 1,024 bytes with ids, dates and prose. */
    private String payload(String applicant) {
        var json = new StringBuilder("""
                {"applicantId":"%s","step":"%s","result":"%s","announcedAt":"%s","score":%d.%02d,"requestId":"%s","reviewer":{"id":%d,"mail":"%s.%s@example.org"},"comment":\"""".formatted(
                        applicant,
                        List.of("SCREENING", "INTERVIEW", "OFFER").get(random.nextInt(3)),
                        List.of("PASSED", "REJECTED").get(random.nextInt(2)),
                        Instant.ofEpochMilli(NOW + random.nextInt(100_000_000)),
                        random.nextInt(100),
                        random.nextInt(100),
                        uuid(),
                        random.nextInt(5_000),
                        WORDS[random.nextInt(WORDS.length)],
                        WORDS[random.nextInt(WORDS.length)]));
        while (json.length() < 1_010) {
            json.append(WORDS[random.nextInt(WORDS.length)]).append(' ');
        }
        json.setLength(1_022);
        return json.append("\"}").toString();
    }

    private static ServiceIdentity service(String name) {
        return new ServiceIdentity(
                name,
                "1.42.0",
                "production",
                name + "-7c9f6d5b8d-x2x7k",
                "5d0e2a52-1c1b-4e0b-9a53-6d1c2f3a4b5c",
                name + "-7c9f6d5b8d-x2x7k",
                1,
                null);
    }

    private String messageId() {
        var id = uuid().toString().getBytes(UTF_8);
        AuditHeaders.bind(id, "recruit.result");
        return new String(id, UTF_8);
    }

    private UUID uuid() {
        return new UUID(random.nextLong(), random.nextLong());
    }

    private String hex(int digits) {
        var hex = new StringBuilder();
        while (hex.length() < digits) {
            hex.append(Integer.toHexString(random.nextInt(16)));
        }
        return hex.toString();
    }

    /** Two thousand words that are as long as English ones. */
    private static String[] words() {
        var random = new Random(1);
        var words = new String[2_000];
        for (var i = 0; i < words.length; i++) {
            var word = new StringBuilder();
            for (var length = 2 + random.nextInt(8); length > 0; length--) {
                word.append("etaoinshrdlucmfwypvbgk".charAt(Math.min(random.nextInt(22), random.nextInt(22))));
            }
            words[i] = word.toString();
        }
        return words;
    }

    private record Sizes(int json, int lz4, int zstd, int gzip, int store) {

        @Override
        public String toString() {
            return String.format(
                    Locale.ROOT,
                    "%d bytes of JSON an event; on the topic %d (lz4) or %d (zstd); in the archive %d; in the index %d",
                    json,
                    lz4,
                    zstd,
                    gzip,
                    store);
        }
    }
}
