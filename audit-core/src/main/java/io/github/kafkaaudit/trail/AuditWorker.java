package io.github.kafkaaudit.trail;

import io.github.kafkaaudit.EncodedAuditEvent;
import io.github.kafkaaudit.event.AuditEvent;
import io.github.kafkaaudit.event.Outcome;
import io.github.kafkaaudit.event.RecordSnapshot;
import io.github.kafkaaudit.event.Recordable;
import io.github.kafkaaudit.policy.OverflowPolicy;
import io.github.kafkaaudit.policy.TopicPolicy;
import io.github.kafkaaudit.trail.SinkWriter.Batch;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The audit thread: takes events from the queue, encodes them, and sees to it that each ends in the sink, in the spool,
 * or in the count of what was lost.
 *
 * <p>Events go straight to the sink while it is well. While it is not, or while the queue is half full, they go to the
 * spool. What the sink refused goes to the spool too; what finds no room there is kept and tried again, and the queue
 * fills. Only when that is half full as well, events are given up, the oldest first and failures last.
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
    private final SpoolWriter spoolWriter;
    private final LostEvents lost;
    private final FailureLog failures;
    private final TrailCounters counters;
    private final Deque<Batch> retries = new ArrayDeque<>();
    private long gapAllowedAt = System.nanoTime();
    private boolean replaying;
    private boolean saidGoodbye;
    private volatile long stopAt;
    private volatile boolean stopping;
    private volatile boolean over;
    private volatile boolean behind;

    AuditWorker(
            AuditQueue queue,
            EventEncoding encoding,
            Function<String, TopicPolicy> policies,
            SinkWriter writer,
            SpoolWriter spoolWriter,
            LostEvents lost,
            FailureLog failures,
            TrailCounters counters) {
        this.queue = queue;
        this.encoding = encoding;
        this.policies = policies;
        this.writer = writer;
        this.spoolWriter = spoolWriter;
        this.lost = lost;
        this.failures = failures;
        this.counters = counters;
    }

    void stop(long timeoutNanos) {
        stopAt = System.nanoTime() + timeoutNanos;
        stopping = true;
    }

    /** Whether nobody will look into the queue any more. */
    boolean isOver() {
        return over;
    }

    /** Whether events come faster than this thread encodes them, though there is a place for them. */
    boolean isBehind() {
        return behind;
    }

    @Override
    @SuppressWarnings("CatchingUnchecked")
    public void run() {
        long idle = 0;
        while (!stopping || (!isDone() && System.nanoTime() - stopAt < 0)) {
            boolean worked = false;
            try {
                worked = step();
            } catch (Throwable e) {
                // Also an OutOfMemoryError: this thread is ours, and without it everything that follows would be lost.
                failures.failed("hand over events", e);
            }
            idle = worked ? 0 : Math.min(LONGEST_IDLE, idle == 0 ? 100_000 : idle * 2);
            if (idle > 0) {
                LockSupport.parkNanos(idle);
            }
        }
        // A sink that hung may have been interrupted; the spool's files would not survive that.
        boolean unused = Thread.interrupted();
        finish();
    }

    private boolean step() {
        boolean worked = settleEnded();
        worked |= retry();
        worked |= discloseGaps();
        worked |= drain();
        worked |= replay();
        if (stopping) {
            writer.hurry();
            worked |= sayGoodbye();
        }
        Batch oldest = writer.oldest();
        counters.progress(oldest == null ? retries.peekFirst() : oldest);
        return worked;
    }

    private boolean isDone() {
        return saidGoodbye
                && queue.isEmpty()
                && writer.isIdle()
                && retries.isEmpty()
                && !lost.isPending()
                && (spoolWriter.isEmpty() || !writer.isHealthy());
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
                    spoolWriter.remove(batch.events.size());
                }
            } else if (!batch.replayed) {
                Batch rest = spoolWriter.isUsable() && !spoolWriter.isFull() ? spool(batch) : batch;
                if (rest != null) {
                    retries.addLast(rest);
                }
            }
        }
        return !ended.isEmpty();
    }

    /** Tries again to find a place for what the sink refused. */
    private boolean retry() {
        if (retries.isEmpty()) {
            return false;
        }
        if (writer.isReady()) {
            writer.write(retries.removeFirst());
            return true;
        }
        if (!spoolWriter.isUsable() || spoolWriter.isFull()) {
            return false;
        }
        Batch rest = spool(retries.removeFirst());
        if (rest != null) {
            retries.addFirst(rest);
        }
        return true;
    }

    /** Returns what the spool did not take of a batch, or null. */
    private @Nullable Batch spool(Batch batch) {
        List<EncodedAuditEvent> rest = spoolWriter.append(batch.events);
        if (rest.isEmpty()) {
            batch.settle(true);
            return null;
        }
        Batch smaller = new Batch(rest, false);
        smaller.safePoints.addAll(batch.safePoints);
        return smaller;
    }

    private boolean isDirect() {
        return retries.isEmpty() && writer.isReady();
    }

    /** Whether events of the queue are to go to the spool; when that is full, as late as possible. */
    private boolean isOverflowing() {
        return spoolWriter.isUsable()
                && (spoolWriter.isFull()
                        ? queue.isPressed()
                        : retries.isEmpty() && (!writer.isHealthy() || queue.isPressed()));
    }

    private boolean drain() {
        boolean direct = isDirect();
        if (!direct && !isOverflowing()) {
            behind = false;
            return false;
        }
        List<EncodedAuditEvent> encoded = new ArrayList<>();
        FlushMarker marker = null;
        int bytes = 0;
        int taken = 0;
        long weight = 0;
        try {
            while (taken < MAX_BATCH_EVENTS && bytes < MAX_BATCH_BYTES && marker == null) {
                Object item = queue.poll();
                if (item == null) {
                    break;
                }
                taken++;
                if (item instanceof FlushMarker found) {
                    marker = found;
                    continue;
                }
                EncodedAuditEvent document;
                if (item instanceof EncodedAuditEvent ready) {
                    weight += AuditQueue.weigh(ready);
                    document = ready;
                } else {
                    Recordable recorded = (Recordable) item;
                    weight += AuditQueue.weigh(recorded);
                    document = encode(recorded.event(), direct);
                }
                if (document != null) {
                    encoded.add(document);
                    bytes += document.json().length;
                }
            }
        } finally {
            queue.release(weight);
            behind = taken > 0 && queue.isCrowded(weight / taken);
        }
        if (direct) {
            write(encoded);
        } else {
            spoolOrGiveUp(encoded);
        }
        if (marker != null) {
            reach(marker);
        }
        return taken > 0;
    }

    private @Nullable EncodedAuditEvent encode(AuditEvent event, boolean direct) {
        TopicPolicy policy = policyOf(event);
        if (!direct && isDroppable(event, policy)) {
            lost.lost(event.sequence(), LossReason.POLICY, event.timestamp());
            return null;
        }
        return encoding.encode(event, policy);
    }

    private void write(List<EncodedAuditEvent> events) {
        if (!events.isEmpty()) {
            writer.write(new Batch(events, false));
        }
    }

    private void spoolOrGiveUp(List<EncodedAuditEvent> events) {
        List<EncodedAuditEvent> rest = spoolWriter.append(events);
        if (spoolWriter.isFull()) {
            rest.forEach(event -> lost.lost(event.sequence(), LossReason.SPOOL_FULL, event.timestamp()));
        } else if (!rest.isEmpty()) {
            retries.addLast(new Batch(rest, false));
        }
    }

    /** Writes an event of the trail's own; what finds no place is kept. */
    private void place(List<EncodedAuditEvent> events, boolean direct) {
        if (direct) {
            write(events);
            return;
        }
        List<EncodedAuditEvent> rest = spoolWriter.append(events);
        if (!rest.isEmpty()) {
            retries.addLast(new Batch(rest, false));
        }
    }

    private void reach(FlushMarker marker) {
        writer.forEachUnderWay(batch -> mark(batch, marker));
        retries.forEach(batch -> mark(batch, marker));
        marker.reached();
    }

    private static void mark(Batch batch, FlushMarker marker) {
        if (!batch.replayed) {
            marker.await();
            batch.safePoints.add(marker);
        }
    }

    private boolean discloseGaps() {
        if (!lost.isPending() || (System.nanoTime() - gapAllowedAt < 0 && !stopping)) {
            return false;
        }
        boolean direct = isDirect();
        if (!direct && (!retries.isEmpty() || !spoolWriter.isUsable())) {
            return false;
        }
        gapAllowedAt = System.nanoTime() + GAP_INTERVAL;
        List<EncodedAuditEvent> gaps = encodeGaps();
        place(gaps, direct);
        return !gaps.isEmpty();
    }

    private List<EncodedAuditEvent> encodeGaps() {
        List<EncodedAuditEvent> gaps = new ArrayList<>();
        for (LostEvents.Loss loss : lost.take()) {
            EncodedAuditEvent gap = encoding.encodeGap(loss);
            if (gap == null) {
                lost.restore(loss.gap(), loss.reason());
            } else {
                gaps.add(gap);
            }
        }
        return gaps;
    }

    /** Lets {@code audit-stopped} follow the last event. */
    private boolean sayGoodbye() {
        boolean direct = isDirect();
        if (saidGoodbye || !queue.isEmpty() || lost.isPending() || (!direct && !isOverflowing())) {
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
        // At the end a sick sink is not asked again and again: what is in the spool is sent by the next life.
        if (replaying || (stopping && !writer.isHealthy()) || !isDirect()) {
            return false;
        }
        List<EncodedAuditEvent> events = spoolWriter.read(4 * MAX_BATCH_EVENTS, 4L * MAX_BATCH_BYTES);
        if (events.isEmpty()) {
            return false;
        }
        replaying = true;
        writer.write(new Batch(events, true));
        return true;
    }

    private static boolean isDroppable(AuditEvent event, TopicPolicy policy) {
        return event.record() != null
                && event.outcome() != Outcome.FAILURE
                && policy.onOverflow() == OverflowPolicy.DROP;
    }

    private TopicPolicy policyOf(AuditEvent event) {
        RecordSnapshot record = event.record();
        return record == null ? TopicPolicy.DEFAULT : policies.apply(record.topic());
    }

    /** Brings what is left to the spool, or counts it as lost; also for a trail that was never started. */
    void finish() {
        settleEnded();
        List<Batch> left = new ArrayList<>(retries);
        retries.clear();
        left.addAll(writer.abandon());
        List<EncodedAuditEvent> events = new ArrayList<>();
        for (Batch batch : left) {
            if (!batch.replayed) {
                events.addAll(batch.events);
            }
        }
        List<FlushMarker> safePoints = new ArrayList<>();
        over = true;
        queue.sweep(item -> {
            if (item instanceof FlushMarker marker) {
                safePoints.add(marker);
                return;
            }
            EncodedAuditEvent document =
                    item instanceof Recordable recorded ? encode(recorded.event(), true) : (EncodedAuditEvent) item;
            if (document != null) {
                events.add(document);
            }
        });
        boolean durable = spoolOrLose(events);
        left.forEach(batch -> batch.settle(durable));
        safePoints.forEach(marker -> marker.complete(durable));
        if (spoolWriter.isUsable()) {
            spoolOrLose(encodeGaps());
            EncodedAuditEvent stopped = saidGoodbye ? null : encoding.encodeStopped();
            spoolOrLose(stopped == null ? List.of() : List.of(stopped));
        }
        writer.close();
        spoolWriter.close();
    }

    private boolean spoolOrLose(List<EncodedAuditEvent> events) {
        List<EncodedAuditEvent> rest = spoolWriter.append(events);
        LossReason reason = spoolWriter.isFull() ? LossReason.SPOOL_FULL : LossReason.SHUTDOWN;
        rest.forEach(event -> lost.lost(event.sequence(), reason, event.timestamp()));
        return rest.isEmpty();
    }
}
