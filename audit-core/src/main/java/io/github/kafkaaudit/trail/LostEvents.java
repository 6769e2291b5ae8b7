package io.github.kafkaaudit.trail;

import io.github.kafkaaudit.event.Gap;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Counts lost events until an {@code audit-gap} event has disclosed them.
 *
 * <p>The lock is taken only when an event is lost, for a few additions.
 */
final class LostEvents {

    private final Map<Kind, Gap> undisclosed = new LinkedHashMap<>();
    private final Map<LossReason, Long> totals = new EnumMap<>(LossReason.class);
    private final List<LongConsumer> listeners = new CopyOnWriteArrayList<>();
    private long late;
    private volatile long total;
    private volatile boolean pending;

    /** Tells a listener of the sequence of every single event that is lost from now on, on the thread that loses it. */
    void listen(LongConsumer listener) {
        listeners.add(listener);
    }

    void lost(long sequence, LossReason reason, long now) {
        lost(new Gap(1, sequence, sequence, now), reason);
        // Outside the lock: a listener has one of its own.
        listeners.forEach(listener -> listener.accept(sequence));
    }

    synchronized void lost(Gap gap, LossReason reason) {
        totals.merge(reason, gap.count(), Long::sum);
        if (gap.ephemeralId() == null) {
            total += gap.count();
        }
        restore(gap, reason);
    }

    /** Counts an event that came when the trail was over: it has no place in it, and no gap can disclose it. */
    void late(long number) {
        synchronized (this) {
            totals.merge(LossReason.SHUTDOWN, 1L, Long::sum);
            late++;
        }
        listeners.forEach(listener -> listener.accept(number));
    }

    /** Returns how many events came when the trail was over. */
    synchronized long late() {
        return late;
    }

    /** Takes back what could not be disclosed. */
    synchronized void restore(Gap gap, LossReason reason) {
        undisclosed.merge(new Kind(reason, gap.ephemeralId()), gap, LostEvents::join);
        pending = true;
    }

    boolean isPending() {
        return pending;
    }

    synchronized List<Loss> take() {
        List<Loss> losses = new ArrayList<>(undisclosed.size());
        undisclosed.forEach((kind, gap) -> losses.add(new Loss(kind.reason(), gap)));
        undisclosed.clear();
        pending = false;
        return losses;
    }

    /** Returns how many events of this run were lost. */
    long total() {
        return total;
    }

    synchronized Map<LossReason, Long> totals() {
        return Map.copyOf(totals);
    }

    private static Gap join(Gap one, Gap other) {
        return new Gap(
                one.count() + other.count(),
                Math.min(one.from(), other.from()),
                Math.max(one.to(), other.to()),
                Math.min(one.since(), other.since()),
                one.ephemeralId());
    }

    private record Kind(LossReason reason, @Nullable String ephemeralId) {}

    /** Losses of one kind that wait to be disclosed. */
    record Loss(LossReason reason, Gap gap) {}
}
