package io.github.kafkaaudit.trail;

import io.github.kafkaaudit.AuditEventEncoder;
import io.github.kafkaaudit.AuditSink;
import io.github.kafkaaudit.AuditSpool;
import io.github.kafkaaudit.event.AuditAction;
import io.github.kafkaaudit.event.AuditEvent;
import io.github.kafkaaudit.event.Recordable;
import io.github.kafkaaudit.event.SentRecord;
import io.github.kafkaaudit.event.ServiceIdentity;
import io.github.kafkaaudit.event.TrailInfo;
import io.github.kafkaaudit.policy.AuditPolicies;
import io.github.kafkaaudit.policy.OverflowPolicy;
import io.github.kafkaaudit.policy.TopicPolicy;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The façade of the audit: everything that is observed goes through it, and nothing that goes wrong below it comes out.
 *
 * <p><b>Exception safety</b>: no method lets an exception of the audit reach the caller; own failures are counted and
 * logged once per kind. Only a {@link VirtualMachineError} passes. The observing code runs inside {@link #guard}.
 *
 * <p><b>Threading</b>: safe for use by many threads. None of them ever waits, except in {@link #awaitRoom} for topics
 * whose policy asks for it, and in {@link #flush}, {@link #awaitEnds} and {@link #close}.
 *
 * <p><b>Lifecycle</b>: one life per trail; it begins with {@link #start} and an {@code audit-started} event and ends
 * with {@link #close} and an {@code audit-stopped} event. Every event in between has a place in its sequence.
 */
public final class AuditTrail implements AutoCloseable {

    private static final Logger logger = LoggerFactory.getLogger(AuditTrail.class);

    private final ServiceIdentity identity;
    private final TrailSettings settings;
    private final InstantSource clock;
    private final EventIds messageIds = new EventIds();
    private final StripedNumbers messageNumbers = new StripedNumbers();
    private final AtomicLong sequence = new AtomicLong();
    private final MemoryAccount memory;
    private final AuditQueue queue;
    private final LostEvents lost = new LostEvents();
    private final FailureLog failures = new FailureLog();
    private final TrailCounters counters = new TrailCounters();
    private final SinkWriter writer;
    private final @Nullable AuditSpool spool;
    private final AuditWorker worker;
    private final EventIntake intake;
    private final Thread thread;
    private volatile AuditPolicies policies;
    private volatile State state = State.NEW;
    private volatile boolean enabled = true;

    AuditTrail(AuditTrailBuilder builder) {
        this.identity = builder.identity;
        this.settings = builder.settings;
        this.clock = builder.clock;
        this.policies = builder.policies;
        this.spool = builder.spool;
        this.memory = new MemoryAccount(settings.queueMemory());
        this.queue = new AuditQueue(settings.queueCapacity(), memory);
        this.writer = new SinkWriter(builder.sink, settings.inFlightMemory(), failures);
        EventEncoding encoding = new EventEncoding(builder.encoder, sequence, clock, lost, failures, counters);
        SpoolWriter spoolWriter = new SpoolWriter(spool, identity.ephemeralId(), encoding, lost, failures, counters);
        this.worker = new AuditWorker(
                queue, encoding, topic -> policies.of(topic), writer, spoolWriter, lost, failures, counters);
        // More threads than processors do not encode faster.
        EncoderPool encoders =
                new EncoderPool(builder.encoder, Runtime.getRuntime().availableProcessors());
        this.intake = new EventIntake(
                queue, worker, new CallerEncoding(encoders, encoding, topic -> policies.of(topic)), lost);
        this.thread = new Thread(worker, "kafka-audit");
        thread.setDaemon(true);
    }

    /**
     * Starts to describe a trail.
     *
     * @param identity the service, and this life of it
     * @param encoder how events become documents
     * @param sink where documents go
     * @return a builder
     */
    public static AuditTrailBuilder builder(ServiceIdentity identity, AuditEventEncoder encoder, AuditSink sink) {
        return new AuditTrailBuilder(identity, encoder, sink);
    }

    /**
     * Begins the trail's life; further calls do nothing.
     *
     * @param coverage what is audited, what is not and why, and the settings in force
     */
    public synchronized void start(Map<String, String> coverage) {
        if (state != State.NEW) {
            return;
        }
        state = State.RUNNING;
        record(AuditEvent.of(AuditAction.AUDIT_STARTED).trail(new TrailInfo(null, -1, coverage)));
        thread.start();
    }

    /** Returns the service, and the life of it, that this trail belongs to. */
    public ServiceIdentity identity() {
        return identity;
    }

    /**
     * Returns what is recorded for a topic at this moment.
     *
     * @param topic the topic
     * @return the policy; {@link TopicPolicy#OFF} while auditing is switched off
     */
    public TopicPolicy policy(String topic) {
        return enabled ? policies.of(topic) : TopicPolicy.OFF;
    }

    /** Returns the policies in force. */
    public AuditPolicies policies() {
        return policies;
    }

    /** Returns whether auditing is switched on. */
    public boolean isEnabled() {
        return enabled;
    }

    /**
     * Switches auditing on or off while the service runs; the change is itself recorded.
     *
     * @param enabled whether to audit
     */
    public void setEnabled(boolean enabled) {
        if (this.enabled != enabled) {
            this.enabled = enabled;
            recordChange(Map.of("enabled", Boolean.toString(enabled)));
        }
    }

    /**
     * Changes the policies while the service runs; the change is itself recorded.
     *
     * @param policies the new policies
     * @param description what was changed, for the trail
     */
    public void changePolicies(AuditPolicies policies, Map<String, String> description) {
        this.policies = policies;
        recordChange(description);
    }

    /**
     * Returns a new message id, a UUID of version 7, as the ASCII characters of a header's value.
     *
     * @param now the current time
     */
    public byte[] newMessageId(long now) {
        return messageIds.ascii(messageNumbers.next(), now);
    }

    /** Returns the current time in milliseconds since the epoch. */
    public long now() {
        return clock.millis();
    }

    /**
     * Gives an event its place in the trail and hands it to the audit thread.
     *
     * @param event what happened
     * @return whether it was taken; if not, it is counted and will be disclosed
     */
    public boolean record(AuditEvent.Builder event) {
        return take(event, ignored -> {});
    }

    /** Does the same with a send that has ended well and of which nothing is to be told but what was sent. */
    public void record(SentRecord sent) {
        take(sent, ignored -> {});
    }

    /**
     * Gives an event its place in the trail and hands it to the audit thread, like {@link #record(AuditEvent.Builder)}.
     *
     * @param event what happened
     * @param placed is told the event's sequence before anything can become of the event
     */
    public void record(AuditEvent.Builder event, LongConsumer placed) {
        take(event, placed);
    }

    /**
     * Tells a listener the sequence of every event that is lost from now on: refused by the queue, dropped by a policy,
     * not encoded, or left without a place at the end.
     *
     * @param listener is called by the thread that loses the event; it must be quick and must not throw
     */
    public void onLost(LongConsumer listener) {
        lost.listen(listener);
    }

    /**
     * Waits for room in the queue if the topic's policy asks for it, never longer than that policy says.
     *
     * @param policy the policy of the topic that is about to be audited
     */
    public void awaitRoom(TopicPolicy policy) {
        if (policy.onOverflow() == OverflowPolicy.BLOCK && queue.isPressed()) {
            queue.awaitRoom(policy.blockTimeout(), () -> state == State.RUNNING);
        }
    }

    /**
     * Accounts for captured bytes that are kept outside the queue: by a send that is not acknowledged yet, or a record
     * that is being processed.
     *
     * @param bytes how many
     * @return whether there is room; if not, nothing was accounted and the bytes must not be kept
     */
    public boolean tryHold(long bytes) {
        return memory.tryHold(bytes);
    }

    /**
     * Gives back what {@link #tryHold} accounted for.
     *
     * @param bytes how many
     */
    public void release(long bytes) {
        memory.release(bytes);
    }

    /**
     * Runs code of the audit on a thread of the application.
     *
     * @param purpose what the code does, to follow "Kafka Audit failed to"
     * @param step the code
     */
    @SuppressWarnings("CatchingUnchecked")
    public void guard(String purpose, Step step) {
        try {
            step.run();
        } catch (Throwable e) {
            failed(purpose, e);
        }
    }

    /**
     * Runs code of the audit on a thread of the application and returns its result.
     *
     * @param purpose what the code does, to follow "Kafka Audit failed to"
     * @param call the code
     * @param <T> the type of the result
     * @return the result, or null if the code failed or has none
     */
    @SuppressWarnings("CatchingUnchecked")
    public <T> @Nullable T call(String purpose, Call<? extends T> call) {
        try {
            return call.run();
        } catch (Throwable e) {
            failed(purpose, e);
            return null;
        }
    }

    /**
     * Takes what code that runs per record threw: inside {@link #guard} its lambda would be an object per record.
     *
     * @param purpose what the code does, to follow "Kafka Audit failed to"
     * @param error what it threw; only a {@link VirtualMachineError} is thrown on
     */
    public void failed(String purpose, Throwable error) {
        if (error instanceof VirtualMachineError fatal) {
            throw fatal;
        }
        failures.failed(purpose, error);
    }

    /**
     * Waits until everything that was recorded before is durable, in the sink or in the spool.
     *
     * @param timeout how long to wait at most
     * @return whether it is; false also if any event was lost meanwhile, whoever recorded it
     */
    public boolean flush(Duration timeout) {
        long lostBefore = lost.total();
        return awaitEnds(timeout) && lost.total() == lostBefore;
    }

    /**
     * Waits until everything that was recorded before has come to its end: it is durable, in the sink or in the spool,
     * or it is lost, and the listeners of {@link #onLost} know.
     *
     * @param timeout how long to wait at most
     * @return whether it has
     */
    public boolean awaitEnds(Duration timeout) {
        return state == State.RUNNING && new FlushMarker().isPassed(queue, timeout);
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
                state == State.RUNNING,
                writer.isHealthy(),
                failures.count(),
                failures.last());
    }

    /**
     * Ends the trail's life: lets {@code audit-stopped} follow the last event, waits a bounded time for the sink,
     * leaves the rest in the spool, and counts as lost what finds no place there either.
     */
    @Override
    public synchronized void close() {
        State before = state;
        state = State.CLOSED;
        if (before == State.NEW) {
            guard("end a trail that was never started", worker::finish);
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

    private boolean take(Recordable event, LongConsumer placed) {
        event.stamp(sequence.incrementAndGet(), clock.millis());
        placed.accept(event.sequence());
        // What comes before the start waits in the queue.
        return intake.take(event, state != State.CLOSED);
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
        record(AuditEvent.of(AuditAction.AUDIT_CHANGED).trail(new TrailInfo(null, -1, description)));
    }

    /** Code of the audit that runs on a thread of the application. */
    @FunctionalInterface
    public interface Step {

        /**
         * Runs it.
         *
         * @throws Throwable whatever goes wrong
         */
        void run() throws Throwable;
    }

    /**
     * Code of the audit that runs on a thread of the application and returns something.
     *
     * @param <T> the type of the result
     */
    @FunctionalInterface
    public interface Call<T> {

        /**
         * Runs it.
         *
         * @return the result, or null
         * @throws Throwable whatever goes wrong
         */
        @Nullable T run() throws Throwable;
    }

    private enum State {
        NEW,
        RUNNING,
        CLOSED
    }
}
