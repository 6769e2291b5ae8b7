package io.github.kafkaaudit.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.kafkaaudit.EncodedAuditEvent;
import io.github.kafkaaudit.event.AuditEvent;
import io.github.kafkaaudit.event.HeaderSnapshot;
import io.github.kafkaaudit.event.RecordSnapshot;
import io.github.kafkaaudit.event.WireBytes;
import io.github.kafkaaudit.policy.BusinessKeyPolicy;
import io.github.kafkaaudit.policy.MaskingPolicy;
import io.github.kafkaaudit.policy.OverflowPolicy;
import io.github.kafkaaudit.policy.PayloadCapture;
import io.github.kafkaaudit.policy.TopicPolicy;
import java.time.Duration;
import java.util.Arrays;
import java.util.Set;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class EncoderLimitTests {

    private static final TopicPolicy LARGE = new TopicPolicy(
            true,
            true,
            true,
            true,
            PayloadCapture.FULL,
            PayloadCapture.FULL,
            10 << 20,
            10 << 20,
            MaskingPolicy.DEFAULT,
            BusinessKeyPolicy.NONE,
            OverflowPolicy.SPOOL,
            Duration.ZERO,
            Set.of());

    private final JsonAuditEventEncoder encoder = new JsonAuditEventEncoder(Events.JOBDA, null);

    @Test
    void cutsKeysHeadersAndErrorTexts() {
        String wide = "합".repeat(20_000);
        String[] names = new String[150];
        byte[][] values = new byte[150][];
        for (int i = 0; i < names.length; i++) {
            names[i] = "header-" + i + "-" + "n".repeat(300);
            values[i] = wide.getBytes(UTF_8);
        }
        RecordSnapshot record = new RecordSnapshot(
                "t".repeat(2000),
                0,
                1,
                1,
                "CreateTime",
                WireBytes.whole(wide.getBytes(UTF_8)),
                WireBytes.whole("{\"a\":1}".getBytes(UTF_8)),
                new HeaderSnapshot(names, values),
                null);

        JsonNode document = encode(Events.failed(record, new IllegalStateException(wide)), TopicPolicy.DEFAULT);

        assertThat(size(document.at("/messaging/kafka/message/key"))).isBetween(1000, 1024);
        assertThat(size(document.at("/messaging/destination/name"))).isEqualTo(1024);
        assertThat(size(document.at("/error/message"))).isBetween(8000, 8 * 1024);
        assertThat(size(document.at("/error/stack_trace"))).isBetween(16_000, 16 * 1024);
        assertThat(document.at("/kafka_audit/record/headers").size()).isEqualTo(100);
        assertThat(document.at("/kafka_audit/record/headers").properties()).allSatisfy(header -> {
            assertThat(header.getKey().length()).isEqualTo(256);
            assertThat(size(header.getValue())).isBetween(500, 512);
        });
        assertThat(document.at("/kafka_audit/truncated_fields").toString())
                .contains(
                        EventFields.MESSAGING_KAFKA_MESSAGE_KEY,
                        EventFields.MESSAGING_DESTINATION_NAME,
                        EventFields.ERROR_MESSAGE,
                        EventFields.ERROR_STACK_TRACE,
                        EventFields.RECORD_HEADERS);
    }

    @Test
    void leavesOutTheStackTraceFirstThenCutsThePayload() {
        RecordSnapshot fits = Events.record("{\"a\":\"" + "x".repeat(255_000) + "\"}");
        JsonNode document = encode(Events.failed(fits, new IllegalStateException("x".repeat(20_000))), LARGE);

        assertThat(document.at("/error/stack_trace").isMissingNode()).isTrue();
        assertThat(document.at("/kafka_audit/payload/format").asString()).isEqualTo("text");
        assertThat(document.at("/kafka_audit/payload/truncated").asBoolean()).isTrue();
        assertThat(size(document.at("/kafka_audit/payload/text"))).isEqualTo(64 * 1024);

        JsonNode shorter = encode(
                Events.failed(
                        Events.record("{\"a\":\"" + "x".repeat(245_000) + "\"}"),
                        new IllegalStateException("x".repeat(20_000))),
                LARGE);
        assertThat(shorter.at("/error/stack_trace").isMissingNode()).isTrue();
        assertThat(shorter.at("/kafka_audit/truncated_fields").toString()).contains(EventFields.ERROR_STACK_TRACE);
        assertThat(shorter.at("/kafka_audit/payload/format").asString()).isEqualTo("json");
    }

    @Test
    void neverExceedsItsLimit() {
        byte[] binary = new byte[5 << 20];
        Arrays.fill(binary, (byte) 1);
        for (byte[] hostile : new byte[][] {
            binary,
            "\u001b".repeat(5 << 20).getBytes(UTF_8),
            "\"".repeat(5 << 20).getBytes(UTF_8)
        }) {
            String[] names = new String[100];
            byte[][] values = new byte[100][];
            Arrays.setAll(names, i -> "\u0001".repeat(300) + i);
            Arrays.fill(values, Arrays.copyOf(hostile, 5000));
            RecordSnapshot record = Events.record(WireBytes.whole(hostile), new HeaderSnapshot(names, values), null);

            EncodedAuditEvent encoded = encoder.encode(
                    Events.failed(record, new IllegalStateException("\u0001".repeat(1 << 20)))
                            .build(7, Events.TIME),
                    Events.ID,
                    LARGE,
                    5);

            Schemas.assertValid(encoded);
            assertThat(encoder.markSpooled(encoded).json().length).isLessThanOrEqualTo(JsonAuditEventEncoder.MAX_SIZE);
        }
    }

    @Test
    void shrinksStepByStep() {
        RecordSnapshot record = Events.record(
                WireBytes.whole(("{\"a\":\"" + "x".repeat(10_000) + "\"}").getBytes(UTF_8)),
                Events.headers("h", "v".repeat(500), "i", "v".repeat(500)),
                null);
        AuditEvent event = Events.failed(record, new IllegalStateException("e".repeat(4000)))
                .build(7, Events.TIME);
        EncodedAuditEvent encoded = encoder.encode(event, Events.ID, TopicPolicy.DEFAULT, 3);

        JsonNode withoutPayload = Schemas.assertValid(encoder.shrink(encoded, 9000));
        assertThat(withoutPayload.at("/kafka_audit/payload/format").asString()).isEqualTo("hash");
        assertThat(withoutPayload.at("/kafka_audit/payload/json").isMissingNode())
                .isTrue();
        assertThat(withoutPayload.at("/kafka_audit/record/headers").isObject()).isTrue();
        assertThat(withoutPayload.at("/kafka_audit/truncated_fields").toString())
                .contains(EventFields.PAYLOAD_JSON, EventFields.ERROR_STACK_TRACE);

        JsonNode withoutHeaders = Schemas.assertValid(encoder.shrink(encoded, 6500));
        assertThat(withoutHeaders.at("/kafka_audit/record/headers").isMissingNode())
                .isTrue();
        assertThat(size(withoutHeaders.at("/error/message"))).isEqualTo(4000);

        JsonNode withShortTexts = Schemas.assertValid(encoder.shrink(encoded, 3000));
        assertThat(size(withShortTexts.at("/error/message"))).isLessThan(600);

        EncodedAuditEvent smallest = encoder.shrink(encoded, 10);
        JsonNode stillAnEvent = Schemas.assertValid(encoder.markSpooled(smallest));
        assertThat(stillAnEvent.at("/event/id").asString()).isEqualTo(Events.ID);
        assertThat(stillAnEvent.at("/kafka_audit/pipeline/dropped_before").asInt())
                .isEqualTo(3);
        assertThat(stillAnEvent.at("/kafka_audit/pipeline/spooled").asBoolean()).isTrue();
    }

    @Test
    void leavesOutATimestampThatNoDateCanShow() {
        RecordSnapshot record = Events.record("x").placedAt("t", 0, 1, Long.MAX_VALUE, "CreateTime");

        JsonNode document = encode(Events.consumed(record), TopicPolicy.DEFAULT);

        assertThat(document.at("/kafka_audit/record/timestamp").isMissingNode()).isTrue();
        assertThat(document.at("/kafka_audit/truncated_fields").toString()).contains(EventFields.RECORD_TIMESTAMP);
    }

    private JsonNode encode(AuditEvent.Builder event, TopicPolicy policy) {
        return Schemas.assertValid(encoder.encode(event.build(7, Events.TIME), Events.ID, policy, 0));
    }

    private static int size(JsonNode text) {
        return text.asString().getBytes(UTF_8).length;
    }
}
