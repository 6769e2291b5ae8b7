package io.github.kafkaaudit.json;

/**
 * The dotted paths of every field that an audit event can have: the one place where field names are written.
 *
 * <p>In the document the dots are nesting: {@code event.id} is the member {@code id} of the object {@code event}.
 */
public final class EventFields {

    /** When the process knew the outcome; it names the daily index. */
    public static final String TIMESTAMP = "@timestamp";

    /** The event's id, a UUIDv7, and the document's {@code _id}. */
    public static final String EVENT_ID = "event.id";

    /** The place in the trail, without holes per service.ephemeral_id. */
    public static final String EVENT_SEQUENCE = "event.sequence";

    /** What happened: one of the closed list of actions. */
    public static final String EVENT_ACTION = "event.action";

    /** Success, failure or unknown. */
    public static final String EVENT_OUTCOME = "event.outcome";

    /** The ECS type: info, error, start, end or change. */
    public static final String EVENT_TYPE = "event.type";

    /** Always event. */
    public static final String EVENT_KIND = "event.kind";

    /** Always kafka_audit. */
    public static final String EVENT_MODULE = "event.module";

    /** Always kafka_audit.message. */
    public static final String EVENT_DATASET = "event.dataset";

    /** One short sentence where the action needs one. */
    public static final String EVENT_REASON = "event.reason";

    /** When the send or the hand-out began. */
    public static final String EVENT_START = "event.start";

    /** How long it took, in nanoseconds. */
    public static final String EVENT_DURATION = "event.duration";

    /** When the shipper took it; the library never writes it. */
    public static final String EVENT_INGESTED = "event.ingested";

    /** One readable line. */
    public static final String MESSAGE = "message";

    /** The class of the root cause. */
    public static final String ERROR_TYPE = "error.type";

    /** The root cause's message, masked. */
    public static final String ERROR_MESSAGE = "error.message";

    /** The exception with its causes, masked and capped. */
    public static final String ERROR_STACK_TRACE = "error.stack_trace";

    /** The service that wrote the event. */
    public static final String SERVICE_NAME = "service.name";

    /** Its version. */
    public static final String SERVICE_VERSION = "service.version";

    /** Where it is deployed. */
    public static final String SERVICE_ENVIRONMENT = "service.environment";

    /** The instance among the service's instances. */
    public static final String SERVICE_NODE_NAME = "service.node.name";

    /** One life of one audit trail. */
    public static final String SERVICE_EPHEMERAL_ID = "service.ephemeral_id";

    /** On the consuming side: the service that produced the record. */
    public static final String SERVICE_ORIGIN_NAME = "service.origin.name";

    /** The host's name. */
    public static final String HOST_NAME = "host.name";

    /** The operating system's process id. */
    public static final String PROCESS_PID = "process.pid";

    /** The thread on which it happened. */
    public static final String PROCESS_THREAD_NAME = "process.thread.name";

    /** The trace, from the record's traceparent header. */
    public static final String TRACE_ID = "trace.id";

    /** The span, from the record's traceparent header. */
    public static final String SPAN_ID = "span.id";

    /** The version of the Elastic Common Schema. */
    public static final String ECS_VERSION = "ecs.version";

    /** Always kafka. */
    public static final String MESSAGING_SYSTEM = "messaging.system";

    /** Send, receive, process or settle. */
    public static final String MESSAGING_OPERATION_TYPE = "messaging.operation.type";

    /** The topic. */
    public static final String MESSAGING_DESTINATION_NAME = "messaging.destination.name";

    /** The partition, as text. */
    public static final String MESSAGING_DESTINATION_PARTITION_ID = "messaging.destination.partition.id";

    /** The offset that the broker gave the record. */
    public static final String MESSAGING_KAFKA_OFFSET = "messaging.kafka.offset";

    /** The record's key as text or base64. */
    public static final String MESSAGING_KAFKA_MESSAGE_KEY = "messaging.kafka.message.key";

    /** True when the record has no value. */
    public static final String MESSAGING_KAFKA_MESSAGE_TOMBSTONE = "messaging.kafka.message.tombstone";

    /** The cluster's id as configured. */
    public static final String MESSAGING_KAFKA_CLUSTER_ID = "messaging.kafka.cluster.id";

    /** The consumer group. */
    public static final String MESSAGING_CONSUMER_GROUP_NAME = "messaging.consumer.group.name";

    /** The client id of the producer or consumer. */
    public static final String MESSAGING_CLIENT_ID = "messaging.client.id";

