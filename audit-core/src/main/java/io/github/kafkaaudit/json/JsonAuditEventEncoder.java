package io.github.kafkaaudit.json;

import io.github.kafkaaudit.AuditEventEncoder;
import io.github.kafkaaudit.EncodedAuditEvent;
import io.github.kafkaaudit.event.AuditAction;
import io.github.kafkaaudit.event.AuditEvent;
import io.github.kafkaaudit.event.AuditHeaders;
import io.github.kafkaaudit.event.Direction;
import io.github.kafkaaudit.event.HeaderSnapshot;
import io.github.kafkaaudit.event.Outcome;
import io.github.kafkaaudit.event.RecordSnapshot;
import io.github.kafkaaudit.event.ServiceIdentity;
import io.github.kafkaaudit.payload.PayloadDigest;
import io.github.kafkaaudit.payload.PayloadObjects;
import io.github.kafkaaudit.payload.RecordInspector;
import io.github.kafkaaudit.policy.HmacKey;
import io.github.kafkaaudit.policy.PayloadCapture;
import io.github.kafkaaudit.policy.TopicPolicy;
import java.nio.ByteBuffer;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Writes events as JSON documents of schema version 1.
 *
 * <p>A document never exceeds 256 KiB: what is too long is left out in the order stack trace, payload, headers, and
 * named in {@code kafka_audit.truncated_fields}.
 *
 * <p><b>Threading</b>: used by one thread at a time, except {@link #identity()} and {@link #digest}; buffers are kept
 * from one event to the next.
 */
public final class JsonAuditEventEncoder implements AuditEventEncoder {

    /** The version of the document's schema, in every document as {@code kafka_audit.schema.version}. */
    public static final String SCHEMA_VERSION = "1";

    /** The largest document in bytes. */
    public static final int MAX_SIZE = 256 * 1024;

    private static final int SHORT_PAYLOAD = 64 * 1024;

    private final DocumentWriter writer = new DocumentWriter();
    private final DocumentEnd documentEnd = new DocumentEnd();
    private final ServiceIdentity identity;
    private final @Nullable HmacKey hmacKey;
    private final EncoderOptions options;
    private final PayloadDigest digest;
    private final RecordInspector inspector;
    private final EventSection eventSection;
    private final MessagingSection messagingSection;
    private final AuditSection auditSection;

    /**
     * Creates an encoder with the default options.
     *
     * @param identity the service, the same in every event
     * @param hmacKey the secret for digests and masked values, or null: then digests are plain SHA-256
     */
    public JsonAuditEventEncoder(ServiceIdentity identity, @Nullable HmacKey hmacKey) {
        this(identity, hmacKey, EncoderOptions.DEFAULT);
    }

    /**
     * Creates an encoder.
     *
     * @param identity the service, the same in every event
     * @param hmacKey the secret for digests and masked values, or null: then digests are plain SHA-256
     * @param options what else can be chosen
     */
    public JsonAuditEventEncoder(ServiceIdentity identity, @Nullable HmacKey hmacKey, EncoderOptions options) {
        this.identity = Objects.requireNonNull(identity, "identity");
        this.hmacKey = hmacKey;
        this.options = options;
        this.digest = new PayloadDigest(hmacKey);
        this.inspector = new RecordInspector(hmacKey, options.extractorFailures());
        this.eventSection = new EventSection(identity, options.stackTraces());
        this.messagingSection = new MessagingSection(identity);
        this.auditSection = new AuditSection();
    }

    @Override
    public ServiceIdentity identity() {
        return identity;
    }

    @Override
    public String digest(ByteBuffer bytes) {
        return digest.digest(bytes);
    }

    @Override
    public @Nullable Object snapshot(@Nullable Object payload) {
        return PayloadObjects.snapshot(payload);
    }

    @Override
    public EncodedAuditEvent encode(AuditEvent event, String id, TopicPolicy policy, long droppedBefore) {
        Trimming detail = Trimming.ALL;
        write(event, id, policy, droppedBefore, detail);
        // Room for the mark of the spool.
        while (writer.size() > MAX_SIZE - DocumentEnd.ROOM && !detail.isLast()) {
            detail = detail.less();
            write(event, id, policy, droppedBefore, detail);
        }
        boolean failure = event.outcome() == Outcome.FAILURE || event.action() == AuditAction.AUDIT_GAP;
        return new EncodedAuditEvent(id, event.sequence(), event.timestamp(), failure, writer.toBytes());
    }

    @Override
    public EncodedAuditEvent markSpooled(EncodedAuditEvent event) {
        byte[] marked = documentEnd.withSpooled(event.json());
        return new EncodedAuditEvent(event.id(), event.sequence(), event.timestamp(), event.failure(), marked);
    }

    @Override
    public EncodedAuditEvent shrink(EncodedAuditEvent event, int maxSize) {
        if (event.json().length <= maxSize) {
            return event;
        }
        byte[] smaller = DocumentShrinker.shrink(event.json(), maxSize);
        return new EncodedAuditEvent(event.id(), event.sequence(), event.timestamp(), event.failure(), smaller);
    }

    @Override
    public AuditEventEncoder forAnotherThread() {
        return new JsonAuditEventEncoder(identity, hmacKey, options);
    }

    private void write(AuditEvent event, String id, TopicPolicy policy, long droppedBefore, Trimming detail) {
        inspect(event, policy, detail);
        writer.begin();
        eventSection.write(writer, event, id, inspector, detail);
        messagingSection.write(writer, event, policy, inspector);
        auditSection.write(writer, event, policy, inspector, detail, droppedBefore);
        writer.end();
    }

    private void inspect(AuditEvent event, TopicPolicy policy, Trimming detail) {
        RecordSnapshot record = event.record();
        if (record == null || !event.action().isMessage()) {
            inspector.clear(policy);
            return;
        }
        PayloadCapture capture = captureOf(event, record, policy);
        HeaderSnapshot requested =
                event.requested() == null ? null : event.requested().headers();
        int room = detail.has(Trimming.NO_STACK_TRACE)
                ? policy.maxSize()
                : detail == Trimming.SHORT_PAYLOAD ? Math.min(SHORT_PAYLOAD, policy.maxSize()) : 0;
        inspector.inspect(record, requested, policy, capture, room);
    }

    /** How much this event shows: a delivery leaves out what the event of the send is believed to have. */
    private static PayloadCapture captureOf(AuditEvent event, RecordSnapshot record, TopicPolicy policy) {
        PayloadCapture capture = event.outcome() == Outcome.FAILURE ? policy.captureOnFailure() : policy.capture();
        if (capture != PayloadCapture.ONCE) {
            return capture;
        }
        if (event.action().direction() != Direction.CONSUME) {
            return PayloadCapture.FULL;
        }
        String service = AuditHeaders.payloadAt(record.headers(), record.topic());
        return service != null && policy.onceFrom().contains(service) ? PayloadCapture.ONCE : PayloadCapture.FULL;
    }
}
