package io.github.kafkaaudit;

import io.github.kafkaaudit.SinkWriter.Batch;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;

/**
 * The audit thread: takes events from the queue, encodes them, and sees to it that each ends in the sink, in the spool,
 * or in the count of what was lost.
 *
 * <p>Events go straight to the sink while it is well. While it is not, or while the queue is half full, they go to the
 * spool. What the sink refused goes to the spool too; without one it is kept and tried again, and the queue fills.
 */
final class AuditWorker implements Runnable {

    private static final int MAX_BATCH_EVENTS = 512;
    private static final int MAX_BATCH_BYTES = 1 << 20;
    private static final long GAP_INTERVAL = TimeUnit.SECONDS.toNanos(1);
    private static final long LONGEST_IDLE = TimeUnit.MILLISECONDS.toNanos(20);

    private final AuditQueue queue;
    private final EventEncoding encoding;
    private final Function<String, TopicPolicy> policies;
    private final SinkWriter writer;
    private final Overflow spool;
    private final LostEvents lost;
    private final FailureLog failures;
    private final TrailCounters counters;
    private final Deque<Batch> retries = new ArrayDeque<>();
    private long gapAllowedAt = System.nanoTime();
    private boolean replaying;
    private boolean saidGoodbye;
    private volatile long stopAt;
    private volatile boolean stopping;

    AuditWorker(
            AuditQueue queue,
            EventEncoding encoding,
            Function<String, TopicPolicy> policies,
            SinkWriter writer,
            Overflow spool,
            LostEvents lost,
            FailureLog failures,
            TrailCounters counters) {
        this.queue = queue;
        this.encoding = encoding;
        this.policies = policies;
        this.writer = writer;
        this.spool = spool;
        this.lost = lost;
        this.failures = failures;
        this.counters = counters;
    }

    void stop(long timeoutNanos) {
        stopAt = System.nanoTime() + timeoutNanos;
        stopping = true;
    }

    @Override
    @SuppressWarnings("CatchingUnchecked") // nothing but the end of the JVM may end the audit
    public void run() {
        long idle = 0;
        while (!stopping || (!isDone() && System.nanoTime() - stopAt < 0)) {
            boolean worked = false;
            try {
                worked = step();
            } catch (VirtualMachineError e) {
                throw e;
            } catch (Throwable e) {
                failures.failed("hand over events", e);
            }
            idle = worked ? 0 : Math.min(LONGEST_IDLE, idle == 0 ? 100_000 : idle * 2);
            if (idle > 0) {
                LockSupport.parkNanos(idle);
            }
        }
        finish();
    }

    private boolean step() {
        boolean worked = settleEnded();
        if (!retries.isEmpty() && writer.isReady()) {
            writer.write(retries.removeFirst());
            worked = true;
        }
        worked |= discloseGaps();
        worked |= drain();
        worked |= replay();
        if (stopping) {
            writer.hurry();
            worked |= sayGoodbye();
        }
        counters.progress(writer.oldest());
        return worked;
    }

    private boolean isDone() {
        return saidGoodbye
                && queue.isEmpty()
                && writer.isIdle()
                && retries.isEmpty()
                && !lost.isPending()
                && (spool.isEmpty() || !writer.isHealthy());
    }

    private boolean settleEnded() {
        List<Batch> ended = writer.ended();
        for (Batch batch : ended) {
            if (batch.replayed) {
                replaying = false;
            }
            if (batch.isDurable()) {
                counters.written(batch.events.size());
                batch.settle(true);
                if (batch.replayed) {
                    spool.remove(batch.events.size());
                }
            } else if (!batch.replayed) {
                keep(batch);
            }
        }
        return !ended.isEmpty();
    }

    /** Finds a place for a batch that the sink refused. */
    private void keep(Batch batch) {
        List<EncodedAuditEvent> rest = spool.isUsable() ? spool.append(batch.events) : batch.events;
        if (rest.isEmpty()) {
            batch.settle(true);
            return;
        }
        Batch again = new Batch(rest, false);
        again.safePoints.addAll(batch.safePoints);
        retries.addLast(again);
    }

    private boolean drain() {
        boolean direct = retries.isEmpty() && writer.isReady();
        boolean toSpool =
                !direct && retries.isEmpty() && spool.isUsable() && (!writer.isHealthy() || queue.isPressed());
        if (!direct && !toSpool) {
            return false;
        }
        List<EncodedAuditEvent> encoded = new ArrayList<>();
        SafePoint safePoint = null;
        int bytes = 0;
        int taken = 0;
        while (taken < MAX_BATCH_EVENTS && bytes < MAX_BATCH_BYTES) {
            Object item = queue.poll();
            if (item == null) {
                break;
            }
            taken++;
            if (item instanceof SafePoint found) {
                safePoint = found;
                break;
            }
            AuditEvent event = (AuditEvent) item;
            if (toSpool && isDroppable(event)) {
                lost.lost(event.sequence(), LossReason.POLICY, event.timestamp());
                continue;
            }
            EncodedAuditEvent document = encoding.encode(event, policyOf(event));
            if (document != null) {
                encoded.add(document);
                bytes += document.json().length;
            }
        }
        place(encoded, direct);
        if (safePoint != null) {
            reach(safePoint);
        }
        return taken > 0;
    }

