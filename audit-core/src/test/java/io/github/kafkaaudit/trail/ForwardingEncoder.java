package io.github.kafkaaudit.trail;

import io.github.kafkaaudit.AuditEventEncoder;
import io.github.kafkaaudit.EncodedAuditEvent;
import io.github.kafkaaudit.event.AuditEvent;
import io.github.kafkaaudit.event.ServiceIdentity;
import io.github.kafkaaudit.json.JsonAuditEventEncoder;
import io.github.kafkaaudit.policy.TopicPolicy;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** The real encoder, for tests that change one thing about it. */
abstract class ForwardingEncoder implements AuditEventEncoder {

    private final AuditEventEncoder delegate = new JsonAuditEventEncoder(Trails.ATS, null);

    @Override
    public ServiceIdentity identity() {
        return delegate.identity();
    }

    @Override
    public String digest(ByteBuffer bytes) {
        return delegate.digest(bytes);
    }

    @Override
    public @Nullable Object snapshot(@Nullable Object payload) {
        return delegate.snapshot(payload);
    }

    @Override
    public EncodedAuditEvent encode(AuditEvent event, String id, TopicPolicy policy, long droppedBefore) {
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
