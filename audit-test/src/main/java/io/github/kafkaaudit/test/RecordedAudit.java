package io.github.kafkaaudit.test;

import io.github.kafkaaudit.AuditSink;
import io.github.kafkaaudit.EncodedAuditEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

/**
 * Keeps the audit trail of a test in memory, in place of the audit topic.
 *
 * <p>As a bean of a Spring test, such as by {@code @Import(RecordedAudit.class)}, it is all that a test needs: the
 * starter writes to the application's own {@link AuditSink} where there is one.
 *
 * <p><b>Threading</b>: safe for use by many threads.
 */
public final class RecordedAudit implements AuditSink {

    private final List<RecordedEvent> events = new ArrayList<>();
    private final long begin = System.currentTimeMillis();

    /** Creates an empty trail. */
    public RecordedAudit() {}

    @Override
    public CompletionStage<Void> write(List<EncodedAuditEvent> written) {
        List<RecordedEvent> parsed = new ArrayList<>(written.size());
        for (EncodedAuditEvent event : written) {
            RecordedEvent recorded = RecordedEvent.parse(event.json());
            // An earlier run of the application may have left events on disk; they are not this test's.
            if (event.timestamp() >= begin || !recorded.isSpooled()) {
                parsed.add(recorded);
            }
        }
        synchronized (this) {
            events.addAll(parsed);
            notifyAll();
        }
        return CompletableFuture.completedFuture(null);
    }

    /**
     * Returns what has been recorded so far.
     *
     * @return the events in the order of the trail
     */
    public synchronized List<RecordedEvent> events() {
        return List.copyOf(events);
    }

    /** Forgets what has been recorded so far, so that the next test begins with an empty trail. */
    public synchronized void clear() {
        events.clear();
    }

    /** Waits until an expectation holds, and for one that more events could break, until it has held for a while. */
    synchronized boolean await(Expectation expectation, Patience patience) {
        long deadline = System.nanoTime() + patience.timeout().toNanos();
        long holdsSince = -1;
        while (true) {
            Expectation.State state = expectation.of(List.copyOf(events));
            long now = System.nanoTime();
            long until = deadline;
            switch (state) {
                case HOLDS_FOR_GOOD -> {
                    return true;
                }
                case BROKEN_FOR_GOOD -> {
                    return false;
                }
                case HOLDS -> {
                    holdsSince = holdsSince < 0 ? now : holdsSince;
                    until = holdsSince + patience.quiet().toNanos();
                    if (now - until >= 0) {
                        return true;
                    }
                }
                case NOT_YET -> {
                    holdsSince = -1;
                    if (now - until >= 0) {
                        return false;
                    }
                }
            }
            if (!pause(until - now)) {
                return state == Expectation.State.HOLDS;
            }
        }
    }

    @SuppressWarnings("WaitNotInLoop") // the loop is the caller's
    private boolean pause(long nanos) {
        try {
            // Rounded up: a pause of zero would be one without end.
            wait(TimeUnit.NANOSECONDS.toMillis(nanos) + 1);
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
