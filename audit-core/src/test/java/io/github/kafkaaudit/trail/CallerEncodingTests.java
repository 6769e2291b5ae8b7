package io.github.kafkaaudit.trail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.github.kafkaaudit.AuditEventEncoder;
import io.github.kafkaaudit.EncodedAuditEvent;
import io.github.kafkaaudit.event.AuditEvent;
import io.github.kafkaaudit.policy.AuditPolicies;
import io.github.kafkaaudit.policy.TopicPolicy;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the application's threads do while the audit thread cannot keep up. */
class CallerEncodingTests {

    // More than half of the queue, and more than the audit thread takes at once.
    private static final int BACKLOG = 3_500;
    private static final int ONE_BATCH = 600;

    private final RecordingAuditSink sink = new RecordingAuditSink();
    private final SlowEncoder encoder = new SlowEncoder();
    private @Nullable AuditTrail trail;

    @BeforeEach
    void begin() {
        trail = start(AuditPolicies.DEFAULT);
    }

    @AfterEach
    void close() {
        encoder.permits.release(1_000_000);
        trail().close();
    }

    @Test
    void encodeTheirOwnEventsSoThatNoneIsLost() {
        fallBehind();
        for (int i = 0; i < 100; i++) {
            assertThat(trail().recorder().record(Trails.produced())).isTrue();
        }
        assertThat(encoder.helped).hasValue(100);

        encoder.permits.release(1_000_000);
        assertThat(trail().flush(Duration.ofSeconds(30))).isTrue();
        List<Long> sequences = sink.written().stream()
                .map(EncodedAuditEvent::sequence)
                .sorted()
                .toList();
        assertThat(sequences)
                .containsExactlyElementsOf(
                        LongStream.rangeClosed(1, 1 + BACKLOG + 100).boxed().toList());
        assertThat(trail().statistics().lostTotal()).isZero();
        assertThat(trail().statistics().queueMemory()).isZero();
    }

    @Test
    void stopWhenTheAuditThreadHasCaughtUp() {
        fallBehind();
        trail().recorder().record(Trails.produced());
        encoder.permits.release(1_000_000);
        assertThat(trail().flush(Duration.ofSeconds(30))).isTrue();
        trail().recorder().record(Trails.produced());

        assertThat(encoder.helped).hasValue(1);
    }

    @Test
    void leaveEventsThatMayBeDroppedAlone() {
        trail().close();
        trail = start(Trails.dropping());
        fallBehind();
        trail().recorder().record(Trails.produced());

        assertThat(encoder.helped).hasValue(0);
    }

    @Test
    void leaveWhatTheyCannotEncodeToTheAuditThread() {
        encoder.failure = new IllegalStateException("on the application's thread");
        fallBehind();
        assertThat(trail().recorder().record(Trails.produced())).isTrue();
        encoder.permits.release(1_000_000);

        assertThat(trail().flush(Duration.ofSeconds(30))).isTrue();
        assertThat(sink.written()).hasSize(BACKLOG + 2);
    }

    @Test
    void letTheErrorOfAVirtualMachinePassAndCountTheEvent() {
        encoder.failure = new OutOfMemoryError("on the application's thread");
        fallBehind();

        assertThatThrownBy(() -> trail().recorder().record(Trails.produced())).isSameAs(encoder.failure);
        assertThat(trail().statistics().lostTotal()).isEqualTo(1);
    }

    /** Fills the queue beyond its half while the audit thread encodes; it looks at the queue after each batch. */
    private void fallBehind() {
        for (int i = 0; i < BACKLOG; i++) {
            assertThat(trail().recorder().record(Trails.produced())).isTrue();
        }
        encoder.permits.release(ONE_BATCH);
        await().until(() -> encoder.permits.availablePermits() == 0 && encoder.permits.hasQueuedThreads());
    }

    private AuditTrail start(AuditPolicies policies) {
        AuditTrail started = AuditTrail.builder(encoder, sink)
                .settings(new TrailSettings(4_096, 64L << 20, 64L << 20, Duration.ofSeconds(30)))
                .policies(policies)
                .build();
        started.start(Map.of());
        return started;
    }

    private AuditTrail trail() {
        if (trail == null) {
            throw new IllegalStateException("not started");
        }
        return trail;
    }

    /** Encodes a message on the audit thread only when it is permitted to. */
    private static final class SlowEncoder extends ForwardingEncoder {

        private final Semaphore permits = new Semaphore(0);
        private final AtomicInteger helped = new AtomicInteger();
        private volatile @Nullable Throwable failure;

        @Override
        public EncodedAuditEvent encode(AuditEvent event, String id, TopicPolicy policy, long droppedBefore) {
            if (event.action().isMessage()) {
                permits.acquireUninterruptibly();
            }
            return super.encode(event, id, policy, droppedBefore);
        }

        @Override
        public AuditEventEncoder forAnotherThread() {
            return new ForwardingEncoder() {

                @Override
                public EncodedAuditEvent encode(AuditEvent event, String id, TopicPolicy policy, long droppedBefore) {
                    Throwable known = failure;
                    if (known instanceof RuntimeException exception) {
                        throw exception;
                    }
                    if (known instanceof Error error) {
                        throw error;
                    }
                    helped.incrementAndGet();
                    return super.encode(event, id, policy, droppedBefore);
                }
            };
        }
    }
}
