package io.github.kafkaaudit.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.kafkaaudit.EncodedAuditEvent;
import io.github.kafkaaudit.event.AuditAction;
import io.github.kafkaaudit.event.AuditEvent;
import io.github.kafkaaudit.event.CausedBy;
import io.github.kafkaaudit.event.Coordinate;
import io.github.kafkaaudit.event.Delivery;
import io.github.kafkaaudit.event.Direction;
import io.github.kafkaaudit.event.Gap;
import io.github.kafkaaudit.event.HeaderSnapshot;
import io.github.kafkaaudit.event.OffsetCommit;
import io.github.kafkaaudit.event.RecordSnapshot;
import io.github.kafkaaudit.event.Repeat;
import io.github.kafkaaudit.event.RequestedRecord;
import io.github.kafkaaudit.event.ShareDelivery;
import io.github.kafkaaudit.event.TrailInfo;
import io.github.kafkaaudit.event.TransactionInfo;
import io.github.kafkaaudit.event.TransactionInfo.TransactionOutcome;
import io.github.kafkaaudit.event.WireBytes;
import io.github.kafkaaudit.policy.TopicPolicy;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

class EveryActionTests {

    private static final TransactionInfo TRANSACTION =
            new TransactionInfo("0190bbbb-0000-7000-8000-000000000001", "tx-1", TransactionOutcome.COMMITTED, -1);

    private final JsonAuditEventEncoder encoder = new JsonAuditEventEncoder(Events.JOBDA, null);

    @ParameterizedTest
    @EnumSource
    void isValidWithEverythingThatTheActionCanHave(AuditAction action) {
        EncodedAuditEvent encoded =
                encoder.encode(full(action).build(7, Events.TIME), Events.ID, TopicPolicy.DEFAULT, 3);

        Set<String> fields = Schemas.fields(Schemas.assertValid(encoder.markSpooled(encoded)));

        assertThat(fields).containsAll(expected(action));
    }

    @ParameterizedTest
    @EnumSource
    void isValidWithNothingMoreThanTheActionMustHave(AuditAction action) {
        AuditEvent event = bare(action).build(7, Events.TIME);

        JsonNode document = Schemas.assertValid(encoder.encode(event, Events.ID, TopicPolicy.DEFAULT, 0));

        assertThat(document.at("/event/action").asString()).isEqualTo(action.value());
        assertThat(document.at("/event/outcome").asString())
                .isEqualTo(action.outcome().value());
        assertThat(document.at("/message").asString()).isNotBlank().doesNotContain("null");
    }

    private static Set<String> expected(AuditAction action) {
        Set<String> notTogether = Set.of(
                EventFields.EVENT_INGESTED,
                EventFields.PAYLOAD_TEXT,
                EventFields.PAYLOAD_BASE64,
                EventFields.PAYLOAD_REASON,
                EventFields.PAYLOAD_SCHEMA_UID,
                EventFields.PAYLOAD_TRUNCATED,
                EventFields.PAYLOAD_MASKED,
                EventFields.PAYLOAD_MASKED_FIELDS,
                EventFields.PAYLOAD_SCHEMA_ID,
                EventFields.DEDUP_KEY,
                EventFields.DEDUP_REASON,
                EventFields.MESSAGING_KAFKA_MESSAGE_TOMBSTONE,
                EventFields.REQUESTED_HASH,
                EventFields.TRUNCATED_FIELDS);
        // A consumed record carries the id of its own send, or one that it inherited.
        boolean consumed = action.direction() == Direction.CONSUME;
        return FieldTable.rows().stream()
                .filter(row -> row.presence(action) != '-' && !notTogether.contains(row.path()))
                .filter(row -> !consumed || !row.path().equals(EventFields.CAUSED_BY_MESSAGE_ID))
                .map(FieldTable.Row::path)
                .collect(Collectors.toSet());
    }

    private static AuditEvent.Builder bare(AuditAction action) {
        AuditEvent.Builder event = AuditEvent.of(action);
        if (action == AuditAction.MESSAGE_CONSUME_FAILED) {
            event.error(new IllegalStateException());
        }
        if (action == AuditAction.MESSAGE_PRODUCE_FAILED) {
            return event.record(new RecordSnapshot(
                    "t", -1, -1, -1, null, WireBytes.NONE, WireBytes.unavailable(-1), HeaderSnapshot.EMPTY, null));
        }
        if (action.isMessage()) {
            return event.record(new RecordSnapshot(
                    "t", 0, 0, -1, null, WireBytes.NONE, WireBytes.NONE, HeaderSnapshot.EMPTY, null));
        }
        return required(event, action);
    }

