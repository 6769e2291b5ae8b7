package io.github.kafkaaudit.trail;

import io.github.kafkaaudit.EncodedAuditEvent;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Sees to it that every encoded event ends in the sink, in the spool, or in the count of what was lost.
 *
 * <p>Events go straight to the sink while it takes them. While it does not, or takes its time, or while the queue is
 * half full, they go to the spool. What the sink refused goes to the spool too, and what waits long for its answer as
 * well; what finds no room there is kept and tried again, and the queue fills.
 *
 * <p><b>Threading</b>: used by the audit thread.
 */
final class EventOutlet {

    private static final int MAX_REPLAYED_EVENTS = 2_048;
    private static final long MAX_REPLAYED_BYTES = 4L << 20;

    private final SinkWriter writer;
    private final SpoolWriter spool;
    private final SinkCondition condition;
    private final TrailLedger ledger;
    private final Deque<Batch> retries = new ArrayDeque<>();
    private final Set<String> durableCopies = new HashSet<>();
    private boolean replaying;

    EventOutlet(SinkWriter writer, SpoolWriter spool, SinkCondition condition, TrailLedger ledger) {
        this.writer = writer;
        this.spool = spool;
        this.condition = condition;
        this.ledger = ledger;
    }

    /** Whether events may go straight to the sink. */
    boolean isDirect() {
        return retries.isEmpty() && writer.isReady() && !writer.isStalled();
    }

    /** Whether events of the queue are to go to the spool; when that is full, as late as possible. */
    boolean isOverflowing(boolean pressed) {
        return spool.isUsable()
                && (spool.isFull()
                        ? pressed
                        : retries.isEmpty() && (!writer.isHealthy() || writer.isStalled() || pressed));
    }

    /** Whether an event of the trail's own finds a place. */
    boolean isOpen() {
        return isDirect() || (retries.isEmpty() && spool.isUsable());
    }

    /** Whether nothing is under way, and nothing waits for a place. */
    boolean isSettled() {
        return writer.isIdle() && retries.isEmpty();
    }

    /** Whether nothing is left that could still be sent. */
    boolean isDone() {
        return isSettled() && (spool.isEmpty() || !writer.isHealthy());
    }

    /** Takes note of what the sink has answered. */
    boolean settle() {
        List<Batch> ended = writer.ended();
        for (Batch batch : ended) {
            if (batch.isFromSpool()) {
                replaying = false;
            }
            Throwable failure = batch.failure;
            if (failure == null) {
                durable(batch);
            } else {
                condition.failed(failure, spool.size());
                refused(batch);
            }
        }
        return !ended.isEmpty();
    }

    private void durable(Batch batch) {
        condition.worked(batch.isFromSpool() ? batch.events.size() : 0);
        ledger.counters().written(batch.events.size());
        batch.settle(true);
        if (batch.isFromSpool()) {
            spool.remove(batch.spooled);
        } else if (batch.copy != Batch.Copy.NONE) {
            batch.events.forEach(event -> durableCopies.add(event.id()));
        }
        if (spool.isEmpty()) {
            durableCopies.clear();
            condition.caughtUp();
        }
    }

    private void refused(Batch batch) {
        if (batch.isOnlyInMemory()) {
            Batch rest = batch;
            if (spool.isUsable() && !spool.isFull()) {
                rest = spool(batch);
            }
            if (rest != null) {
                retries.addLast(rest);
            }
        }
    }

    /** Copies to disk what the sink has not answered for a while, so that a kill of the process does not cost it. */
    boolean copyWhatWaits() {
        if (!writer.isStalled() || !spool.isUsable() || spool.isFull()) {
            return false;
        }
        boolean[] copied = new boolean[1];
        writer.forEachUnderWay(batch -> {
            if (!batch.isFromSpool() && batch.copy == Batch.Copy.NONE && spool.isUsable() && !spool.isFull()) {
                batch.copy = spool.append(batch.events).isEmpty() ? Batch.Copy.ALL : Batch.Copy.SOME;
                copied[0] = true;
                if (batch.copy == Batch.Copy.ALL) {
                    batch.settle(true);
                }
            }
        });
        return copied[0];
    }

    /** Tries again to find a place for what the sink refused. */
    boolean retry() {
        if (retries.isEmpty()) {
            return false;
        }
        if (writer.isReady()) {
            writer.write(retries.removeFirst());
            return true;
        }
        if (!spool.isUsable() || spool.isFull()) {
            return false;
        }
        Batch rest = spool(retries.removeFirst());
        if (rest != null) {
            retries.addFirst(rest);
        }
        return true;
    }

