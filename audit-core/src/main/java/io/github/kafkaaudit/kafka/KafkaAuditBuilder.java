package io.github.kafkaaudit.kafka;

import io.github.kafkaaudit.trail.Recorder;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Describes a {@link KafkaAudit}.
 *
 * <p><b>Threading</b>: used by one thread.
 */
public final class KafkaAuditBuilder {

    final Recorder recorder;
    Duration commitInterval = Duration.ofSeconds(1);
    Duration pendingAfter = Duration.ofSeconds(30);

    @Nullable Duration commitBarrier;

    KafkaAuditBuilder(Recorder recorder) {
        this.recorder = recorder;
    }

    /**
     * Sets the shortest time between two events about successful commits of one partition.
     *
     * @param interval the time, one second if it is not set; zero records every commit
     * @return this
     */
    public KafkaAuditBuilder commitInterval(Duration interval) {
        this.commitInterval = Objects.requireNonNull(interval, "interval");
        return this;
    }

    /**
     * Sets how long a send may be neither acknowledged nor failed before an event says so: one per topic within that
     * time, for the oldest of its sends.
     *
     * @param pendingAfter the time, 30 seconds if it is not set; zero for no such event
     * @return this
     */
    public KafkaAuditBuilder pendingAfter(Duration pendingAfter) {
        this.pendingAfter = Objects.requireNonNull(pendingAfter, "pendingAfter");
        return this;
    }

    /**
     * Lets consumers commit an offset only when the events about the records before it are durable.
     *
     * <p>A commit waits for that, on the thread that commits. When the time is over, or an event was lost, nothing is
     * committed: {@code commitSync} throws a {@link org.apache.kafka.clients.consumer.RetriableCommitFailedException},
     * the callback of {@code commitAsync} is given one, and {@code sendOffsetsToTransaction} throws a
     * {@link org.apache.kafka.common.errors.TimeoutException}. Consumers that commit by themselves
     * ({@code enable.auto.commit}) cannot be stopped.
     *
     * @param longest how long a commit waits at most, or null for commits that do not wait, which is the default
     * @return this
     */
    public KafkaAuditBuilder commitBarrier(@Nullable Duration longest) {
        this.commitBarrier = longest;
        return this;
    }

    /**
     * Returns the audit.
     *
     * @return an audit of its own at every call
     */
    public KafkaAudit build() {
        return new KafkaAudit(this);
    }
}
