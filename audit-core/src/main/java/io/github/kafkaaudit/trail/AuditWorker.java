package io.github.kafkaaudit.trail;

import io.github.kafkaaudit.EncodedAuditEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;

/** The audit thread: takes events from the queue, encodes them, and brings them to their place, until it is stopped. */
final class AuditWorker implements Runnable {

    private final QueueDrain drain;
    private final EventOutlet outlet;
    private final Disclosure disclosure;
    private final Pace pace;
    private final TrailLedger ledger;
    private volatile BooleanSupplier complete = () -> false;
    private volatile long stopAt;
    private volatile boolean stopping;
    private volatile boolean over;

    AuditWorker(QueueDrain drain, EventOutlet outlet, Disclosure disclosure, Pace pace, TrailLedger ledger) {
        this.drain = drain;
        this.outlet = outlet;
        this.disclosure = disclosure;
        this.pace = pace;
        this.ledger = ledger;
    }

    /**
     * Ends the thread, within the time or soon after it.
     *
     * @param everythingArrived whether every place that was given to an event is accounted for, so that the end of the
     *     trail can be told; asked by the audit thread
     */
    void stop(long timeoutNanos, BooleanSupplier everythingArrived) {
        complete = everythingArrived;
        stopAt = System.nanoTime() + timeoutNanos;
        stopping = true;
        pace.wake();
    }

    /** Whether nobody will look into the queue any more. */
    boolean isOver() {
        return over;
    }

    /** Whether events come faster than this thread encodes them, though there is a place for them. */
    boolean isBehind() {
        return drain.isBehind();
    }

    /** Returns how many events were taken from the queue; for the audit thread, and for others once it has ended. */
    long taken() {
        return drain.taken();
    }

    @Override
    @SuppressWarnings("CatchingUnchecked")
    public void run() {
        while (!stopping || (!isDone() && System.nanoTime() - stopAt < 0)) {
            boolean worked = false;
            int drained = 0;
            try {
                worked = outlet.settle();
                worked |= outlet.copyWhatWaits();
                worked |= outlet.retry();
                worked |= disclosure.discloseGaps(stopping);
                drained = drain.drain();
                worked |= drained > 0;
                worked |= outlet.replay(stopping);
                if (stopping) {
                    outlet.hurry();
                    worked |=
                            drain.isEmpty() && outlet.isSettled() && complete.getAsBoolean() && disclosure.sayGoodbye();
                }
                ledger.counters().oldestUnsent(EventOutlet.earlier(drain.oldest(), outlet.oldest()));
            } catch (Throwable e) {
                // Also an OutOfMemoryError: this thread is ours, and without it everything that follows would be lost.
                ledger.failed("hand over events", e);
            }
            pace.pause(QueueDrain.isMuch(drained), worked, stopping);
        }
        // A spool's files would not survive an interrupt.
        boolean unused = Thread.interrupted();
        finish();
    }

    private boolean isDone() {
        return disclosure.saidGoodbye() && drain.isEmpty() && outlet.isDone() && !disclosure.isPending();
    }

    /** Brings what is left to the spool, or counts it as lost; also for a trail that was never started. */
    void finish() {
        List<Batch> left = outlet.abandon();
        List<EncodedAuditEvent> events = new ArrayList<>();
        left.forEach(batch -> events.addAll(batch.events));
        List<FlushMarker> markers = new ArrayList<>();
        over = true;
        drain.sweep(events, markers);
        boolean durable = outlet.spoolOrLose(events);
        left.forEach(batch -> batch.settle(durable));
        markers.forEach(marker -> marker.complete(durable));
        disclosure.leaveInSpool(complete.getAsBoolean());
        outlet.close();
    }
}
