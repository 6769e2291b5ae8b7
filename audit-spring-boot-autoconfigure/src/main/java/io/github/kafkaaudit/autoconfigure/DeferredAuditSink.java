package io.github.kafkaaudit.autoconfigure;

import io.github.kafkaaudit.AuditSink;
import io.github.kafkaaudit.EncodedAuditEvent;
import io.github.kafkaaudit.autoconfigure.SinkFactory.ConfiguredSink;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Stands for the sink until it is known where events go: the application's client factories, which say so, are made
 * after the first of them asks for the audit.
 */
final class DeferredAuditSink implements AuditSink {

    private volatile @Nullable AuditSink sink;

    void become(ConfiguredSink resolved) {
        sink = resolved.sink();
    }

    @Override
    public CompletionStage<Void> write(List<EncodedAuditEvent> events) {
        AuditSink resolved = sink;
        return resolved == null
                ? CompletableFuture.failedFuture(new IllegalStateException("The audit has not been started."))
                : resolved.write(events);
    }

    /** Tells the spool where its events go: what is kept for one place must not be sent to another one. */
    @Override
    public String place() {
        AuditSink resolved = sink;
        if (resolved == null) {
            throw new IllegalStateException("It is not known yet where the audit events go.");
        }
        return resolved.place();
    }

    @Override
    public void close() {
        AuditSink resolved = sink;
        if (resolved != null) {
            resolved.close();
        }
    }
}
