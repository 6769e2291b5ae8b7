package io.github.kafkaaudit.trail;

import io.github.kafkaaudit.AuditSink;
import io.github.kafkaaudit.EncodedAuditEvent;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Writes batches to the sink, a bounded amount at a time, and knows whether the sink is well.
 *
 * <p>After a failure it is tried again with a growing pause, one small batch at a time. Used by the audit thread; only
 * the completions come from elsewhere.
 */
@SuppressWarnings("NonAtomicVolatileUpdate") // the audit thread is the only writer
final class SinkWriter {

    private static final long FIRST_PAUSE = 100_000_000L;
    private static final long LONGEST_PAUSE = 10_000_000_000L;

    private final AuditSink sink;
    private final long window;
    private final FailureLog failures;
    private final Deque<Batch> underWay = new ArrayDeque<>();
    private final Queue<Batch> ended = new ConcurrentLinkedQueue<>();
    private volatile long bytesUnderWay;
    private volatile boolean healthy = true;
    private volatile long writes;
    private volatile long writeTime;
    private long pause = FIRST_PAUSE;
    private long retryAt = System.nanoTime();
    private boolean hurrying;

    SinkWriter(AuditSink sink, long window, FailureLog failures) {
        this.sink = sink;
        this.window = window;
        this.failures = failures;
    }

    /** Whether a batch may be written now. */
    boolean isReady() {
        return healthy ? bytesUnderWay < window : underWay.isEmpty() && System.nanoTime() - retryAt >= 0;
    }

    boolean isHealthy() {
        return healthy;
    }

    boolean isIdle() {
        return underWay.isEmpty();
    }

    long writes() {
        return writes;
    }

    long writeTime() {
        return writeTime;
    }

    long bytesUnderWay() {
        return bytesUnderWay;
    }

    @Nullable Batch oldest() {
        return underWay.peekFirst();
    }

    void forEachUnderWay(Consumer<Batch> action) {
        underWay.forEach(action);
    }

    void write(Batch batch) {
        underWay.addLast(batch);
        bytesUnderWay = bytesUnderWay + batch.bytes;
        TracingAgents.runUnseen(() -> give(batch));
    }

    /** Returns the batches that have ended since the last call. */
    List<Batch> ended() {
        if (ended.isEmpty()) {
            return List.of();
        }
        List<Batch> batches = new ArrayList<>();
        Batch batch;
        while ((batch = ended.poll()) != null) {
            underWay.remove(batch);
            bytesUnderWay = bytesUnderWay - batch.bytes;
            writes++;
            writeTime += batch.time;
            note(batch.failure);
            batches.add(batch);
        }
        return batches;
    }

    /** Gives up everything that is under way and returns it: it may or may not be durable. */
    List<Batch> abandon() {
        List<Batch> batches = new ArrayList<>(underWay);
        underWay.clear();
        bytesUnderWay = 0;
        return batches;
    }

    /** Tries a sick sink again at once and then often: for the last moments before the end. */
    void hurry() {
        pause = FIRST_PAUSE;
        long latest = System.nanoTime() + (hurrying ? FIRST_PAUSE : 0);
        hurrying = true;
        if (retryAt - latest > 0) {
            retryAt = latest;
        }
    }

    @SuppressWarnings("CatchingUnchecked")
    void close() {
        try {
            sink.close();
        } catch (Throwable e) {
            failures.failed("close the audit sink", e);
        }
    }

    @SuppressWarnings("CatchingUnchecked")
    private void give(Batch batch) {
        try {
            sink.write(batch.events).whenComplete((nothing, failure) -> end(batch, failure));
        } catch (Throwable e) {
            // Errors too: a compression library that does not load here must not end the audit thread.
            end(batch, e);
        }
    }

    private void end(Batch batch, @Nullable Throwable failure) {
        batch.failure = failure;
        batch.time = System.nanoTime() - batch.begin;
        ended.add(batch);
    }

    private void note(@Nullable Throwable failure) {
        if (failure == null) {
            healthy = true;
            pause = FIRST_PAUSE;
            return;
        }
        failures.failed("write to the audit sink", failure);
        long now = System.nanoTime();
        // Batches that were under way together fail together; that is one failure.
        if (!healthy && now - retryAt >= 0) {
            pause = Math.min(LONGEST_PAUSE, pause * 2);
        }
        healthy = false;
        retryAt = now + pause;
    }

    /** Events that are written together. */
    static final class Batch {

        final List<EncodedAuditEvent> events;
        final long bytes;
        final boolean replayed;
        final List<FlushMarker> safePoints = new ArrayList<>(0);
        final long begin = System.nanoTime();
        volatile @Nullable Throwable failure;
        volatile long time;

        Batch(List<EncodedAuditEvent> events, boolean replayed) {
            this.events = events;
            this.replayed = replayed;
            long size = 0;
            for (EncodedAuditEvent event : events) {
                size += event.json().length;
            }
            this.bytes = size;
        }

        boolean isDurable() {
            return failure == null;
        }

        void settle(boolean durable) {
            for (FlushMarker marker : safePoints) {
                marker.settled(durable);
            }
        }
    }
}
