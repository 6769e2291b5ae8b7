package io.github.kafkaaudit.trail;

import io.github.kafkaaudit.EncodedAuditEvent;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Events that are written together; used by the audit thread but for what the sink answers. */
final class Batch {

    final List<EncodedAuditEvent> events;
    final long bytes;

    /** How many events of the spool it stands for, more than it has if some of them are known to be durable; or 0. */
    final int spooled;

    final List<FlushMarker> markers = new ArrayList<>(0);
    final long begin = System.nanoTime();
    volatile @Nullable Throwable failure;
    volatile long time;

    /** Whether some of its events, or all, are in the spool as well, because the sink takes its time. */
    Copy copy = Copy.NONE;

    private Batch(List<EncodedAuditEvent> events, int spooled) {
        this.events = events;
        this.spooled = spooled;
        long size = 0;
        for (EncodedAuditEvent event : events) {
            size += event.json().length;
        }
        this.bytes = size;
    }

    static Batch of(List<EncodedAuditEvent> events) {
        return new Batch(events, 0);
    }

    static Batch fromSpool(List<EncodedAuditEvent> events, int spooled) {
        return new Batch(events, spooled);
    }

    boolean isFromSpool() {
        return spooled > 0;
    }

    /** Whether it exists only in memory as far as anybody knows. */
    boolean isOnlyInMemory() {
        return spooled == 0 && copy != Copy.ALL;
    }

    boolean isDurable() {
        return failure == null;
    }

    void settle(boolean durable) {
        for (FlushMarker marker : markers) {
            marker.settled(durable);
        }
        markers.clear();
    }

    enum Copy {
        NONE,
        SOME,
        ALL
    }
}
