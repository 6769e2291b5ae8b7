package io.github.kafkaaudit.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.kafkaaudit.event.AuditEvent;
import io.github.kafkaaudit.event.AuditHeaders;
import io.github.kafkaaudit.event.CausedBy;
import io.github.kafkaaudit.event.Coordinate;
import io.github.kafkaaudit.event.HeaderSnapshot;
import io.github.kafkaaudit.event.Outcome;
import io.github.kafkaaudit.event.RecordSnapshot;
import io.github.kafkaaudit.event.RequestedRecord;
import io.github.kafkaaudit.event.ServiceIdentity;
import io.github.kafkaaudit.event.WireBytes;
import io.github.kafkaaudit.policy.MaskingPolicy;
import io.github.kafkaaudit.policy.PayloadCapture;
import io.github.kafkaaudit.policy.TopicPolicy;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class EncoderDetailTests {

    private static final String TRACE = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";

    private final JsonAuditEventEncoder encoder = new JsonAuditEventEncoder(Events.JOBDA, null);

    @Test
    void takesMessageIdAndOriginFromTheHeadersOfADelivery() {
        HeaderSnapshot headers =
                Events.headers("ka-id", "old", "ka-id", id("recruit.result"), "ka-svc", "ats", "traceparent", TRACE);

        JsonNode document = encode(Events.consumed(withHeaders(headers)));

        assertThat(document.at("/messaging/message/id").asString()).isEqualTo(id("recruit.result"));
        assertThat(document.at("/kafka_audit/claimed").toString())
                .isEqualTo("[\"messaging.message.id\",\"service.origin.name\"]");
        assertThat(document.at("/service/origin/name").asString()).isEqualTo("ats");
        assertThat(document.at("/trace/id").asString()).isEqualTo("4bf92f3577b34da6a3ce929d0e0e4736");
        assertThat(document.at("/span/id").asString()).isEqualTo("00f067aa0ba902b7");
    }

    @Test
    void takesAnIdThatWasMadeForAnotherTopicAsInherited() {
        HeaderSnapshot headers = Events.headers("ka-id", id("another.topic"), "ka-svc", "ats");

        JsonNode document = encode(Events.consumed(withHeaders(headers)));

        assertThat(document.at("/messaging/message").has("id")).isFalse();
        assertThat(document.at("/service").has("origin")).isFalse();
        assertThat(document.at("/kafka_audit/caused_by/message_id").asString()).isEqualTo(id("another.topic"));
        assertThat(document.at("/kafka_audit/claimed").toString()).isEqualTo("[\"kafka_audit.caused_by.message_id\"]");
    }

    @Test
    void doesNotBelieveWhatHasNotTheFormOfAClaim() {
        HeaderSnapshot headers = Events.headers(
                "ka-id", "1; DROP TABLE", "ka-svc", "a\u001b[31m", "kafka_original-topic", "no/topic", "other", "kept");

        JsonNode document = encode(Events.consumed(withHeaders(headers)));

        assertThat(document.at("/messaging/message").has("id")).isFalse();
        assertThat(document.at("/service").has("origin")).isFalse();
        assertThat(document.at("/kafka_audit").has("original")).isFalse();
        assertThat(document.at("/kafka_audit").has("claimed")).isFalse();
        assertThat(document.at("/kafka_audit/record/headers/ka-id").asString()).isEqualTo("1; DROP TABLE");
    }

    @Test
    void takesARecordInItsOwnTopicForNoCopy() {
        HeaderSnapshot headers = Events.headers("kafka_dlt-original-topic", "recruit.result");

        assertThat(encode(Events.consumed(withHeaders(headers)))
                        .at("/kafka_audit")
                        .has("original"))
                .isFalse();
    }

    @Test
    void takesNoSendForACopyThatOnlyCarriesTheHeadersOfOne() {
        HeaderSnapshot headers = Events.headers("kafka_original-topic", "t");

        assertThat(encode(Events.produced(withHeaders(headers)))
                        .at("/kafka_audit")
                        .has("original"))
                .isFalse();
        assertThat(encode(Events.produced(withHeaders(headers)).original(new Coordinate("t", 0, 3)))
                        .at("/kafka_audit/original")
                        .toString())
                .isEqualTo("{\"topic\":\"t\",\"partition\":\"0\",\"offset\":3}");
    }

    @Test
    void ignoresABrokenTraceHeader() {
        for (String broken : List.of(
                "",
                "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7",
                "ff-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
                "00-00000000000000000000000000000000-00f067aa0ba902b7-01",
                "00-4BF92F3577B34DA6A3CE929D0E0E4736-00f067aa0ba902b7-01",
                TRACE + "-more")) {
            assertThat(encode(Events.consumed(withHeaders(Events.headers("traceparent", broken))))
                            .has("trace"))
                    .as(broken)
                    .isFalse();
        }
        assertThat(encode(Events.consumed(
                                withHeaders(Events.headers("traceparent", TRACE.replaceFirst("00", "01") + "-more"))))
                        .has("trace"))
                .isTrue();
    }

    @Test
    void keepsAnInheritedMessageIdApartFromTheSendsOwn() {
        HeaderSnapshot sent = Events.headers("ka-id", id("recruit.result"), "ka-svc", "ats");
        AuditEvent.Builder produced = Events.produced(withHeaders(sent))
                .messageId(id("recruit.result"))
                .requested(new RequestedRecord("asked", Events.headers("ka-id", id("asked")), null));

        JsonNode document = encode(produced);

        assertThat(document.at("/messaging/message/id").asString()).isEqualTo(id("recruit.result"));
        assertThat(document.at("/kafka_audit/caused_by/message_id").asString()).isEqualTo(id("asked"));
        assertThat(document.at("/service/origin").isMissingNode()).isTrue();
        assertThat(encode(produced.causedBy(new CausedBy("in/0/1", "g", "cause")))
                        .at("/kafka_audit/caused_by/message_id")
                        .asString())
                .isEqualTo("cause");
    }

    @Test
    void linksCopiesToTheirOriginal() {
        byte[] partition = ByteBuffer.allocate(4).putInt(3).array();
        byte[] offset = ByteBuffer.allocate(8).putLong(17).array();
        byte[] later = ByteBuffer.allocate(8).putLong(99).array();
        HeaderSnapshot deadLetter = new HeaderSnapshot(
                new String[] {
                    "kafka_dlt-original-topic",
                    "kafka_dlt-original-partition",
                    "kafka_dlt-original-offset",
                    "kafka_dlt-original-offset"
                },
                new byte[][] {"recruit.first".getBytes(UTF_8), partition, offset, later});

        JsonNode original = encode(Events.consumed(withHeaders(deadLetter))).at("/kafka_audit/original");

        assertThat(original.get("topic").asString()).isEqualTo("recruit.first");
        assertThat(original.get("partition").asString()).isEqualTo("3");
        assertThat(original.get("offset").asLong()).isEqualTo(17);
    }

    @Test
    void copesWithOriginalHeadersOfAnotherMaking() {
        HeaderSnapshot strange = Events.headers("kafka_original-topic", "t", "kafka_original-partition", "three");

        JsonNode original = encode(Events.consumed(withHeaders(strange))).at("/kafka_audit/original");

        assertThat(original.toString()).isEqualTo("{\"topic\":\"t\"}");
    }

    @Test
    void makesArraysOfRepeatedHeaders() {
        HeaderSnapshot headers = new HeaderSnapshot(new String[] {"a", "b", "a", "c", "a\0", "a\uFFFD"}, new byte[][] {
            "1".getBytes(UTF_8), {0, 1}, "2".getBytes(UTF_8), null, "x".getBytes(UTF_8), "y".getBytes(UTF_8)
        });

        assertThat(encode(Events.consumed(withHeaders(headers)))
                        .at("/kafka_audit/record/headers")
                        .toString())
                .isEqualTo("{\"a\":[\"1\",\"2\"],\"b\":\"AAE=\",\"c\":null,\"a\uFFFD\":[\"x\",\"y\"]}");
    }

    @Test
    void reportsTheRootCause() {
        Exception root = new IllegalArgumentException("the cause");
        Exception error = new IllegalStateException("outer", new RuntimeException("middle", root));

        JsonNode document = encode(Events.failed(Events.record("x"), error));

        assertThat(document.at("/error/type").asString()).isEqualTo("java.lang.IllegalArgumentException");
        assertThat(document.at("/error/message").asString()).isEqualTo("the cause");
        assertThat(document.at("/error/stack_trace").asString())
                .startsWith("java.lang.IllegalStateException: outer\n\tat ")
                .contains("\nCaused by: java.lang.RuntimeException: middle\n")
                .contains("\nCaused by: java.lang.IllegalArgumentException: the cause\n");
        assertThat(document.at("/message").asString()).endsWith(": IllegalArgumentException");
    }

    @Test
    void survivesExceptionsThatMisbehave() {
        RuntimeException hostile = new RuntimeException() {
            @Override
            public String getMessage() {
                throw new IllegalStateException("no message");
            }

            @Override
            public synchronized Throwable getCause() {
                throw new IllegalStateException("no cause");
            }
        };
        Exception circle = new IllegalStateException("a");
        circle.initCause(new IllegalArgumentException("b", circle));

        assertThat(encode(Events.failed(Events.record("x"), hostile)).has("error"))
                .isTrue();
        assertThat(encode(Events.failed(Events.record("x"), circle))
                        .at("/error/message")
                        .asString())
                .isEqualTo("b");
    }

    @Test
    void leavesOutStackTracesIfAsked() {
        JsonAuditEventEncoder brief =
                new JsonAuditEventEncoder(Events.JOBDA, null, new EncoderOptions(false, failure -> {}));
        AuditEvent event = Events.failed(Events.record("x"), new IllegalStateException("x"))
                .build(7, Events.TIME);

        assertThat(Schemas.assertValid(brief.encode(event, Events.ID, TopicPolicy.DEFAULT, 0))
                        .at("/error/stack_trace")
                        .isMissingNode())
                .isTrue();
    }

    @Test
    void capturesMoreOfFailuresIfAsked() {
        TopicPolicy policy = new TopicPolicy(
                true,
                true,
                true,
                true,
                PayloadCapture.NONE,
                PayloadCapture.FULL,
                1000,
                1000,
                MaskingPolicy.DEFAULT,
                TopicPolicy.DEFAULT.businessKey(),
                TopicPolicy.DEFAULT.onOverflow(),
                TopicPolicy.DEFAULT.blockTimeout(),
                Set.of());
        AuditEvent.Builder event = Events.consumed(Events.record("{\"a\":1}"));

        assertThat(format(event, policy)).isEqualTo("none");
        assertThat(format(event.outcome(Outcome.FAILURE), policy)).isEqualTo("json");
    }

    @Test
    void tellsKeysApart() {
        assertKey(WireBytes.whole("k".getBytes(UTF_8)), "text", "k");
        assertKey(WireBytes.whole(new byte[0]), "text", "");
        assertKey(WireBytes.whole(new byte[] {0, 0, 0, 42}), "base64", "AAAAKg==");
        assertKey(WireBytes.NONE, "null", null);
        assertKey(WireBytes.unavailable(4), "unavailable", null);
    }

    @Test
    void escapesWhatTheServiceIsCalled() {
        ServiceIdentity odd = new ServiceIdentity("a\"b", "\\1", null, null, "life", null, 1, null);
        AuditEvent event = Events.consumed(Events.record("x")).build(7, Events.TIME);

        JsonNode document = Schemas.assertValid(
                new JsonAuditEventEncoder(odd, null).encode(event, Events.ID, TopicPolicy.DEFAULT, 0));

        assertThat(document.at("/service/name").asString()).isEqualTo("a\"b");
        assertThat(document.at("/service/version").asString()).isEqualTo("\\1");
        assertThat(document.has("host")).isFalse();
    }

    @Test
    void goesOnAfterAnEventThatCouldNotBeEncoded() {
        RecordSnapshot record = Events.record("x");
        AuditEvent broken = Events.failed(record, new IllegalStateException() {
                    @Override
                    public StackTraceElement[] getStackTrace() {
                        throw new UnsupportedOperationException("broken on purpose");
                    }
                })
                .build(7, Events.TIME);
        try {
            encoder.encode(broken, Events.ID, TopicPolicy.DEFAULT, 0);
        } catch (UnsupportedOperationException expected) {
            assertThat(expected).hasMessage("broken on purpose");
        }

        assertThat(encode(Events.consumed(record)).at("/event/id").asString()).isEqualTo(Events.ID);
    }

    private void assertKey(WireBytes key, String format, @Nullable String shown) {
        RecordSnapshot record =
                new RecordSnapshot("t", 0, 1, 1, "CreateTime", key, WireBytes.NONE, HeaderSnapshot.EMPTY, null);
        JsonNode document = encode(Events.consumed(record));
        assertThat(document.at("/kafka_audit/record/key_format").asString()).isEqualTo(format);
        assertThat(document.at("/messaging/kafka/message/key").asString(null)).isEqualTo(shown);
        assertThat(document.at("/messaging/kafka/message/tombstone").asBoolean())
                .isTrue();
    }

    private String format(AuditEvent.Builder event, TopicPolicy policy) {
        return encoderDocument(event, policy).at("/kafka_audit/payload/format").asString();
    }

    private JsonNode encoderDocument(AuditEvent.Builder event, TopicPolicy policy) {
        return new JsonMapper()
                .readTree(encoder.encode(event.build(7, Events.TIME), Events.ID, policy, 0)
                        .json());
    }

    private JsonNode encode(AuditEvent.Builder event) {
        return encoderDocument(event, TopicPolicy.DEFAULT);
    }

    private static String id(String topic) {
        byte[] id = "0190aaaa-0000-7000-8000-000000000002".getBytes(UTF_8);
        AuditHeaders.bind(id, topic);
        return new String(id, UTF_8);
    }

    private static RecordSnapshot withHeaders(HeaderSnapshot headers) {
        return Events.record(WireBytes.whole("{\"a\":1}".getBytes(UTF_8)), headers, null);
    }
}
