package io.github.kafkaaudit.trail;

import io.github.kafkaaudit.EncodedAuditEvent;
import io.github.kafkaaudit.event.AuditEvent;
import io.github.kafkaaudit.policy.TopicPolicy;
import org.jspecify.annotations.Nullable;

/** Encodes the trail's own events and fails at every message. */
public final class BreakingEncoder extends ForwardingEncoder {

    private volatile @Nullable Throwable failure = new IllegalArgumentException("secret payload");

    public void failWith(@Nullable Throwable failure) {
        this.failure = failure;
    }

    @Override
    public EncodedAuditEvent encode(AuditEvent event, String id, TopicPolicy policy, long droppedBefore) {
        Throwable known = failure;
        if (event.action().isMessage() && known instanceof RuntimeException exception) {
            throw exception;
        }
        if (event.action().isMessage() && known instanceof Error error) {
            throw error;
        }
        return super.encode(event, id, policy, droppedBefore);
    }
}
