package io.github.kafkaaudit.kafka;

import io.github.kafkaaudit.event.AuditHeaders;
import io.github.kafkaaudit.kafka.delivery.CausedSend;
import io.github.kafkaaudit.kafka.delivery.ConsumerThread;
import io.github.kafkaaudit.kafka.delivery.Deliveries;
import io.github.kafkaaudit.policy.TopicPolicy;
import io.github.kafkaaudit.trail.Recorder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.Future;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.jspecify.annotations.Nullable;

/** What is observed of one producer: its sends and its transactions. */
final class ProducerAudit {

    private final Recorder recorder;
    private final WireCapture capture;
    private final Deliveries deliveries;
    private final OpenSends openSends;
    private final Header originService;
    private final Producer<?, ?> producer;
    private volatile @Nullable String clientId;
    private boolean clientIdKnown;
    private @Nullable String transactionalId;
    private boolean transactionalIdKnown;
    // A producer has at most one open transaction; Kafka lets one thread at a time work in it.
    private volatile @Nullable AuditTransaction transaction;

    ProducerAudit(
            Recorder recorder,
            WireCapture capture,
            Deliveries deliveries,
            OpenSends openSends,
            Producer<?, ?> producer) {
        this.deliveries = deliveries;
        this.openSends = openSends;
        this.recorder = recorder;
        this.capture = capture;
        this.producer = producer;
        this.originService = new RecordHeader(
                AuditHeaders.ORIGIN_SERVICE, recorder.identity().name().getBytes(StandardCharsets.UTF_8));
    }

    Recorder recorder() {
        return recorder;
    }

    OpenSends openSends() {
        return openSends;
    }

    WireCapture capture() {
        return capture;
    }

    Header originService() {
        return originService;
    }

    @SuppressWarnings("CatchingUnchecked")
    <K, V> Future<RecordMetadata> send(
            Producer<K, V> delegate, ProducerRecord<K, V> record, @Nullable Callback callback) {
        TopicPolicy policy = recorder.policy(record.topic());
        if (!policy.produce()) {
            return delegate.send(record, callback);
        }
        recorder.awaitRoom(policy);
        SendAttempt attempt = null;
        ProducerRecord<K, V> sent = record;
        try {
            attempt = prepare(record, callback, policy);
            sent = withHeaders(record, attempt);
        } catch (Throwable e) {
            recorder.failed("prepare a send", e);
        }
        if (attempt == null) {
            return delegate.send(record, callback);
        }
        openSends.add(attempt);
        SendAttempt outer = attempt.enter();
        try {
            return delegate.send(sent, attempt);
        } catch (Throwable e) {
            attempt.threw(e);
            throw e;
        } finally {
            SendAttempt.leave(outer);
        }
    }

    private SendAttempt prepare(ProducerRecord<?, ?> record, @Nullable Callback callback, TopicPolicy policy) {
        Header[] headers = record.headers().toArray();
        AuditTransaction open = transaction;
        if (open != null) {
            open.sending();
        }
        return new SendAttempt(this, policy, record, headers, callback, CausedSend.of(record, headers), open);
    }

    /** Returns a copy with our headers: the application's own record is not ours to change, and may be sent again. */
    private <K, V> ProducerRecord<K, V> withHeaders(ProducerRecord<K, V> record, SendAttempt attempt) {
        // A type of the application's own may be what an interceptor looks for.
        return attempt.wantsHeaders() && record.getClass() == ProducerRecord.class
                ? new RecordCopy<>(record, attempt.requestedHeaders(), attempt.messageId(), originService)
                : record;
    }

    void began() {
        transaction = new AuditTransaction(recorder, transactionalId());
    }

    void offsetsSent(Map<TopicPartition, OffsetAndMetadata> offsets, ConsumerGroupMetadata group) {
        AuditTransaction open = transaction;
        if (open != null) {
            open.offsets(offsets, group.groupId());
        }
    }

    /** Waits until the offsets may be committed; returns what to throw if they may not, or null. */
    @Nullable TimeoutException refusal(Map<TopicPartition, OffsetAndMetadata> offsets, ConsumerGroupMetadata group) {
        if (!deliveries.haveBarrier()) {
            return null;
        }
        Boolean safe = recorder.call("prepare the commit of a transaction's offsets", () -> {
            AuditTransaction open = transaction;
            ConsumerThread processing = ConsumerThread.current();
            if (processing != null && open != null) {
                processing.transaction(open.pending());
                offsets.forEach((partition, offset) -> processing.committing(partition, offset.offset()));
            }
            return deliveries.awaitSafe(group.groupId(), offsets);
        });
        return Boolean.TRUE.equals(safe) ? null : new TimeoutException(deliveries.refusal());
    }

    /** A container reports it as if the listener had failed. */
    void offsetsRefused(Throwable error) {
        ConsumerThread processing = ConsumerThread.current();
        if (processing != null) {
            processing.offsetsRefused(error);
        }
    }

    void ended(AuditTransaction.End end) {
        AuditTransaction open = transaction;
        if (open != null) {
            transaction = null;
            open.end(end);
        }
    }

    @Nullable String clientId() {
        String known = clientId;
        return known == null ? findClientId() : known;
    }

    private synchronized @Nullable String findClientId() {
        if (!clientIdKnown) {
            clientIdKnown = true;
            clientId = ClientIds.of(producer.metrics());
        }
        return clientId;
    }

    private synchronized @Nullable String transactionalId() {
        if (!transactionalIdKnown) {
            transactionalIdKnown = true;
            transactionalId = TransactionalIds.of(producer, clientId());
        }
        return transactionalId;
    }
}
