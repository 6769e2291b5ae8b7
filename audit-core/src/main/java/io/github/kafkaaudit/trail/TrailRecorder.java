package io.github.kafkaaudit.trail;

import io.github.kafkaaudit.AuditEventEncoder;
import io.github.kafkaaudit.event.Recordable;
import io.github.kafkaaudit.event.ServiceIdentity;
import io.github.kafkaaudit.policy.OverflowPolicy;
import io.github.kafkaaudit.policy.TopicPolicy;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.InstantSource;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/** Gives what is observed its place in the trail and its way into the queue. */
final class TrailRecorder implements Recorder {

    private final AuditEventEncoder encoder;
    private final InstantSource clock;
    private final PoliciesInForce policies;
    private final Sequence sequence;
    private final MemoryAccount memory;
    private final AuditQueue queue;
    private final EventIntake intake;
    private final Pace pace;
    private final TrailLedger ledger;
    private final EventIds messageIds = new EventIds();
    private final StripedNumbers messageNumbers = new StripedNumbers();
    private volatile State state = State.NEW;

    TrailRecorder(
            AuditTrailBuilder builder,
            PoliciesInForce policies,
            Sequence sequence,
            MemoryAccount memory,
            AuditQueue queue,
            EventIntake intake,
            Pace pace,
            TrailLedger ledger) {
        this.encoder = builder.encoder;
        this.clock = builder.clock;
        this.policies = policies;
        this.sequence = sequence;
        this.memory = memory;
        this.queue = queue;
        this.intake = intake;
        this.pace = pace;
        this.ledger = ledger;
    }

    State state() {
        return state;
    }

    void become(State next) {
        state = next;
        if (next == State.CLOSED) {
            sequence.seal();
        }
    }

    @Override
    public ServiceIdentity identity() {
        return encoder.identity();
    }

    @Override
    public long now() {
        return clock.millis();
    }

    @Override
    public byte[] newMessageId(long now) {
        return messageIds.ascii(messageNumbers.next(), now);
    }

    @Override
    public TopicPolicy policy(String topic) {
        return policies.observing(topic);
    }

    @Override
    public String digest(ByteBuffer bytes) {
        return encoder.digest(bytes);
    }

    @Override
    public @Nullable Object snapshot(@Nullable Object payload) {
        return encoder.snapshot(payload);
    }

    @Override
    public void awaitRoom(TopicPolicy policy) {
        if (policy.onOverflow() == OverflowPolicy.BLOCK && queue.isPressed()) {
            pace.wake();
            queue.awaitRoom(policy.blockTimeout(), () -> state == State.RUNNING);
        }
    }

    @Override
    public boolean tryHold(long bytes) {
        return memory.tryHold(bytes);
    }

    @Override
    public void release(long bytes) {
        memory.release(bytes);
    }

    @Override
    public boolean record(Recordable event) {
        return take(event, ignored -> {});
    }

    @Override
    public void record(Recordable event, LongConsumer placed) {
        take(event, placed);
    }

    @Override
    public void onLost(LongConsumer listener) {
        ledger.lost().listen(listener);
    }

    @Override
    public boolean awaitEnds(Duration timeout) {
        return state == State.RUNNING && new FlushMarker().isPassed(queue, pace, timeout);
    }

    @Override
    @SuppressWarnings("CatchingUnchecked")
    public void guard(String purpose, Step step) {
        try {
            step.run();
        } catch (Throwable e) {
            failed(purpose, e);
        }
    }

    @Override
    @SuppressWarnings("CatchingUnchecked")
    public <T> @Nullable T call(String purpose, Call<? extends T> call) {
        try {
            return call.run();
        } catch (Throwable e) {
            failed(purpose, e);
            return null;
        }
    }

    @Override
    public void failed(String purpose, Throwable error) {
        if (error instanceof VirtualMachineError fatal) {
            throw fatal;
        }
        ledger.failed(purpose, error);
    }

    private boolean take(Recordable event, LongConsumer placed) {
        event.stamp(sequence.next(), clock.millis());
        placed.accept(event.sequence());
        if (Sequence.isLate(event.sequence())) {
            intake.late(event);
            return false;
        }
        // What comes before the start waits in the queue.
        return intake.take(event);
    }

    enum State {
        NEW,
        RUNNING,
        CLOSED
    }
}