    /** The id that this very send got. */
    public static final String MESSAGING_MESSAGE_ID = "messaging.message.id";

    /** The size of the value on the wire, in bytes. */
    public static final String MESSAGING_MESSAGE_BODY_SIZE = "messaging.message.body.size";

    /** Produce or consume. */
    public static final String DIRECTION = "kafka_audit.direction";

    /** How far the record has got: the maximum over a record's events is its state. */
    public static final String STEP = "kafka_audit.step";

    /** The business key: equal for what the application calls the same message. */
    public static final String DEDUP_KEY = "kafka_audit.dedup.key";

    /** Why there is no business key although one is configured. */
    public static final String DEDUP_REASON = "kafka_audit.dedup.reason";

    /** The digest of the exact bytes on the wire, with its algorithm in front. */
    public static final String PAYLOAD_HASH = "kafka_audit.payload.hash";

    /** The payload, where it is a JSON object or an array of objects. */
    public static final String PAYLOAD_JSON = "kafka_audit.payload.json";

    /** The payload, where it is other text. */
    public static final String PAYLOAD_TEXT = "kafka_audit.payload.text";

    /** The payload, where it is binary. */
    public static final String PAYLOAD_BASE64 = "kafka_audit.payload.base64";

    /** Json, text, base64, hash, none or unavailable; absent where the record has no value. */
    public static final String PAYLOAD_FORMAT = "kafka_audit.payload.format";

    /** Why the payload has another form than its content suggests. */
    public static final String PAYLOAD_REASON = "kafka_audit.payload.reason";

    /** True when only the beginning is shown. */
    public static final String PAYLOAD_TRUNCATED = "kafka_audit.payload.truncated";

    /** True when something in the payload was masked. */
    public static final String PAYLOAD_MASKED = "kafka_audit.payload.masked";

    /** The masking rules that took effect anywhere in the event. */
    public static final String PAYLOAD_MASKED_FIELDS = "kafka_audit.payload.masked_fields";

    /** The schema's id in the registry, from the payload's framing. */
    public static final String PAYLOAD_SCHEMA_ID = "kafka_audit.payload.schema_id";

    /** The schema's id where that is no number: a UUID (AWS Glue) or a fingerprint (Avro's single-object encoding). */
    public static final String PAYLOAD_SCHEMA_UID = "kafka_audit.payload.schema_uid";

    /** Topic/partition/offset: joins both sides. */
    public static final String RECORD_COORDINATE = "kafka_audit.record.coordinate";

    /** The record's own timestamp. */
    public static final String RECORD_TIMESTAMP = "kafka_audit.record.timestamp";

    /** CreateTime or LogAppendTime. */
    public static final String RECORD_TIMESTAMP_TYPE = "kafka_audit.record.timestamp_type";

    /** From the record's timestamp to its hand-out. */
    public static final String RECORD_QUEUE_TIME_MS = "kafka_audit.record.queue_time_ms";

    /** Text, base64, null or unavailable. */
    public static final String RECORD_KEY_FORMAT = "kafka_audit.record.key_format";

    /** The headers: text as text, others as base64, repeated names as arrays. */
    public static final String RECORD_HEADERS = "kafka_audit.record.headers";

    /** The delivery attempt as far as this process saw, from 1. */
    public static final String DELIVERY_ATTEMPT = "kafka_audit.delivery.attempt";

    /** True when this process had been handed the record before. */
    public static final String DELIVERY_REDELIVERED = "kafka_audit.delivery.redelivered";

    /** True when the record was processed and its offset not committed. */
    public static final String DELIVERY_UNCOMMITTED = "kafka_audit.delivery.uncommitted";

    /** True when the offset was committed and the record not processed. */
    public static final String DELIVERY_COMMITTED_UNPROCESSED = "kafka_audit.delivery.committed_unprocessed";

    /** True when an error handler hid the exception from the container. */
    public static final String DELIVERY_ERROR_SWALLOWED = "kafka_audit.delivery.error_swallowed";

    /** The listener's id. */
    public static final String LISTENER_ID = "kafka_audit.listener.id";

    /** The consumer's member id inside its group. */
    public static final String CONSUMER_MEMBER_ID = "kafka_audit.consumer.member_id";

    /** The number of records in the listener's batch. */
    public static final String BATCH_SIZE = "kafka_audit.batch.size";

    /** The record's place in the batch, from 0. */
    public static final String BATCH_INDEX = "kafka_audit.batch.index";

