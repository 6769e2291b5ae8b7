package io.github.kafkaaudit.trail;

import io.github.kafkaaudit.AuditEventEncoder;
import io.github.kafkaaudit.EncodedAuditEvent;
import io.github.kafkaaudit.event.Recordable;
import io.github.kafkaaudit.policy.OverflowPolicy;
import io.github.kafkaaudit.policy.TopicPolicy;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Lets the application's threads encode their own events while the audit thread cannot keep up with them, and bring
 * them to disk where the queue is full. It costs them a few microseconds; otherwise the events would be lost.
 */
final class CallerEncoding {

    private final EncoderPool pool;
    private final EventEncoding encoding;
    private final SpoolWriter spool;
    private final TrailLedger ledger;
    private final Function<String, TopicPolicy> policies;

    CallerEncoding(
            EncoderPool pool,
            EventEncoding encoding,
            SpoolWriter spool,
            TrailLedger ledger,
            Function<String, TopicPolicy> policies) {
        this.pool = pool;
        this.encoding = encoding;
        this.spool = spool;
        this.ledger = ledger;
        this.policies = policies;
    }

    /** Returns the encoded event, or null if it is the audit thread's to encode. */
    @Nullable EncodedAuditEvent encode(Recordable recorded) {
        if (recorded.recordedTopic() == null) {
            return null;
        }
        TopicPolicy policy = policyOf(recorded);
        // What may be dropped is not worth the time.
        if (policy.onOverflow() == OverflowPolicy.DROP) {
            return null;
        }
        AuditEventEncoder encoder = pool.take();
        if (encoder == null) {
            return null;
        }
        try {
            return encoding.encode(encoder, recorded.event(), policy);
        } catch (RuntimeException | StackOverflowError e) {
            // The audit thread finds out what is wrong, and has a stack of its own.
            return null;
        } finally {
            pool.giveBack(encoder);
        }
    }

    /**
     * Brings an event to disk that found no room in the queue.
     *
     * @param recorded what happened
     * @param encoded the same if it is encoded already
     * @return null, or why it is lost
     */
    @Nullable LossReason spool(Recordable recorded, @Nullable EncodedAuditEvent encoded) {
        TopicPolicy policy = policyOf(recorded);
        if (!spool.isUsable() || (policy.onOverflow() == OverflowPolicy.DROP && !recorded.isReserved())) {
            return LossReason.QUEUE_FULL;
        }
        AuditEventEncoder encoder = pool.takeOrMake();
        if (encoder == null) {
            return LossReason.QUEUE_FULL;
        }
        try {
            EncodedAuditEvent document = encoded == null ? encoding.encode(encoder, recorded.event(), policy) : encoded;
            return spool.takeOver(encoder.markSpooled(document));
        } catch (RuntimeException | StackOverflowError e) {
            ledger.failed("encode an event", e);
            return LossReason.NOT_ENCODED;
        } finally {
            pool.giveBack(encoder);
        }
    }

    private TopicPolicy policyOf(Recordable recorded) {
        String topic = recorded.recordedTopic();
        return topic == null ? TopicPolicy.DEFAULT : policies.apply(topic);
    }
}
