package io.github.kafkaaudit.trail;

import io.github.kafkaaudit.AuditEventEncoder;
import io.github.kafkaaudit.EncodedAuditEvent;
import io.github.kafkaaudit.event.Recordable;
import io.github.kafkaaudit.policy.OverflowPolicy;
import io.github.kafkaaudit.policy.TopicPolicy;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Lets the application's threads encode their own events while the audit thread cannot keep up with them: that costs
 * them some microseconds, where the queue would fill and cost the event.
 */
final class CallerEncoding {

    private final EncoderPool pool;
    private final EventEncoding encoding;
    private final Function<String, TopicPolicy> policies;

    CallerEncoding(EncoderPool pool, EventEncoding encoding, Function<String, TopicPolicy> policies) {
        this.pool = pool;
        this.encoding = encoding;
        this.policies = policies;
    }

    /** Returns the encoded event, or null if it is the audit thread's to encode. */
    @Nullable EncodedAuditEvent encode(Recordable recorded) {
        String topic = recorded.recordedTopic();
        if (topic == null) {
            return null;
        }
        TopicPolicy policy = policies.apply(topic);
        // What may be dropped is not worth the time; an application's own extractor knows only the audit thread.
        if (policy.onOverflow() == OverflowPolicy.DROP || policy.businessKey().extractor() != null) {
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
}
