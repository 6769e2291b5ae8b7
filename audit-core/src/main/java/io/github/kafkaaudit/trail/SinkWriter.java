package io.github.kafkaaudit.trail;

import io.github.kafkaaudit.AuditSink;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Writes batches to the sink, a bounded amount at a time, and knows whether the sink takes them.
 *
 * <p>The sink is called on a thread of its own: one that does not come back from a call keeps nobody else. After a
 * failure it is tried again with a growing pause, one small batch at a time.
 *
 * <p><b>Threading</b>: used by the audit thread; only the completions come from elsewhere.
 */
@SuppressWarnings("NonAtomicVolatileUpdate") // the audit thread is the only writer
final class SinkWriter {

    private static final long FIRST_PAUSE = TimeUnit.MILLISECONDS.toNanos(100);
    private static final long LONGEST_PAUSE = TimeUnit.SECONDS.toNanos(10);

    /** What waits longer for its answer goes to disk as well: a process that is killed must not take it along. */
    private static final long PATIENCE = TimeUnit.MILLISECONDS.toNanos(600);

    private static final long CLOSING = TimeUnit.MILLISECONDS.toNanos(500);

    private final AuditSink sink;
    private final long window;
    private final TrailLedger ledger;
    private final Pace pace;
    private final ExecutorService calls;
    private final Deque<Batch> underWay = new ArrayDeque<>();
    private final Queue<Batch> ended = new ConcurrentLinkedQueue<>();
    private volatile long bytesUnderWay;
    private volatile boolean healthy = true;
    private volatile long writes;
    private volatile long writeTime;
    private long pause = FIRST_PAUSE;
    private long retryAt = System.nanoTime();
    private boolean hurrying;

    SinkWriter(AuditSink sink, long window, TrailLedger ledger, Pace pace) {
        this.sink = sink;
        this.window = window;
        this.ledger = ledger;
        this.pace = pace;
        this.calls = Executors.newSingleThreadExecutor(task -> {
            Thread thread = new Thread(task, "kafka-audit-sink");
            thread.setDaemon(true);
            return thread;
        });
    }

    /** Whether a batch may be written now. */
    boolean isReady() {
        return healthy ? bytesUnderWay < window : underWay.isEmpty() && System.nanoTime() - retryAt >= 0;
    }

    /** Whether an answer is overdue. */
    boolean isStalled() {
        Batch oldest = underWay.peekFirst();
        return oldest != null && System.nanoTime() - oldest.begin > PATIENCE;
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

    void forEachUnderWay(Consumer<Batch> action) {
        underWay.forEach(action);
    }

    void write(Batch batch) {
        underWay.addLast(batch);
        bytesUnderWay = bytesUnderWay + batch.bytes;
        calls.execute(() -> TracingAgents.runUnseen(() -> call(batch)));
    }

    /** Returns the batches that have ended since the last call. */
    List<Batch> ended() {
        if (ended.isEmpty()) {
            return List.of();
        }
        List<Batch> batches = new ArrayList<>();
        Batch batch;
        while ((batch = ended.poll()) != null) {
            if (!underWay.remove(batch)) {
                continue;
            }
            bytesUnderWay = bytesUnderWay - batch.bytes;
            writes++;
            writeTime += batch.time;
            note(batch.isDurable());
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

    /** Retries a failing sink immediately and at short intervals; used while the trail ends. */
    void hurry() {
        pause = FIRST_PAUSE;
        long latest = System.nanoTime() + (hurrying ? FIRST_PAUSE : 0);
        hurrying = true;
        if (retryAt - latest > 0) {
            retryAt = latest;
        }
    }

    /** Lets the next batch find out whether a failing sink takes events again. */
    void askNow() {
        retryAt = System.nanoTime();
    }

    /** Closes the sink, and leaves it alone if that takes long. */
    void close() {
        calls.execute(this::closeSink);
        calls.shutdown();
        try {
            if (!calls.awaitTermination(CLOSING, TimeUnit.NANOSECONDS)) {
                calls.shutdownNow();
            }
        } catch (InterruptedException e) {
            calls.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }

    @SuppressWarnings("CatchingUnchecked")
    private void call(Batch batch) {
        try {
            sink.write(batch.events).whenComplete((nothing, failure) -> end(batch, failure));
        } catch (Throwable e) {
            // Errors too: a compression library that does not load here must not end the thread.
            end(batch, e);
        }
    }

    @SuppressWarnings("CatchingUnchecked")
    private void closeSink() {
        try {
            sink.close();
        } catch (Throwable e) {
            ledger.failed("close the audit sink", e);
        }
    }

    private void end(Batch batch, @Nullable Throwable failure) {
        batch.failure = failure;
        batch.time = System.nanoTime() - batch.begin;
        ended.add(batch);
        pace.answered();
    }

    private void note(boolean durable) {
        if (durable) {
            healthy = true;
            pause = FIRST_PAUSE;
            return;
        }
        long now = System.nanoTime();
        // Batches that were under way together fail together; that is one failure.
        if (!healthy && now - retryAt >= 0) {
            pause = Math.min(LONGEST_PAUSE, pause * 2);
        }
        healthy = false;
        retryAt = now + pause;
    }
}