    private static AuditEvent.Builder required(AuditEvent.Builder event, AuditAction action) {
        return switch (action) {
            case OFFSET_COMMITTED, OFFSET_COMMIT_FAILED ->
                event.record(partition()).consumer(Events.GROUP).commit(new OffsetCommit(43, OffsetCommit.Mode.SYNC));
            case TRANSACTION_COMMITTED, TRANSACTION_ABORTED ->
                event.transaction(new TransactionInfo(TRANSACTION.id(), null, TransactionOutcome.ABORTED, 2));
            case AUDIT_STOPPED -> event.trail(new TrailInfo(null, 17, Map.of()));
            case AUDIT_GAP -> event.trail(new TrailInfo(new Gap(2, 5, 9, Events.TIME), -1, Map.of()));
            default -> event;
        };
    }

    private static AuditEvent.Builder full(AuditAction action) {
        AuditEvent.Builder event = required(AuditEvent.of(action), action).reason("a reason");
        if (action.isMessage()) {
            event.record(fullRecord());
            event.messageId("0190aaaa-0000-7000-8000-000000000002");
            event.transaction(TRANSACTION).repeat(new Repeat(3, Events.TIME - 9000, Events.TIME));
        }
        if (action.direction() != null) {
            event.start(Events.TIME - 20).duration(5).clientId("client");
        }
        if (action.isMessage() && action.direction() == Direction.PRODUCE) {
            event.causedBy(new CausedBy("in/0/9", "group", "0190aaaa-0000-7000-8000-000000000009"));
            event.requested(new RequestedRecord("asked", Events.headers("a", "b"), "sha256:00"));
            event.original(new Coordinate("recruit.first", 0, 1));
        }
        if (action.isMessage() && action.direction() == Direction.CONSUME) {
            event.consumer(Events.GROUP)
                    .delivery(new Delivery(2, true, 5, 0, true, true, true))
                    .share(new ShareDelivery(2, "release"));
        }
        if (action == AuditAction.MESSAGE_DEAD_LETTERED || action == AuditAction.MESSAGE_RETRY_SCHEDULED) {
            event.deadLetterCoordinate("t.dlt/0/1");
        }
        if (action == AuditAction.OFFSET_COMMITTED || action == AuditAction.OFFSET_COMMIT_FAILED) {
            event.transaction(TRANSACTION).repeat(new Repeat(3, Events.TIME - 9000, Events.TIME));
        }
        if (action == AuditAction.TRANSACTION_COMMITTED || action == AuditAction.TRANSACTION_ABORTED) {
            event.transaction(new TransactionInfo(TRANSACTION.id(), "tx-1", TransactionOutcome.COMMITTED, 2));
        }
        if (action.direction() == null) {
            Gap gap = action == AuditAction.AUDIT_GAP ? new Gap(2, 5, 9, Events.TIME, "an-earlier-life") : null;
            long last = action == AuditAction.AUDIT_STOPPED ? 17 : -1;
            event.trail(new TrailInfo(gap, last, Map.of("settings.topic", "kafka-audit")));
        }
        char error = FieldTable.rows().stream()
                .filter(row -> row.path().equals(EventFields.ERROR_MESSAGE))
                .findFirst()
                .orElseThrow()
                .presence(action);
        return error == '-'
                ? event
                : event.error(new IllegalStateException("outer", new IllegalArgumentException("x")));
    }

    private static RecordSnapshot partition() {
        return new RecordSnapshot("t", 0, -1, -1, null, WireBytes.NONE, WireBytes.NONE, HeaderSnapshot.EMPTY, null);
    }

    private static RecordSnapshot fullRecord() {
        HeaderSnapshot headers = new HeaderSnapshot(
                new String[] {
                    "traceparent",
                    "ka-svc",
                    "kafka_original-topic",
                    "kafka_original-partition",
                    "kafka_original-offset",
                    "twice",
                    "twice"
                },
                new byte[][] {
                    "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01".getBytes(UTF_8),
                    "ats".getBytes(UTF_8),
                    "recruit.first".getBytes(UTF_8),
                    ByteBuffer.allocate(4).putInt(3).array(),
                    ByteBuffer.allocate(8).putLong(17).array(),
                    "1".getBytes(UTF_8),
                    "2".getBytes(UTF_8)
                });
        return Events.record(WireBytes.whole("{\"a\":1}".getBytes(UTF_8)), headers, null);
    }
}