    /** Writes events; what finds no place is kept. */
    void place(List<EncodedAuditEvent> events, boolean direct) {
        if (events.isEmpty()) {
            return;
        }
        if (direct) {
            writer.write(Batch.of(events));
            return;
        }
        List<EncodedAuditEvent> rest = spool.append(events);
        if (!rest.isEmpty()) {
            retries.addLast(Batch.of(rest));
        }
    }

    /** Brings events to the spool that have no other place: what finds no room there is lost. */
    void spoolOrGiveUp(List<EncodedAuditEvent> events) {
        List<EncodedAuditEvent> rest = spool.append(events);
        if (spool.isFull()) {
            rest.forEach(event -> ledger.lost(event.sequence(), LossReason.SPOOL_FULL, event.timestamp()));
        } else if (!rest.isEmpty()) {
            retries.addLast(Batch.of(rest));
        }
    }

    /** Lets a marker wait for everything that is only in memory. */
    void reach(FlushMarker marker) {
        writer.forEachUnderWay(batch -> mark(batch, marker));
        retries.forEach(batch -> mark(batch, marker));
        marker.reached();
    }

    /** Sends what waits in the spool, and looks into it now and then. */
    boolean replay(boolean ending) {
        // At the end a failing sink is not asked again and again: what is in the spool is sent by the next run.
        if (replaying || (ending && !writer.isHealthy())) {
            return false;
        }
        if (!isDirect()) {
            if (spool.oldest() < 0) {
                // Only to know how old the oldest is, and what other processes left.
                spool.read(1, 1);
            }
            return false;
        }
        List<EncodedAuditEvent> events = spool.read(MAX_REPLAYED_EVENTS, MAX_REPLAYED_BYTES);
        if (events.isEmpty()) {
            return false;
        }
        List<EncodedAuditEvent> missing = new ArrayList<>(events.size());
        for (EncodedAuditEvent event : events) {
            if (!durableCopies.remove(event.id())) {
                missing.add(event);
            }
        }
        if (missing.isEmpty()) {
            spool.remove(events.size());
            return true;
        }
        replaying = true;
        writer.write(Batch.fromSpool(missing, events.size()));
        return true;
    }

    /** Returns the time of the oldest event that is in none but our hands, or -1. */
    long oldest() {
        long[] oldest = {-1};
        writer.forEachUnderWay(
                batch -> oldest[0] = earlier(oldest[0], batch.events.get(0).timestamp()));
        retries.forEach(
                batch -> oldest[0] = earlier(oldest[0], batch.events.get(0).timestamp()));
        return earlier(oldest[0], spool.oldest());
    }

    static long earlier(long one, long other) {
        return one < 0 ? other : other < 0 ? one : Math.min(one, other);
    }

    /** Gives up what is under way or waits and returns it. */
    List<Batch> abandon() {
        settle();
        List<Batch> left = new ArrayList<>(retries);
        retries.clear();
        left.addAll(writer.abandon());
        left.removeIf(batch -> !batch.isOnlyInMemory());
        return left;
    }

    /** Brings events to the spool, or counts them as lost; returns whether none was. */
    boolean spoolOrLose(List<EncodedAuditEvent> events) {
        List<EncodedAuditEvent> rest = spool.append(events);
        LossReason reason = spool.isFull() ? LossReason.SPOOL_FULL : LossReason.SHUTDOWN;
        rest.forEach(event -> ledger.lost(event.sequence(), reason, event.timestamp()));
        return rest.isEmpty();
    }

    /** Brings one event of the trail's own to the spool; returns whether it is there. */
    boolean isSpooled(EncodedAuditEvent event) {
        return spool.append(List.of(event)).isEmpty();
    }

    /** Lets the next event ask a failing sink once more. */
    void askNow() {
        writer.askNow();
    }

    /** Tries the sink more often: the trail ends. */
    void hurry() {
        writer.hurry();
    }

    void close() {
        writer.close();
        spool.close();
    }

    /** Returns what the spool did not take of a batch, or null. */
    private @Nullable Batch spool(Batch batch) {
        List<EncodedAuditEvent> rest = spool.append(batch.events);
        if (rest.isEmpty()) {
            batch.settle(true);
            return null;
        }
        Batch smaller = Batch.of(rest);
        smaller.markers.addAll(batch.markers);
        return smaller;
    }

    private static void mark(Batch batch, FlushMarker marker) {
        if (batch.isOnlyInMemory()) {
            marker.await();
            batch.markers.add(marker);
        }
    }
}
