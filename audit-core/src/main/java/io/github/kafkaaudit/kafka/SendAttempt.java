package io.github.kafkaaudit.kafka;

import io.github.kafkaaudit.AuditAction;
import io.github.kafkaaudit.AuditEvent;
import io.github.kafkaaudit.AuditTrail;
import io.github.kafkaaudit.CausedBy;
import io.github.kafkaaudit.HeaderSnapshot;
import io.github.kafkaaudit.Outcome;
import io.github.kafkaaudit.RecordSnapshot;
import io.github.kafkaaudit.RequestedRecord;
import io.github.kafkaaudit.TopicPolicy;
import io.github.kafkaaudit.WireBytes;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.Serializer;
import org.jspecify.annotations.Nullable;

/**
 * One call of {@code send}, from its beginning to its single end: the callback or the thrown exception, whichever comes
 * first.
 */
final class SendAttempt implements Callback {

    // Kafka makes serializers by class name, so they can find the send that they work for only by the thread. Sends
    // nest: a serializer may itself send.
    private static final ThreadLocal<@Nullable SendAttempt> CURRENT = new ThreadLocal<>();

    private static final AtomicIntegerFieldUpdater<SendAttempt> ENDED =
            AtomicIntegerFieldUpdater.newUpdater(SendAttempt.class, "ended");

    private final ProducerAudit audit;
    private final TopicPolicy policy;
    private final ProducerRecord<?, ?> requested;
    // As they were before the send: what interceptors do to the copy's headers, they do to the record's own.
    private final Header[] requestedHeaders;
    private final @Nullable Callback callback;
    private final byte[] messageId;
    private final @Nullable CausedBy causedBy;
    private final @Nullable Processing processing;
    private final @Nullable AuditTransaction transaction;
    private final String thread = Thread.currentThread().getName();
    private final long start;
    private final long startNanos = System.nanoTime();

    @SuppressWarnings("UnusedVariable") // read by ENDED
    private volatile int ended;

    private @Nullable SendAttempt outer;
    private @Nullable WireBytes key;
    private @Nullable WireBytes value;
    private @Nullable HeaderSnapshot headers;
    private @Nullable String topic;
    private @Nullable Object deserialized;
    private boolean otherValue;
    private @Nullable String requestedHash;
    private int held;

    SendAttempt(
            ProducerAudit audit,
            TopicPolicy policy,
            ProducerRecord<?, ?> requested,
            Header[] requestedHeaders,
            @Nullable Callback callback,
            byte[] messageId,
            @Nullable Processing processing,
            @Nullable CausedBy causedBy,
            @Nullable AuditTransaction transaction) {
        this.audit = audit;
        this.policy = policy;
        this.requested = requested;
        this.requestedHeaders = requestedHeaders;
        this.callback = callback;
        this.messageId = messageId;
        this.processing = processing;
        this.causedBy = causedBy;
        this.transaction = transaction;
        this.start = audit.trail().now();
    }

    void enter() {
        outer = CURRENT.get();
        CURRENT.set(this);
    }

    void leave() {
        CURRENT.set(outer);
        outer = null;
    }

    /** Called by the serializer wrappers, on the thread that sends. */
    static void serialized(
            String topic,
            @Nullable Headers headers,
            byte @Nullable [] bytes,
            @Nullable Object data,
            boolean key,
            Serializer<?> serializer) {
        SendAttempt attempt = CURRENT.get();
        if (attempt != null) {
            attempt.audit
                    .trail()
                    .guard(
                            "capture the wire bytes of a send",
                            () -> attempt.capture(topic, headers, bytes, data, key, serializer));
        }
    }

    private void capture(
            String wireTopic,
            @Nullable Headers wireHeaders,
            byte @Nullable [] bytes,
            @Nullable Object data,
            boolean key,
            Serializer<?> serializer) {
        topic = wireTopic;
        if (key) {
            this.key = audit.capture().key(bytes, data, policy);
            return;
        }
        otherValue = data != requested.value();
        if (otherValue) {
            requestedHash = RequestedDigest.of(requested.value(), serializer, wireTopic, audit.capture(), policy);
        }
        AuditTrail trail = audit.trail();
        int wanted = bytes == null ? 0 : Math.min(bytes.length, policy.maxSize());
        boolean roomLeft = trail.tryHold(wanted);
        held = roomLeft ? wanted : 0;
        value = audit.capture().value(bytes, data, policy, roomLeft);
        if (bytes != null && bytes.length > 5 && bytes[0] == 0) {
            deserialized = data;
        }
        if (wireHeaders != null) {
            // The instance that goes on the wire, after every interceptor and serializer had its way with it.
            headers = HeaderSnapshots.of(wireHeaders);
        }
    }

    @Override
    public void onCompletion(@Nullable RecordMetadata metadata, @Nullable Exception exception) {
        long now = System.nanoTime();
        try {
            if (callback != null) {
                callback.onCompletion(metadata, exception);
            }
        } finally {
            if (ENDED.compareAndSet(this, 0, 1)) {
                audit.trail().guard("record the end of a send", () -> end(metadata, exception, now));
            }
        }
    }

