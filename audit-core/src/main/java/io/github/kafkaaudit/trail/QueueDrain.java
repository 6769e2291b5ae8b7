package io.github.kafkaaudit.trail;

import io.github.kafkaaudit.EncodedAuditEvent;
import io.github.kafkaaudit.event.AuditEvent;
import io.github.kafkaaudit.event.Outcome;
import io.github.kafkaaudit.event.RecordSnapshot;
import io.github.kafkaaudit.event.Recordable;
import io.github.kafkaaudit.policy.OverflowPolicy;
import io.github.kafkaaudit.policy.TopicPolicy;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Takes events from the queue and encodes them, a batch at a time. Used by the audit thread. */
final class QueueDrain {

    private static final int MAX_EVENTS = 512;
    private static final int MAX_BYTES = 1 << 20;

    private final AuditQueue queue;
    private final EventEncoding encoding;
    private final Function<String, TopicPolicy> policies;
    private final EventOutlet outlet;
    private final TrailLedger ledger;
    private long taken;
    private volatile boolean behind;

    QueueDrain(
            AuditQueue queue,
            EventEncoding encoding,
            Function<String, TopicPolicy> policies,
            EventOutlet outlet,
            TrailLedger ledger) {
        this.queue = queue;
        this.encoding = encoding;
        this.policies = policies;
        this.outlet = outlet;
        this.ledger = ledger;
    }

    /** Whether events come faster than the audit thread encodes them, though there is a place for them. */
    boolean isBehind() {
        return behind;
    }

    boolean isEmpty() {
        return queue.isEmpty();
    }

    /** Returns how many events were taken so far. */
    long taken() {
        return taken;
    }

    long oldest() {
        return queue.oldest();
    }

    /** Moves a batch from the queue to where events go at this moment; returns how many, or -1 if they go nowhere. */
    int drain() {
        boolean direct = outlet.isDirect();
        if (!direct && !outlet.isOverflowing(queue.isPressed())) {
            behind = false;
            return -1;
        }
        List<EncodedAuditEvent> encoded = new ArrayList<>();
        FlushMarker marker = null;
        int count = 0;
        int bytes = 0;
        long weight = 0;
        try {
            while (count < MAX_EVENTS && bytes < MAX_BYTES) {
                Object item = queue.poll();
                if (item == null) {
                    break;
                }
                if (item instanceof FlushMarker found) {
                    marker = found;
                    break;
                }
                count++;
                weight += weigh(item);
                EncodedAuditEvent document = encode(item, direct);
                if (document != null) {
                    encoded.add(document);
                    bytes += document.json().length;
                }
            }
        } finally {
            taken += count;
            queue.release(weight);
            behind = count > 0 && queue.isCrowded(weight / count);
        }
        if (direct) {
            outlet.place(encoded, true);
        } else if (!encoded.isEmpty()) {
            outlet.spoolOrGiveUp(encoded);
        }
        if (marker != null) {
            outlet.reach(marker);
            // What follows a marker is a batch of its own.
            return Math.max(count, MAX_EVENTS);
        }
        return count;
    }

    /** Whether so many were taken at once that more may be there. */
    static boolean isMuch(int count) {
        return count >= MAX_EVENTS / 2;
    }

    /** Takes what is left, when nobody may add to it any more; events go to the list, markers to the other. */
    void sweep(List<EncodedAuditEvent> events, List<FlushMarker> markers) {
        queue.sweep(item -> {
            if (item instanceof FlushMarker marker) {
                markers.add(marker);
                return;
            }
            taken++;
            EncodedAuditEvent document = encode(item, true);
            if (document != null) {
                events.add(document);
            }
        });
    }

    private @Nullable EncodedAuditEvent encode(Object item, boolean direct) {
        if (item instanceof EncodedAuditEvent ready) {
            return ready;
        }
        AuditEvent event = ((Recordable) item).event();
        TopicPolicy policy = policyOf(event);
        if (!direct && isDroppable(event, policy)) {
            ledger.lost(event.sequence(), LossReason.POLICY, event.timestamp());
            return null;
        }
        return encoding.encode(event, policy);
    }

    private static int weigh(Object item) {
        return item instanceof EncodedAuditEvent ready ? AuditQueue.weigh(ready) : AuditQueue.weigh((Recordable) item);
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
}