    private void place(List<EncodedAuditEvent> events, boolean direct) {
        if (events.isEmpty()) {
            return;
        }
        if (direct) {
            writer.write(new Batch(events, false));
            return;
        }
        List<EncodedAuditEvent> rest = spool.append(events);
        if (!rest.isEmpty()) {
            retries.addLast(new Batch(rest, false));
        }
    }

    private void reach(SafePoint safePoint) {
        writer.forEachUnderWay(batch -> mark(batch, safePoint));
        retries.forEach(batch -> mark(batch, safePoint));
        safePoint.reached();
    }

    private static void mark(Batch batch, SafePoint safePoint) {
        if (!batch.replayed) {
            safePoint.await();
            batch.safePoints.add(safePoint);
        }
    }

    private boolean discloseGaps() {
        if (!lost.isPending() || (System.nanoTime() - gapAllowedAt < 0 && !stopping)) {
            return false;
        }
        boolean direct = retries.isEmpty() && writer.isReady();
        if (!direct && !spool.isUsable()) {
            return false;
        }
        gapAllowedAt = System.nanoTime() + GAP_INTERVAL;
        List<EncodedAuditEvent> gaps = new ArrayList<>();
        for (LostEvents.Loss loss : lost.take()) {
            EncodedAuditEvent gap = encoding.encodeGap(loss);
            if (gap == null) {
                lost.restore(loss);
            } else {
                gaps.add(gap);
            }
        }
        place(gaps, direct);
        return !gaps.isEmpty();
    }

    /** Lets {@code audit-stopped} follow the last event. */
    private boolean sayGoodbye() {
        boolean direct = retries.isEmpty() && writer.isReady();
        if (saidGoodbye || !queue.isEmpty() || lost.isPending() || (!direct && !spool.isUsable())) {
            return false;
        }
        saidGoodbye = true;
        EncodedAuditEvent stopped = encoding.encodeStopped();
        if (stopped != null) {
            place(List.of(stopped), direct);
        }
        return true;
    }

    private boolean replay() {
        // At the end a sick sink is not asked again and again: what is in the spool is sent by the next process.
        if (replaying || (stopping && !writer.isHealthy()) || !retries.isEmpty() || !writer.isReady()) {
            return false;
        }
        List<EncodedAuditEvent> events = spool.read(4 * MAX_BATCH_EVENTS, 4L * MAX_BATCH_BYTES);
        if (events.isEmpty()) {
            return false;
        }
        replaying = true;
        writer.write(new Batch(events, true));
        return true;
    }

    private boolean isDroppable(AuditEvent event) {
        return event.record() != null
                && event.outcome() != Outcome.FAILURE
                && policyOf(event).onOverflow() == OverflowPolicy.DROP;
    }

    private TopicPolicy policyOf(AuditEvent event) {
        RecordSnapshot record = event.record();
        return record == null ? TopicPolicy.DEFAULT : policies.apply(record.topic());
    }

    /** Brings what is left to the spool, or counts it as lost. */
    private void finish() {
        settleEnded();
        List<Batch> left = new ArrayList<>(retries);
        left.addAll(writer.abandon());
        List<EncodedAuditEvent> events = new ArrayList<>();
        for (Batch batch : left) {
            if (!batch.replayed) {
                events.addAll(batch.events);
            }
        }
        Object item;
        List<SafePoint> safePoints = new ArrayList<>();
        while ((item = queue.poll()) != null) {
            if (item instanceof SafePoint safePoint) {
                safePoints.add(safePoint);
                continue;
            }
            AuditEvent event = (AuditEvent) item;
            EncodedAuditEvent document = encoding.encode(event, policyOf(event));
            if (document != null) {
                events.add(document);
            }
        }
        EncodedAuditEvent stopped = saidGoodbye ? null : encoding.encodeStopped();
        if (stopped != null) {
            events.add(stopped);
        }
        List<EncodedAuditEvent> rest = spool.append(events);
        for (EncodedAuditEvent event : rest) {
            lost.lost(event.sequence(), LossReason.SHUTDOWN, event.timestamp());
        }
        left.forEach(batch -> batch.settle(rest.isEmpty()));
        safePoints.forEach(safePoint -> safePoint.complete(rest.isEmpty()));
        writer.close();
        spool.close();
    }
}
