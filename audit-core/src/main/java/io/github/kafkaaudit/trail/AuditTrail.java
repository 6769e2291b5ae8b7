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
import java.util.concurrent.atomic.AtomicLong;
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

    private final TrailSettings settings;
    private final MemoryAccount memory;
    private final AuditQueue queue;
    private final LostEvents lost = new LostEvents();
    private final FailureLog failures = new FailureLog();
    private final TrailCounters counters = new TrailCounters();
    private final SinkWriter writer;
    private final @Nullable AuditSpool spool;
    private final AuditWorker worker;
    private final EventIntake intake;
    private final PoliciesInForce policies;
    private final TrailRecorder recorder;
    private final Thread thread;

    AuditTrail(AuditTrailBuilder builder) {
        this.settings = builder.settings;
        this.policies = new PoliciesInForce(builder.policies);
        this.spool = builder.spool;
        this.memory = new MemoryAccount(settings.queueMemory());
        this.queue = new AuditQueue(settings.queueCapacity(), memory);
        this.writer = new SinkWriter(builder.sink, settings.inFlightMemory(), failures);
        AtomicLong sequence = new AtomicLong();
        EventEncoding encoding = new EventEncoding(builder.encoder, sequence, builder.clock, lost, failures, counters);
        String ephemeralId = builder.encoder.identity().ephemeralId();
        SpoolWriter spoolWriter = new SpoolWriter(spool, ephemeralId, encoding, lost, failures, counters);
        this.worker = new AuditWorker(queue, encoding, policies::of, writer, spoolWriter, lost, failures, counters);
        // More threads than processors do not encode faster.
        EncoderPool encoders =
                new EncoderPool(builder.encoder, Runtime.getRuntime().availableProcessors());
        this.intake = new EventIntake(queue, worker, new CallerEncoding(encoders, encoding, policies::of), lost);
        this.recorder = new TrailRecorder(builder, policies, sequence, memory, queue, intake, lost, failures);
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
        long lostBefore = lost.total();
        return recorder.awaitEnds(timeout) && lost.total() == lostBefore;
    }

    /** Returns what was done so far and how the trail is. */
    public AuditStatistics statistics() {
        return new AuditStatistics(
                counters.encoded(),
                counters.written(),
                counters.spooled(),
                lost.totals(),
                queue.size(),
                memory.held(),
                writer.bytesUnderWay(),
                spool == null ? 0 : spool.size(),
                spool == null ? 0 : spool.bytes(),
                counters.oldestUnsent(),
                writer.writes(),
                writer.writeTime(),
                recorder.state() == State.RUNNING,
                writer.isHealthy(),
                failures.count(),
                failures.last());
    }

    /**
     * Ends the trail's run: lets {@code audit-stopped} follow the last event, waits a bounded time for the sink, leaves
     * the rest in the spool, and counts as lost what finds no place there either.
     */
    @Override
    public synchronized void close() {
        State before = recorder.state();
        recorder.become(State.CLOSED);
        if (before == State.NEW) {
            recorder.guard("end a trail that was never started", worker::finish);
        } else if (before == State.RUNNING) {
            worker.stop(settings.shutdownTimeout().toNanos());
            awaitWorker();
        } else {
            return;
        }
        if (!thread.isAlive()) {
            intake.loseTheRest();
        }
        long missing = queue.size()
                + lost.take().stream().mapToLong(loss -> loss.gap().count()).sum();
        if (missing > 0) {
            logger.warn("Kafka Audit ends with {} events lost that no audit-gap event could disclose.", missing);
        }
    }

    private void awaitWorker() {
        try {
            // The worker bounds itself; the second is for its last steps.
            thread.join(settings.shutdownTimeout().toMillis() + 1_000);
            if (thread.isAlive()) {
                // The sink does not come back from a call.
                thread.interrupt();
                thread.join(1_000);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void recordChange(Map<String, String> description) {
        recorder.record(AuditEvent.of(AuditAction.AUDIT_CHANGED).trail(new TrailInfo(null, -1, description)));
    }
}