    void threw(Throwable exception) {
        if (ENDED.compareAndSet(this, 0, 1)) {
            long now = System.nanoTime();
            audit.trail().guard("record a failed send", () -> end(null, exception, now));
        }
    }

    private void end(@Nullable RecordMetadata metadata, @Nullable Throwable exception, long nanos) {
        AuditTrail trail = audit.trail();
        trail.release(held);
        AuditEvent.Builder event = AuditEvent.of(
                        exception == null ? AuditAction.MESSAGE_PRODUCED : AuditAction.MESSAGE_PRODUCE_FAILED)
                .thread(thread)
                .start(start)
                .duration(nanos - startNanos)
                .record(snapshot(metadata, exception))
                .messageId(messageIdBesideHeaders())
                .clientId(audit.clientId())
                .causedBy(causedBy)
                .requested(rewritten())
                .error(exception);
        if (exception == null && (metadata == null || !metadata.hasOffset())) {
            // acks=0, or a duplicate that the broker removed: sent, but nobody can say where it is.
            event.outcome(Outcome.UNKNOWN);
        }
        RecordSnapshot sent = event.record();
        if (transaction == null) {
            trail.record(event);
        } else {
            transaction.ended(event, exception != null);
        }
        if (processing != null && sent != null) {
            processing.copied(sent, exception);
        }
    }

    /** The id, where it does not stand in the headers already: from these it is read by the audit thread. */
    @SuppressWarnings("ReferenceEquality")
    private @Nullable String messageIdBesideHeaders() {
        HeaderSnapshot known = headers;
        return known != null && known.last(AuditHeaders.MESSAGE_ID) == messageId
                ? null
                : new String(messageId, StandardCharsets.ISO_8859_1);
    }

    private RecordSnapshot snapshot(@Nullable RecordMetadata metadata, @Nullable Throwable exception) {
        String wireTopic = topic == null ? requested.topic() : topic;
        Integer wanted = requested.partition();
        int partition = wanted == null ? -1 : wanted;
        long offset = -1;
        Long created = requested.timestamp();
        long timestamp = created == null ? -1 : created;
        if (metadata != null) {
            partition = metadata.partition() >= 0 ? metadata.partition() : partition;
            offset = metadata.hasOffset() ? metadata.offset() : -1;
            timestamp = metadata.hasTimestamp() ? metadata.timestamp() : timestamp;
        }
        WireBytes wireKey = key;
        WireBytes wireValue = value;
        if (exception != null && wireValue == null && requested.value() != null) {
            // Serialization itself failed, or never took place: there are no bytes.
            wireValue = WireBytes.unavailable(-1);
        }
        return new RecordSnapshot(
                wireTopic,
                partition,
                offset,
                timestamp,
                null,
                wireKey == null
                        ? uncaptured(requested.key(), metadata == null ? -1 : metadata.serializedKeySize(), true)
                        : wireKey,
                wireValue == null
                        ? uncaptured(requested.value(), metadata == null ? -1 : metadata.serializedValueSize(), false)
                        : wireValue,
                headers == null ? HeaderSnapshots.of(requested.headers()) : headers,
                deserialized);
    }

    /** What can be said of a key or value when the application's own serializer setting kept ours out. */
    private WireBytes uncaptured(@Nullable Object object, int size, boolean isKey) {
        if (object == null) {
            return WireBytes.NONE;
        }
        if (object instanceof byte[] bytes) {
            return isKey
                    ? audit.capture().key(bytes, bytes, policy)
                    : audit.capture().value(bytes, bytes, policy, true);
        }
        return WireBytes.unavailable(size);
    }

    /** What the application asked for, if an interceptor of Kafka's changed topic, headers or value on the way. */
    private @Nullable RequestedRecord rewritten() {
        HeaderSnapshot wireHeaders = headers;
        if (topic == null || wireHeaders == null) {
            return null;
        }
        boolean sameTopic = topic.equals(requested.topic());
        if (sameTopic && !otherValue && !lost(requestedHeaders, wireHeaders)) {
            return null;
        }
        return new RequestedRecord(
                requested.topic(), HeaderSnapshots.of(new RecordHeaders(requestedHeaders)), requestedHash);
    }

    /** Serializers add headers, which is no rewriting; a requested header that is gone or changed is. */
    private static boolean lost(Header[] asked, HeaderSnapshot sent) {
        for (int i = 0; i < asked.length; i++) {
            String name = asked[i].key();
            if (!AuditHeaders.isOurs(name) && !Arrays.equals(asked[i].value(), sent.last(name)) && isLast(asked, i)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isLast(Header[] headers, int index) {
        for (int i = index + 1; i < headers.length; i++) {
            if (headers[i].key().equals(headers[index].key())) {
                return false;
            }
        }
        return true;
    }
}
