package io.github.kafkaaudit.json;

import io.github.kafkaaudit.event.AuditAction;
import io.github.kafkaaudit.event.AuditEvent;
import io.github.kafkaaudit.event.ConsumerIdentity;
import io.github.kafkaaudit.event.Direction;
import io.github.kafkaaudit.event.RecordSnapshot;
import io.github.kafkaaudit.payload.RecordInspector;
import io.github.kafkaaudit.policy.TopicPolicy;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;

/** The part of a document that neither ECS nor OpenTelemetry names: {@code kafka_audit}. It ends the document. */
final class AuditSection {

    private static final EncodedName KAFKA_AUDIT = new EncodedName("kafka_audit");
    private static final EncodedName RECORD = new EncodedName("record");
    private static final EncodedName LISTENER = new EncodedName("listener");
    private static final EncodedName CONSUMER = new EncodedName("consumer");
    private static final EncodedName PIPELINE = new EncodedName("pipeline");
    private static final byte[] SCHEMA = new Members()
            .open(new EncodedName("schema"))
            .text(Field.of(EventFields.SCHEMA_VERSION), JsonAuditEventEncoder.SCHEMA_VERSION)
            .close()
            .encoded();

    private static final Field DIRECTION = Field.of(EventFields.DIRECTION);
    private static final Field STEP = Field.of(EventFields.STEP);
    private static final Field COORDINATE = Field.of(EventFields.RECORD_COORDINATE);
    private static final Field RECORD_TIMESTAMP = Field.of(EventFields.RECORD_TIMESTAMP);
    private static final Field TIMESTAMP_TYPE = Field.of(EventFields.RECORD_TIMESTAMP_TYPE);
    private static final Field QUEUE_TIME = Field.of(EventFields.RECORD_QUEUE_TIME_MS);
    private static final Field KEY_FORMAT = Field.of(EventFields.RECORD_KEY_FORMAT);
    private static final Field HEADERS = Field.of(EventFields.RECORD_HEADERS);
    private static final Field LISTENER_ID = Field.of(EventFields.LISTENER_ID);
    private static final Field MEMBER_ID = Field.of(EventFields.CONSUMER_MEMBER_ID);
    private static final Field TRUNCATED_FIELDS = Field.of(EventFields.TRUNCATED_FIELDS);
    private static final Field DROPPED_BEFORE = Field.of(EventFields.PIPELINE_DROPPED_BEFORE);

    private static final Map<AuditAction, byte[]> ACTIONS = new EnumMap<>(AuditAction.class);

    static {
        for (AuditAction action : AuditAction.values()) {
            Direction direction = action.direction();
            ACTIONS.put(
                    action,
                    new Members()
                            .number(STEP, action.step())
                            .text(DIRECTION, direction == null ? null : direction.value())
                            .encoded());
        }
    }

    private final Fragments<ConsumerIdentity, byte[]> consumers = new Fragments<>(256, AuditSection::consumer);
    private final HeadersSection headers = new HeadersSection();
    private final PayloadSection payload = new PayloadSection();

    void write(
            DocumentWriter writer,
            AuditEvent event,
            TopicPolicy policy,
            RecordInspector inspector,
            Trimming detail,
            long droppedBefore) {
        writer.start(KAFKA_AUDIT);
        writer.members(Objects.requireNonNull(ACTIONS.get(event.action())));
        if (event.record() != null) {
            writeRecord(writer, event, event.record(), inspector, detail);
        }
        ConsumerIdentity consumer = event.consumer();
        if (consumer != null) {
            writer.members(consumers.of(consumer));
        }
        DeliverySection.write(writer, event);
        LinkSection.write(writer, event, policy, inspector);
        TrailSection.write(writer, event);
        RequestedSection.write(writer, event, headers, inspector, detail);
        // Behind everything that may have masked something, because it says what was masked.
        payload.write(writer, inspector);
        writer.texts(TRUNCATED_FIELDS, writer.truncated());
        // DocumentEnd relies on the schema's version being the last member but the pipeline.
        writer.members(SCHEMA);
        if (droppedBefore > 0) {
            writer.start(PIPELINE);
            writer.number(DROPPED_BEFORE, droppedBefore);
            writer.close();
        }
        writer.close();
    }

    private static byte[] consumer(ConsumerIdentity consumer) {
        return new Members()
                .open(LISTENER)
                .text(LISTENER_ID, consumer.listenerId())
                .close()
                .open(CONSUMER)
                .text(MEMBER_ID, consumer.memberId())
                .close()
                .encoded();
    }

    private void writeRecord(
            DocumentWriter writer,
            AuditEvent event,
            RecordSnapshot record,
            RecordInspector inspector,
            Trimming detail) {
        boolean message = event.action().isMessage();
        writer.start(RECORD);
        if (record.partition() >= 0 && record.offset() >= 0) {
            writer.startText(COORDINATE);
            MessageLine.coordinate(writer, record);
            writer.endText();
        }
        writer.foreignTime(RECORD_TIMESTAMP, record.timestamp());
        if (record.timestamp() >= 0) {
            writer.repeated(TIMESTAMP_TYPE, record.timestampType());
            if (event.action().direction() == Direction.CONSUME && event.start() >= 0) {
                writer.numberFrom(QUEUE_TIME, event.start() - record.timestamp(), 0);
            }
        }
        if (message) {
            writer.repeated(KEY_FORMAT, inspector.keyFormat());
            if (detail.isLast()) {
                headers.leaveOut(writer, HEADERS, record.headers());
            } else {
                headers.write(writer, HEADERS, record.headers(), inspector);
            }
        }
        writer.close();
    }
}