    /** The library's own id of the transaction. */
    public static final String TRANSACTION_ID = "kafka_audit.transaction.id";

    /** The producer's transactional.id. */
    public static final String TRANSACTION_TRANSACTIONAL_ID = "kafka_audit.transaction.transactional_id";

    /** Committed, aborted, unknown or pending. */
    public static final String TRANSACTION_OUTCOME = "kafka_audit.transaction.outcome";

    /** How many records were sent in the transaction. */
    public static final String TRANSACTION_RECORDS = "kafka_audit.transaction.records";

    /** On a retry or dead-letter copy: the first record's topic. */
    public static final String ORIGINAL_TOPIC = "kafka_audit.original.topic";

    /** On a retry or dead-letter copy: the first record's partition, as text. */
    public static final String ORIGINAL_PARTITION = "kafka_audit.original.partition";

    /** On a retry or dead-letter copy: the first record's offset. */
    public static final String ORIGINAL_OFFSET = "kafka_audit.original.offset";

    /** The record that was being processed when this one was sent. */
    public static final String CAUSED_BY_COORDINATE = "kafka_audit.caused_by.coordinate";

    /** The consumer group that processed it. */
    public static final String CAUSED_BY_GROUP = "kafka_audit.caused_by.group";

    /** Its message id, or the message id that the sent record had inherited. */
    public static final String CAUSED_BY_MESSAGE_ID = "kafka_audit.caused_by.message_id";

    /** On the consuming side: the fields that nothing but headers of the record says, which anybody can write. */
    public static final String CLAIMED = "kafka_audit.claimed";

    /** The committed offset: the next one that the group will read. */
    public static final String COMMIT_OFFSET = "kafka_audit.commit.offset";

    /** Sync, async, auto or transaction. */
    public static final String COMMIT_MODE = "kafka_audit.commit.mode";

    /** How often it happened, where one event stands for many. */
    public static final String REPEAT_COUNT = "kafka_audit.repeat.count";

    /** When it happened first. */
    public static final String REPEAT_FIRST = "kafka_audit.repeat.first";

    /** When it happened last. */
    public static final String REPEAT_LAST = "kafka_audit.repeat.last";

    /** The topic that was asked for, where an interceptor changed the record. */
    public static final String REQUESTED_TOPIC = "kafka_audit.requested.topic";

    /** The headers that were asked for, where an interceptor changed the record. */
    public static final String REQUESTED_HEADERS = "kafka_audit.requested.headers";

    /** The digest of the value that was asked for, where an interceptor changed the record. */
    public static final String REQUESTED_HASH = "kafka_audit.requested.hash";

    /** The broker's count of deliveries to share consumers. */
    public static final String SHARE_DELIVERY_COUNT = "kafka_audit.share.delivery_count";

    /** Accept, release, reject or renew. */
    public static final String SHARE_ACKNOWLEDGEMENT = "kafka_audit.share.acknowledgement";

    /** Where a given-up record went. */
    public static final String DEAD_LETTER_COORDINATE = "kafka_audit.dead_letter.coordinate";

    /** How many events were lost. */
    public static final String GAP_COUNT = "kafka_audit.gap.count";

    /** The first lost sequence. */
    public static final String GAP_FROM = "kafka_audit.gap.from";

    /** The last lost sequence. */
    public static final String GAP_TO = "kafka_audit.gap.to";

    /** When the first was lost. */
    public static final String GAP_SINCE = "kafka_audit.gap.since";

    /** The earlier life that the lost sequences belong to; absent when they are the reporting life's own. */
    public static final String GAP_EPHEMERAL_ID = "kafka_audit.gap.ephemeral_id";

    /** The last sequence of the life that ended. */
    public static final String LAST_SEQUENCE = "kafka_audit.last_sequence";

    /** What is audited, what is not and why, and the settings in force. */
    public static final String COVERAGE = "kafka_audit.coverage";

    /** The fields that were cut or left out because they were too long or not representable. */
    public static final String TRUNCATED_FIELDS = "kafka_audit.truncated_fields";

    /** The version of this document's schema. */
    public static final String SCHEMA_VERSION = "kafka_audit.schema.version";

    /** How many events of this trail were lost before this one. */
    public static final String PIPELINE_DROPPED_BEFORE = "kafka_audit.pipeline.dropped_before";

    /** True when the event went through the spool on disk. */
    public static final String PIPELINE_SPOOLED = "kafka_audit.pipeline.spooled";

    private EventFields() {}
}
