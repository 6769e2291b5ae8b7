package io.github.kafkaaudit.trail;

import io.github.kafkaaudit.AuditEventEncoder;
import io.github.kafkaaudit.AuditSink;
import io.github.kafkaaudit.AuditSpool;
import io.github.kafkaaudit.event.AuditAction;
import io.github.kafkaaudit.event.AuditEvent;
import io.github.kafkaaudit.event.ServiceIdentity;
import io.github.kafkaaudit.event.TrailInfo;
import io.github.kafkaaudit.policy.AuditPolicies;
import io.github.kafkaaudit.trail.TrailRecorder.State;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The trail of one service: everything that is recorded has a place in its sequence and is brought to the sink, or
 * waits in the spool, or is counted and disclosed. Instrumentations record through its {@link #recorder()}.
 *
 * <p><b>Exception safety</b>: no method lets an exception of the audit reach the caller.
 *
 * <p><b>Threading</b>: safe for use by many threads. Only {@link #flush} and {@link #close} wait.
 *
 * <p><b>Lifecycle</b>: one run per trail; it begins with {@link #start} and an {@code audit-started} event and ends
 * with {@link #close} and an {@code audit-stopped} event. Every event in between has a place in its sequence.
 */
public final class AuditTrail implements AutoCloseable {

    private static final Logger logger = LoggerFactory.getLogger(AuditTrail.class);

    /** How long closing may take beyond the shutdown timeout: to leave the rest in the spool and to close the sink. */
    private static final long LAST_STEPS_MILLIS = 1_000;

    private final TrailSettings settings;
    private final MemoryAccount memory;
    private final AuditQueue queue;
    private final TrailLedger ledger = new TrailLedger();
    private final SinkWriter writer;
    private final @Nullable AuditSpool spool;
    private final AuditWorker worker;
    private final EventIntake intake;
    private final PoliciesInForce policies;
    private final Sequence sequence = new Sequence();
    private final TrailRecorder recorder;
    private final Thread thread;

    AuditTrail(AuditTrailBuilder builder) {
        this.settings = builder.settings;
        this.policies = new PoliciesInForce(builder.policies);
        this.spool = builder.spool;
        this.memory = new MemoryAccount(settings.queueMemory());
        this.queue = new AuditQueue(settings.queueCapacity(), memory);
        Pace pace = new Pace();
        this.writer = new SinkWriter(builder.sink, settings.inFlightMemory(), ledger, pace);
        EventEncoding encoding = new EventEncoding(builder.encoder, sequence, builder.clock, ledger);
        SpoolWriter spoolWriter =
                new SpoolWriter(spool, builder.encoder.identity().ephemeralId(), encoding, ledger);
        SinkCondition condition = new SinkCondition(builder.sink, spool != null, ledger.failures(), System::nanoTime);
        EventOutlet outlet = new EventOutlet(writer, spoolWriter, condition, ledger);
        this.worker = new AuditWorker(
                new QueueDrain(queue, encoding, policies::of, outlet, ledger),
                outlet,
                new Disclosure(encoding, outlet, ledger.lost()),
                pace,
                ledger);
        // More threads than processors do not encode faster.
        EncoderPool encoders =
                new EncoderPool(builder.encoder, Runtime.getRuntime().availableProcessors());
        CallerEncoding callers = new CallerEncoding(encoders, encoding, spoolWriter, ledger, policies::of);
        this.intake = new EventIntake(queue, worker, pace, callers, ledger.lost());
        this.recorder = new TrailRecorder(builder, policies, sequence, memory, queue, intake, pace, ledger);
        this.thread = new Thread(worker, "kafka-audit");
        thread.setDaemon(true);
    }

    /**
     * Starts to describe a trail.
     *
     * @param encoder how events become documents, and of which service they are
     * @param sink where documents go
     * @return a builder
     */
    public static AuditTrailBuilder builder(AuditEventEncoder encoder, AuditSink sink) {
        return new AuditTrailBuilder(encoder, sink);
    }

    /**
     * Begins the trail's run; further calls do nothing.
     *
     * @param coverage what is audited, what is not and why, and the settings in force
     */
    public synchronized void start(Map<String, String> coverage) {
        if (recorder.state() != State.NEW) {
            return;
        }
        recorder.become(State.RUNNING);
        recorder.record(AuditEvent.of(AuditAction.AUDIT_STARTED).trail(new TrailInfo(null, -1, coverage)));
        thread.start();
    }

    /**
     * Returns the trail as an instrumentation uses it.
     *
     * @return the recorder, the same at every call
     */
    public Recorder recorder() {
        return recorder;
    }

    /** Returns the service, and the run of it, that this trail belongs to. */
    public ServiceIdentity identity() {
        return recorder.identity();
    }

    /** Returns the policies in force. */
    public AuditPolicies policies() {
        return policies.policies();
    }

    /** Returns whether auditing is switched on. */
    public boolean isEnabled() {
        return policies.isEnabled();
    }

    /**
     * Switches auditing on or off while the service runs; the change is itself recorded.
     *
     * @param enabled whether to audit
     */
    public void setEnabled(boolean enabled) {
        setEnabled(enabled, Map.of());
    }

    /**
     * Switches auditing on or off while the service runs; the change is itself recorded.
     *
     * @param enabled whether to audit
     * @param details what else is known about the change, such as who made it, for the trail
     */
    public void setEnabled(boolean enabled, Map<String, String> details) {
        if (policies.isEnabled() != enabled) {
            policies.setEnabled(enabled);
            Map<String, String> description = new LinkedHashMap<>(details);
            description.put("enabled", Boolean.toString(enabled));
            recordChange(description);
        }
    }

    /**
     * Changes the policies while the service runs; the change is itself recorded.
     *
     * @param changed the new policies
     * @param description what was changed, for the trail
     */
    public void changePolicies(AuditPolicies changed, Map<String, String> description) {
        policies.change(changed);
        recordChange(description);
    }

    /**
     * Waits until everything that was recorded before is durable, in the sink or in the spool.
     *
     * @param timeout how long to wait at most
     * @return whether it is; false also if any event was lost meanwhile, whoever recorded it
     */
    public boolean flush(Duration timeout) {
        long lostBefore = ledger.lost().total();
        return recorder.awaitEnds(timeout) && ledger.lost().total() == lostBefore;
    }

    /** Returns what was done so far and how the trail is. */
    public AuditStatistics statistics() {
        return new AuditStatistics(
                ledger.counters().encoded(),
                ledger.counters().written(),
                ledger.counters().spooled(),
                ledger.lost().totals(),
                queue.size(),
                memory.held(),
                writer.bytesUnderWay(),
                spool == null ? 0 : spool.size(),
                spool == null ? 0 : spool.bytes(),
                spool == null ? null : spool.problem(),
                ledger.counters().oldestUnsent(),
                writer.writes(),
                writer.writeTime(),
                recorder.state() == State.RUNNING,
                writer.isHealthy(),
                ledger.failures().count(),
                ledger.failures().last());
    }

    /**
     * Ends the trail's run within the shutdown timeout and one second.
     *
     * @see #close(Duration)
     */
    @Override
    public void close() {
        close(settings.shutdownTimeout());
    }

    /**
     * Ends the trail's run: waits a bounded time for the sink, leaves the rest in the spool, and counts as lost what
     * finds no place there either. Only when every event has its place or is disclosed, {@code audit-stopped} follows
     * as the last one. What is recorded meanwhile and later is not in the trail; it is counted and logged.
     *
     * @param timeout how long to wait for the sink at most; the last steps may take one second more
     */
    public synchronized void close(Duration timeout) {
        State before = recorder.state();
        recorder.become(State.CLOSED);
        if (before == State.NEW) {
            worker.stop(0, this::hasEverythingArrived);
            recorder.guard("end a trail that was never started", worker::finish);
        } else if (before == State.RUNNING) {
            worker.stop(timeout.toNanos(), this::hasEverythingArrived);
            awaitWorker(timeout.toMillis() + LAST_STEPS_MILLIS);
        } else {
            return;
        }
        if (!thread.isAlive()) {
            intake.loseTheRest();
        }
        warnOfLosses();
    }

    /** Whether no thread is still on its way with an event that has a place. */
    private boolean hasEverythingArrived() {
        return sequence.givenAway() == worker.taken() + intake.passedBy();
    }

    private void awaitWorker(long millis) {
        try {
            thread.join(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void warnOfLosses() {
        long undisclosed = ledger.lost().take().stream()
                .mapToLong(loss -> loss.gap().count())
                .sum();
        if (thread.isAlive()) {
            undisclosed += queue.size();
        }
        long late = ledger.lost().late();
        if (undisclosed > 0 || late > 0) {
            logger.warn(
                    "Kafka Audit ends with {} events lost that no audit-gap event could disclose; {} more came after"
                            + " its end and are in no trail.",
                    undisclosed,
                    late);
        }
    }

    private void recordChange(Map<String, String> description) {
        recorder.record(AuditEvent.of(AuditAction.AUDIT_CHANGED).trail(new TrailInfo(null, -1, description)));
    }
}
