package io.github.kafkaaudit.json;

import io.github.kafkaaudit.event.AuditAction;
import io.github.kafkaaudit.event.AuditEvent;
import io.github.kafkaaudit.event.ConsumerIdentity;
import io.github.kafkaaudit.event.RecordSnapshot;
import io.github.kafkaaudit.event.ServiceIdentity;
import io.github.kafkaaudit.event.WireBytes;
import io.github.kafkaaudit.payload.RecordInspector;
import io.github.kafkaaudit.policy.TopicPolicy;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The part of a document that carries OpenTelemetry's {@code messaging.*} names. */
final class MessagingSection {

    private static final EncodedName MESSAGING = new EncodedName("messaging");
    private static final EncodedName OPERATION = new EncodedName("operation");
    private static final EncodedName DESTINATION = new EncodedName("destination");
    private static final EncodedName PARTITION = new EncodedName("partition");
    private static final EncodedName KAFKA = new EncodedName("kafka");
    private static final EncodedName MESSAGE = new EncodedName("message");
    private static final EncodedName CLUSTER = new EncodedName("cluster");
    private static final EncodedName CONSUMER = new EncodedName("consumer");
    private static final EncodedName GROUP = new EncodedName("group");
    private static final EncodedName CLIENT = new EncodedName("client");
    private static final EncodedName BODY = new EncodedName("body");

    private static final Field SYSTEM = Field.of(EventFields.MESSAGING_SYSTEM);
    private static final Field OPERATION_TYPE = Field.of(EventFields.MESSAGING_OPERATION_TYPE);
    private static final Field TOPIC = Field.of(EventFields.MESSAGING_DESTINATION_NAME);
    private static final Field PARTITION_ID = Field.of(EventFields.MESSAGING_DESTINATION_PARTITION_ID);
    private static final Field OFFSET = Field.of(EventFields.MESSAGING_KAFKA_OFFSET);
    private static final Field KEY = Field.of(EventFields.MESSAGING_KAFKA_MESSAGE_KEY);
    private static final Field TOMBSTONE = Field.of(EventFields.MESSAGING_KAFKA_MESSAGE_TOMBSTONE);
    private static final Field CLUSTER_ID = Field.of(EventFields.MESSAGING_KAFKA_CLUSTER_ID);
    private static final Field GROUP_NAME = Field.of(EventFields.MESSAGING_CONSUMER_GROUP_NAME);
    private static final Field CLIENT_ID = Field.of(EventFields.MESSAGING_CLIENT_ID);
    private static final Field MESSAGE_ID = Field.of(EventFields.MESSAGING_MESSAGE_ID);
    private static final Field BODY_SIZE = Field.of(EventFields.MESSAGING_MESSAGE_BODY_SIZE);

    private static final Map<AuditAction, byte[]> OPERATIONS = new EnumMap<>(AuditAction.class);

    static {
        for (AuditAction action : AuditAction.values()) {
            Members operation =
                    new Members().text(SYSTEM, "kafka").open(OPERATION).text(OPERATION_TYPE, action.operationType());
            OPERATIONS.put(action, operation.close().encoded());
        }
    }

    private final Fragments<Place, byte[]> places = new Fragments<>(4096, Place::encoded);
    private final Fragments<ConsumerIdentity, byte[]> consumers = new Fragments<>(256, MessagingSection::consumer);
    private final ServiceIdentity identity;

    MessagingSection(ServiceIdentity identity) {
        this.identity = identity;
    }

    void write(DocumentWriter writer, AuditEvent event, TopicPolicy policy, RecordInspector inspector) {
        writer.start(MESSAGING);
        writer.members(Objects.requireNonNull(OPERATIONS.get(event.action())));
        if (event.record() != null) {
            writeDestination(writer, event.record());
        }
        writeKafka(writer, event, inspector);
        writeConsumer(writer, event);
        writeMessage(writer, event, policy, inspector);
        writer.close();
    }

    private void writeDestination(DocumentWriter writer, RecordSnapshot record) {
        String topic = WrittenSize.cut(record.topic(), TOPIC.limit());
        if (topic.length() < record.topic().length()) {
            writer.flag(TOPIC);
        }
        writer.members(places.of(new Place(topic, record.partition())));
    }

    private void writeKafka(DocumentWriter writer, AuditEvent event, RecordInspector inspector) {
        writer.start(KAFKA);
        RecordSnapshot record = event.record();
        if (record != null) {
            writer.numberFrom(OFFSET, record.offset(), 0);
            if (event.action().isMessage()) {
                writer.start(MESSAGE);
                writer.text(KEY, inspector.plainKey());
                writer.text(KEY, inspector.key());
                writer.flag(TOMBSTONE, record.value().state() == WireBytes.State.NONE);
                writer.close();
            }
        }
        writer.start(CLUSTER);
        writer.repeated(CLUSTER_ID, identity.clusterId());
        writer.close();
        writer.close();
    }

    private void writeConsumer(DocumentWriter writer, AuditEvent event) {
        ConsumerIdentity consumer = event.consumer();
        if (consumer != null && event.clientId() == null) {
            writer.members(consumers.of(consumer));
            return;
        }
        if (consumer != null) {
            writer.start(CONSUMER);
            writer.start(GROUP);
            writer.repeated(GROUP_NAME, consumer.group());
            writer.close();
            writer.close();
        }
        writer.start(CLIENT);
        writer.repeated(CLIENT_ID, event.clientId());
        writer.close();
    }

    private static byte[] consumer(ConsumerIdentity consumer) {
        return new Members()
                .open(CONSUMER)
                .open(GROUP)
                .text(GROUP_NAME, consumer.group())
                .close()
                .close()
                .open(CLIENT)
                .text(CLIENT_ID, consumer.clientId())
                .close()
                .encoded();
    }

    private static void writeMessage(
            DocumentWriter writer, AuditEvent event, TopicPolicy policy, RecordInspector inspector) {
        RecordSnapshot record = event.record();
        if (record == null || !event.action().isMessage()) {
            return;
        }
        writer.start(MESSAGE);
        if (event.messageId() != null) {
            writer.text(MESSAGE_ID, event.messageId());
        } else {
            byte[] id = HeaderClaims.carriedId(event, policy);
            if (id != null && inspector.showsId(id, EventFields.MESSAGING_MESSAGE_ID)) {
                writer.text(MESSAGE_ID, id);
            }
        }
        writer.start(BODY);
        writer.numberFrom(BODY_SIZE, record.value().size(), 0);
        writer.close();
        writer.close();
    }

    /**
     * A partition of a topic.
     *
     * @param topic the topic
     * @param partition the partition, or -1 if it is not known
     */
    private record Place(String topic, int partition) {

        // Asked for every event; what the compiler writes for a record costs several times as much.
        @Override
        public int hashCode() {
            return topic.hashCode() * 31 + partition;
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Place place && place.partition == partition && place.topic.equals(topic);
        }

        byte[] encoded() {
            return new Members()
                    .open(DESTINATION)
                    .text(TOPIC, topic)
                    .open(PARTITION)
                    .text(PARTITION_ID, SmallNumbers.text(partition))
                    .close()
                    .close()
                    .encoded();
        }
    }
}
