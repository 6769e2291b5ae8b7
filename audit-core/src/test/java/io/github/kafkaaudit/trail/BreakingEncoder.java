package io.github.kafkaaudit.trail;

import io.github.kafkaaudit.AuditEventEncoder;
import io.github.kafkaaudit.EncodedAuditEvent;
import io.github.kafkaaudit.event.AuditEvent;
import io.github.kafkaaudit.json.JsonAuditEventEncoder;
import io.github.kafkaaudit.policy.TopicPolicy;
import org.jspecify.annotations.Nullable;

/** Encodes the trail's own events and fails at every message. */
public final class BreakingEncoder implements AuditEventEncoder {

    private final AuditEventEncoder delegate = new JsonAuditEventEncoder(Trails.ATS, null);
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
        return delegate.encode(event, id, policy, droppedBefore);
    }

    @Override
    public EncodedAuditEvent markSpooled(EncodedAuditEvent event) {
        return delegate.markSpooled(event);
    }

    @Override
    public EncodedAuditEvent shrink(EncodedAuditEvent event, int maxSize) {
        return delegate.shrink(event, maxSize);
    }
}
