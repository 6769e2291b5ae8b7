package io.github.kafkaaudit;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Counts lost events until an {@code audit-gap} event has disclosed them.
 *
 * <p>The lock is taken only when an event is lost, for a few additions.
 */
final class LostEvents {

    private final Map<Kind, Gap> undisclosed = new LinkedHashMap<>();
    private final Map<LossReason, Long> totals = new EnumMap<>(LossReason.class);
    private volatile long total;
    private volatile boolean pending;

    synchronized void lost(long sequence, LossReason reason, long now) {
        lost(new Gap(1, sequence, sequence, now), reason, null);
    }

    /**
     * Counts lost events.
     *
     * @param gap which
     * @param reason why
     * @param life the other life whose events they were, or null
     */
    synchronized void lost(Gap gap, LossReason reason, @Nullable String life) {
        totals.merge(reason, gap.count(), Long::sum);
        total += gap.count();
        restore(new Loss(new Kind(reason, life), gap));
    }

    /** Takes back what could not be disclosed. */
    synchronized void restore(Loss loss) {
        undisclosed.merge(loss.kind(), loss.gap(), LostEvents::join);
        pending = true;
    }

    boolean isPending() {
        return pending;
    }

    synchronized List<Loss> take() {
        List<Loss> losses = new ArrayList<>(undisclosed.size());
        undisclosed.forEach((kind, gap) -> losses.add(new Loss(kind, gap)));
        undisclosed.clear();
        pending = false;
        return losses;
    }

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
                Math.min(one.since(), other.since()));
    }

    /** What is disclosed together: one reason, and one life, because the sequences are that life's. */
    record Kind(LossReason reason, @Nullable String life) {

        String text() {
            return life == null ? reason.text() : reason.text() + ", events of the life " + life;
        }
    }

    /** Losses of one kind that wait to be disclosed. */
    record Loss(Kind kind, Gap gap) {}
}
