package io.github.kafkaaudit.kafka;

import io.github.kafkaaudit.event.AuditAction;
import io.github.kafkaaudit.event.AuditEvent;
import io.github.kafkaaudit.event.HeaderSnapshot;
import io.github.kafkaaudit.event.RecordSnapshot;
import io.github.kafkaaudit.event.WireBytes;
import io.github.kafkaaudit.trail.Recorder;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The sends that have begun and not ended, in that order, and what says so when one of them takes too long: a send that
 * is stuck has no end that could be recorded, and would be seen by nobody.
 *
 * <p><b>Threading</b>: safe; entering and leaving cost a short lock. A daemon thread looks at them while there are any,
 * and for a minute after.
 */
final class OpenSends {

    // A producer of somebody's own may never end its sends; what is remembered of them is bounded.
    private static final int MOST = 100_000;
    private static final long IDLE = TimeUnit.MINUTES.toMillis(1);
    private static final long LONGEST_LOOK = TimeUnit.SECONDS.toMillis(1);
    private static final int MOST_TOPICS = 1_000;

    private final Recorder recorder;
    private final long pendingAfter;
    private final Map<String, Long> told = new LinkedHashMap<>();
    private @Nullable SendAttempt first;
    private @Nullable SendAttempt last;
    private long count;
    private boolean watched;

    OpenSends(Recorder recorder, Duration pendingAfter) {
        this.recorder = recorder;
        this.pendingAfter = pendingAfter.toMillis();
    }

    synchronized void add(SendAttempt send) {
        if (count >= MOST) {
            return;
        }
        count++;
        send.open = true;
        send.before = last;
        if (last == null) {
            first = send;
        } else {
            last.after = send;
        }
        last = send;
        if (!watched && pendingAfter > 0) {
            watched = true;
            Thread watcher = new Thread(this::watch, "kafka-audit-sends");
            watcher.setDaemon(true);
            watcher.start();
        }
    }

    synchronized void remove(SendAttempt send) {
        if (!send.open) {
            return;
        }
        count--;
        send.open = false;
        if (send.before == null) {
            first = send.after;
        } else {
            send.before.after = send.after;
        }
        if (send.after == null) {
            last = send.before;
        } else {
            send.after.before = send.before;
        }
        send.before = null;
        send.after = null;
    }

    synchronized PendingSends pending() {
        return new PendingSends(count, first == null ? -1 : first.began());
    }

    private void watch() {
        long idleSince = recorder.now();
        try {
            while (true) {
                TimeUnit.MILLISECONDS.sleep(Math.max(1, Math.min(LONGEST_LOOK, pendingAfter / 4)));
                long now = recorder.now();
                for (Overdue overdue : overdue(now).values()) {
                    tell(overdue, now);
                }
                synchronized (this) {
                    if (first != null) {
                        idleSince = now;
                    } else if (now - idleSince > IDLE) {
                        watched = false;
                        return;
                    }
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            synchronized (this) {
                watched = false;
            }
        }
    }

    /** Returns the topics with sends that take too long and of which nothing was said lately. */
    private synchronized Map<String, Overdue> overdue(long now) {
        Map<String, Overdue> found = new LinkedHashMap<>();
        told.values().removeIf(time -> now - time >= pendingAfter);
        for (SendAttempt send = first; send != null && now - send.began() >= pendingAfter; send = send.after) {
            String topic = send.topic();
            if (!send.told && (found.containsKey(topic) || (!told.containsKey(topic) && told.size() < MOST_TOPICS))) {
                send.told = true;
                found.computeIfAbsent(topic, unused -> new Overdue()).add(send);
            }
        }
        found.keySet().forEach(topic -> told.put(topic, now));
        return found;
    }

    private void tell(Overdue overdue, long now) {
        SendAttempt oldest = overdue.oldest;
        if (oldest == null) {
            return;
        }
        recorder.guard("record a pending send", () -> {
            RecordSnapshot record = new RecordSnapshot(
                    oldest.topic(),
                    -1,
                    -1,
                    -1,
                    null,
                    WireBytes.unavailable(-1),
                    WireBytes.unavailable(-1),
                    HeaderSnapshot.EMPTY,
                    null);
            recorder.record(AuditEvent.of(AuditAction.MESSAGE_PRODUCE_PENDING)
                    .record(record)
                    .messageId(oldest.id())
                    .clientId(oldest.clientId())
                    .start(oldest.began())
                    .duration(TimeUnit.MILLISECONDS.toNanos(now - oldest.began()))
                    .reason(
                            overdue.count == 1
                                    ? "the send is neither acknowledged nor failed"
                                    : overdue.count
                                            + " sends are neither acknowledged nor failed, the oldest with this id"));
        });
    }

    /** The sends of one topic that take too long. */
    private static final class Overdue {

        private @Nullable SendAttempt oldest;
        private int count;

        private void add(SendAttempt send) {
            if (oldest == null) {
                oldest = send;
            }
            count++;
        }
    }
}
