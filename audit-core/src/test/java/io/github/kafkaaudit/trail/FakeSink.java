package io.github.kafkaaudit.trail;

import io.github.kafkaaudit.AuditSink;
import io.github.kafkaaudit.EncodedAuditEvent;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A sink whose answers a test decides. */
final class FakeSink implements AuditSink {

    final List<EncodedAuditEvent> written = new CopyOnWriteArrayList<>();
    volatile Function<List<EncodedAuditEvent>, @Nullable Throwable> answer = events -> null;
    final AtomicInteger writes = new AtomicInteger();

    /** Refuses everything. */
    FakeSink away() {
        answer = events -> new IllegalStateException("away");
        return this;
    }

    void back() {
        answer = events -> null;
    }

    List<Long> sequences() {
        return written.stream().map(EncodedAuditEvent::sequence).toList();
    }

    List<EncodedAuditEvent> gaps() {
        List<EncodedAuditEvent> gaps = new ArrayList<>();
        for (EncodedAuditEvent event : written) {
            if (new String(event.json(), StandardCharsets.UTF_8).contains("audit-gap")) {
                gaps.add(event);
            }
        }
        return gaps;
    }

    @Override
    public synchronized CompletionStage<Void> write(List<EncodedAuditEvent> events) {
        writes.incrementAndGet();
        Throwable refusal = answer.apply(events);
        if (refusal instanceof Error error) {
            throw error;
        }
        if (refusal != null) {
            return CompletableFuture.failedFuture(refusal);
        }
        written.addAll(events);
        return CompletableFuture.completedFuture(null);
    }
}
