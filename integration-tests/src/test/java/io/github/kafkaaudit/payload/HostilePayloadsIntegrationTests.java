package io.github.kafkaaudit.payload;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.github.kafkaaudit.EncodedAuditEvent;
import io.github.kafkaaudit.embedded.AuditEvents;
import io.github.kafkaaudit.embedded.EmbeddedAuditStack;
import io.github.kafkaaudit.embedded.junit.EmbeddedAudit;
import io.github.kafkaaudit.event.AuditAction;
import io.github.kafkaaudit.event.AuditEvent;
import io.github.kafkaaudit.event.HeaderSnapshot;
import io.github.kafkaaudit.event.RecordSnapshot;
import io.github.kafkaaudit.event.ServiceIdentity;
import io.github.kafkaaudit.event.WireBytes;
import io.github.kafkaaudit.json.JsonAuditEventEncoder;
import io.github.kafkaaudit.payload.HostilePayloads.Payload;
import io.github.kafkaaudit.policy.MaskingPolicy;
import io.github.kafkaaudit.policy.TopicPolicy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Every hostile payload through the broker into the real node: its event is there, and says what became of it. */
@EmbeddedAudit
class HostilePayloadsIntegrationTests {

    private static final Duration TIMEOUT = Duration.ofMinutes(2);
    private static final long SEED = Long.getLong("fuzz.seed", System.nanoTime());

    private final JsonMapper mapper = new JsonMapper();
    private final EmbeddedAuditStack stack;
    private final AuditEvents events;
    private final ServiceIdentity identity = ServiceIdentity.of("hostile-payloads");
    private final String topic = "hostile-" + UUID.randomUUID();
    private final List<Payload> payloads = HostilePayloads.all(SEED);

    HostilePayloadsIntegrationTests(EmbeddedAuditStack stack, AuditEvents events) {
        this.stack = stack;
        this.events = events;
    }

    @Test
    void costNoEventItsPlaceInTheIndex() {
        Map<String, JsonNode> found = index(TopicPolicy.DEFAULT);

        for (int i = 0; i < payloads.size(); i++) {
            Payload payload = payloads.get(i);
            JsonNode event = Objects.requireNonNull(found.get(coordinate(i)), payload.name());
            assertThatCode(() -> assertShows(event.at("/kafka_audit/payload"), payload.bytes()))
                    .as("%s (seed %s)", payload, SEED)
                    .doesNotThrowAnyException();
        }
    }

    @Test
    void costNoEventItsPlaceInTheIndexWhereFieldsAreMasked() {
        MaskingPolicy masking = new MaskingPolicy(List.of("a", "/이름"), List.of(), List.of(), false);

        Map<String, JsonNode> found = index(TopicPolicy.DEFAULT.withMasking(masking));

        assertThat(found).as("seed %s", SEED).hasSize(payloads.size());
        assertThat(found.values())
                .allSatisfy(event -> assertThat(
                                event.at("/kafka_audit/payload/format").asString())
                        .isIn("json", "text", "hash"));
    }

    @Test
    void areAtLeastTwoHundred() {
        assertThat(payloads).hasSizeGreaterThan(200);
    }

    private Map<String, JsonNode> index(TopicPolicy policy) {
        JsonAuditEventEncoder encoder = new JsonAuditEventEncoder(identity, null);
        List<Future<RecordMetadata>> sent = new ArrayList<>();
        try (var producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", (Object) stack.bootstrapServers()),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
            for (int i = 0; i < payloads.size(); i++) {
                EncodedAuditEvent event =
                        encoder.encode(event(i), UUID.randomUUID().toString(), policy, 0);
                sent.add(producer.send(new ProducerRecord<>("kafka-audit", event.json())));
            }
            producer.flush();
        }
        assertThat(sent).allSatisfy(result -> assertThat(result).succeedsWithin(TIMEOUT));
        return events.await(Map.of("messaging.destination.name", topic), payloads.size(), TIMEOUT).stream()
                .collect(Collectors.toMap(
                        event -> event.at("/kafka_audit/record/coordinate").asString(), event -> event));
    }

    private AuditEvent event(int index) {
        WireBytes value = WireBytes.whole(payloads.get(index).bytes());
        RecordSnapshot record = new RecordSnapshot(
                topic, 0, index, System.currentTimeMillis(), "CreateTime", value, value, headers(index), null);
        return AuditEvent.of(AuditAction.MESSAGE_CONSUME_FAILED)
                .record(record)
                .error(new IllegalStateException(new String(payloads.get(index).bytes(), UTF_8)))
                .build(index + 1L, System.currentTimeMillis());
    }

    /** A payload is hostile as a header as well, and as a header's name. */
    private HeaderSnapshot headers(int index) {
        byte[] bytes = payloads.get(index).bytes();
        return new HeaderSnapshot(
                new String[] {"value", new String(bytes, UTF_8), "twice", "twice"},
                new byte[][] {bytes, {1}, bytes, "text".getBytes(UTF_8)});
    }

    private String coordinate(int index) {
        return topic + "/0/" + index;
    }

    private void assertShows(JsonNode payload, byte[] bytes) {
        boolean framed = payload.has("schema_id") && !payload.has("base64");
        byte[] visible = withoutByteOrderMark(framed ? Arrays.copyOfRange(bytes, 5, bytes.length) : bytes);
        boolean truncated = payload.path("truncated").asBoolean(false);
        assertThat(payload.get("hash").asString()).isEqualTo(new PayloadDigest(null).digest(bytes));
        switch (payload.get("format").asString()) {
            case "json" -> assertThat(payload.get("json")).isEqualTo(mapper.readTree(visible));
            case "text" -> assertStart(payload.get("text").asString(), new String(visible, UTF_8), truncated);
            case "base64" -> {
                byte[] shown = Base64.getDecoder().decode(payload.get("base64").asString());
                assertThat(shown).isEqualTo(truncated ? Arrays.copyOf(bytes, shown.length) : bytes);
            }
            default -> throw new AssertionError(payload);
        }
    }

    private static void assertStart(String shown, String whole, boolean truncated) {
        if (truncated) {
            assertThat(whole).startsWith(shown);
            assertThat(shown).isNotEmpty();
        } else {
            assertThat(shown).isEqualTo(whole);
        }
    }

    private static byte[] withoutByteOrderMark(byte[] bytes) {
        boolean marked = bytes.length >= 3
                && (bytes[0] & 0xFF) == 0xEF
                && (bytes[1] & 0xFF) == 0xBB
                && (bytes[2] & 0xFF) == 0xBF;
        return marked ? Arrays.copyOfRange(bytes, 3, bytes.length) : bytes;
    }
}
