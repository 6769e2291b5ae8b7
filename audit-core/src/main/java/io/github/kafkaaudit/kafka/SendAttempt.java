package io.github.kafkaaudit.kafka;

import io.github.kafkaaudit.event.AuditAction;
import io.github.kafkaaudit.event.AuditEvent;
import io.github.kafkaaudit.event.AuditHeaders;
import io.github.kafkaaudit.event.HeaderSnapshot;
import io.github.kafkaaudit.event.Outcome;
import io.github.kafkaaudit.event.RecordSnapshot;
import io.github.kafkaaudit.event.RequestedRecord;
import io.github.kafkaaudit.event.SentRecord;
import io.github.kafkaaudit.event.WireBytes;
import io.github.kafkaaudit.kafka.delivery.CausedSend;
import io.github.kafkaaudit.policy.PayloadCapture;
import io.github.kafkaaudit.policy.TopicPolicy;
import io.github.kafkaaudit.trail.Recorder;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeader;
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

    // Whatever it is made of, a document has room for it: no byte takes more than six in JSON.
    private static final int LARGEST_ONCE = 32 * 1024;

    private final ProducerAudit audit;
    private final TopicPolicy policy;
    private final ProducerRecord<?, ?> requested;
    // As they were before the send: what interceptors do to the copy's headers, they do to the record's own.
    private final Header[] requestedHeaders;
    private final @Nullable Callback callback;
    private final Header messageId;
    private final @Nullable CausedSend caused;
    private final @Nullable AuditTransaction transaction;
    private final SentRecord sent;
    private final long began;

    // Of OpenSends, under its lock.
    @Nullable SendAttempt before;

    @Nullable SendAttempt after;

    boolean open;
    boolean told;

    @SuppressWarnings("UnusedVariable") // read by ENDED
    private volatile int ended;

    private @Nullable Object deserialized;
    private @Nullable RequestedRecord rewritten;
    private int held;

    SendAttempt(
            ProducerAudit audit,
            TopicPolicy policy,
            ProducerRecord<?, ?> requested,
            Header[] requestedHeaders,
            @Nullable Callback callback,
            @Nullable CausedSend caused,
            @Nullable AuditTransaction transaction) {
        this.audit = audit;
        this.policy = policy;
        this.requested = requested;
        this.requestedHeaders = requestedHeaders;
        this.callback = callback;
        this.caused = caused;
        this.transaction = transaction;
        long now = audit.recorder().now();
        this.sent = new SentRecord(requested.topic(), now);
        this.began = now;
        byte[] id = audit.recorder().newMessageId(now);
        AuditHeaders.bind(id, requested.topic());
        this.messageId = new RecordHeader(AuditHeaders.MESSAGE_ID, id);
    }

    /** Begins to work for this thread; returns what it interrupts, for {@link #leave}. */
    @Nullable SendAttempt enter() {
        SendAttempt outer = CURRENT.get();
        CURRENT.set(this);
        return outer;
    }

    static void leave(@Nullable SendAttempt outer) {
        CURRENT.set(outer);
    }

    long began() {
        return began;
    }

    String topic() {
        return requested.topic();
    }

    String id() {
        return new String(messageId.value(), StandardCharsets.ISO_8859_1);
    }

    @Nullable String clientId() {
        return audit.clientId();
    }

    boolean wantsHeaders() {
        return policy.headers();
    }

    Header[] requestedHeaders() {
        return requestedHeaders;
    }

    Header messageId() {
        return messageId;
    }

    /** Called by the serializer wrappers, on the thread that sends. */
    @SuppressWarnings("CatchingUnchecked")
    static void serialized(
            String topic,
            @Nullable Headers headers,
            byte @Nullable [] bytes,
            @Nullable Object data,
            boolean key,
            Serializer<?> serializer) {
        SendAttempt attempt = CURRENT.get();
        if (attempt != null) {
            try {
                attempt.capture(topic, headers, bytes, data, key, serializer);
            } catch (Throwable e) {
                attempt.audit.recorder().failed("capture the wire bytes of a send", e);
            }
        }
    }

    private void capture(
            String wireTopic,
            @Nullable Headers wireHeaders,
            byte @Nullable [] bytes,
            @Nullable Object data,
            boolean key,
            Serializer<?> serializer) {
        sent.topic(wireTopic);
        if (!wireTopic.equals(requested.topic())) {
            // An interceptor sends it elsewhere. These are the bytes that go on the wire.
            AuditHeaders.bind(messageId.value(), wireTopic);
        }
        if (key) {
            sent.key(audit.capture().key(bytes, data, policy));
            return;
        }
        Recorder recorder = audit.recorder();
        int wanted = bytes == null ? 0 : WireCapture.wanted(bytes.length, policy);
        boolean roomLeft = recorder.tryHold(wanted);
        held = roomLeft ? wanted : 0;
        sent.value(audit.capture().value(bytes, data, policy, roomLeft));
        if (roomLeft && bytes != null && willShowAll(bytes.length) && wireHeaders instanceof SharedHeaders) {
            wireHeaders.add(new RecordHeader(AuditHeaders.PAYLOAD, AuditHeaders.fullPayload()));
        }
        if (policy.showsPayload()) {
            deserialized = recorder.snapshot(data);
        }
        if (wireHeaders != null) {
            // The instance that goes on the wire, after every interceptor and serializer had its way with it.
            boolean same = wireHeaders instanceof SharedHeaders shared && !shared.isChanged();
            HeaderSnapshot headers = same
                    ? HeaderSnapshots.of(requestedHeaders, messageId, audit.originService())
                    : HeaderSnapshots.of(wireHeaders);
            sent.headers(headers);
            rewritten = rewritten(wireTopic, same ? null : headers, data, serializer);
        }
    }

    /** Whether the event of this send will have a payload of that size in full, so that others need not record it. */
    private boolean willShowAll(int size) {
        return policy.capture() == PayloadCapture.ONCE && size <= Math.min(policy.maxSize(), LARGEST_ONCE);
    }

    @Override
    public void onCompletion(@Nullable RecordMetadata metadata, @Nullable Exception exception) {
        long now = System.nanoTime();
        try {
            if (callback != null) {
                callback.onCompletion(metadata, exception);
            }
        } finally {
            end(metadata, exception, now);
        }
    }

    void threw(Throwable exception) {
        end(null, exception, System.nanoTime());
    }

    @SuppressWarnings("CatchingUnchecked")
    private void end(@Nullable RecordMetadata metadata, @Nullable Throwable exception, long nanos) {
        if (ENDED.compareAndSet(this, 0, 1)) {
            audit.openSends().remove(this);
            try {
                record(metadata, exception, nanos);
            } catch (Throwable e) {
                audit.recorder().failed("record the end of a send", e);
            }
        }
    }

    private void record(@Nullable RecordMetadata metadata, @Nullable Throwable exception, long nanos) {
        Recorder recorder = audit.recorder();
        recorder.release(held);
        sent.end(audit.clientId(), nanos);
        place(metadata);
        completeFrom(metadata, exception);
        String ownId = messageIdBesideHeaders();
        boolean known = metadata != null && metadata.hasOffset();
        if (exception == null && known && ownId == null && isPlain()) {
            recorder.record(sent);
            return;
        }
        AuditEvent.Builder event = sent.describe(deserialized).messageId(ownId).requested(rewritten);
        if (caused != null) {
            event.causedBy(caused.cause()).original(caused.original());
        }
        if (exception != null) {
            event.action(AuditAction.MESSAGE_PRODUCE_FAILED).error(exception);
        } else if (!known) {
            // acks=0, or a duplicate that the broker removed: sent, but nobody can say where it is.
            event.outcome(Outcome.UNKNOWN);
        }
        RecordSnapshot record = event.record();
        if (transaction == null) {
            recorder.record(event);
        } else {
            transaction.ended(event, exception != null);
        }
        if (caused != null && caused.isFollowed() && record != null) {
            caused.ended(record, exception);
        }
    }

    /** Whether nothing is to be told but what was sent. */
    private boolean isPlain() {
        return transaction == null && caused == null && rewritten == null && deserialized == null;
    }

    /** The id, where it does not stand in the headers already: from these it is read by the audit thread. */
    @SuppressWarnings("ReferenceEquality")
    private @Nullable String messageIdBesideHeaders() {
        HeaderSnapshot known = sent.headers();
        return known != null && known.last(AuditHeaders.MESSAGE_ID) == messageId.value()
                ? null
                : new String(messageId.value(), StandardCharsets.ISO_8859_1);
    }

    private void place(@Nullable RecordMetadata metadata) {
        Integer wanted = requested.partition();
        int partition = wanted == null ? -1 : wanted;
        Long created = requested.timestamp();
        long timestamp = created == null ? -1 : created;
        if (metadata == null) {
            sent.writtenTo(partition, -1, timestamp);
        } else {
            sent.writtenTo(
                    metadata.partition() >= 0 ? metadata.partition() : partition,
                    metadata.hasOffset() ? metadata.offset() : -1,
                    metadata.hasTimestamp() ? metadata.timestamp() : timestamp);
        }
    }

    /** Fills in what was not seen on the wire, as far as it is known. */
    private void completeFrom(@Nullable RecordMetadata metadata, @Nullable Throwable exception) {
        if (sent.key() == null) {
            int size = metadata == null ? -1 : metadata.serializedKeySize();
            sent.key(uncaptured(requested.key(), size, true));
        }
        if (sent.value() == null && exception != null && requested.value() != null) {
            // Serialization itself failed, or never took place: there are no bytes.
            sent.value(WireBytes.unavailable(-1));
        } else if (sent.value() == null) {
            int size = metadata == null ? -1 : metadata.serializedValueSize();
            sent.value(uncaptured(requested.value(), size, false));
        }
        if (sent.headers() == null) {
            sent.headers(HeaderSnapshots.of(requested.headers()));
        }
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
    private @Nullable RequestedRecord rewritten(
            String wireTopic, @Nullable HeaderSnapshot changed, @Nullable Object data, Serializer<?> serializer) {
        boolean otherValue = data != requested.value();
        boolean otherHeaders = changed != null && RequestedHeaders.lost(requestedHeaders, changed);
        if (!otherValue && !otherHeaders && wireTopic.equals(requested.topic())) {
            return null;
        }
        String hash = otherValue
                ? RequestedDigest.of(requested.value(), serializer, wireTopic, audit.capture(), policy)
                : null;
        return new RequestedRecord(requested.topic(), HeaderSnapshots.of(requestedHeaders), hash);
    }
}
