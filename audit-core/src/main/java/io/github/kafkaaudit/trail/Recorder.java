package io.github.kafkaaudit.trail;

import io.github.kafkaaudit.event.Recordable;
import io.github.kafkaaudit.event.ServiceIdentity;
import io.github.kafkaaudit.policy.TopicPolicy;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The trail as an instrumentation uses it: the code that watches one kind of client and records what happens there.
 * Whoever switches, reads or ends the trail holds the {@link AuditTrail} itself.
 *
 * <p><b>Exception safety</b>: no method lets an exception of the audit reach the caller; own failures are counted and
 * logged. Only a {@link VirtualMachineError} passes. The observing code runs inside {@link #guard}, {@link #call}, or a
 * {@code try} whose {@code catch} calls {@link #failed}.
 *
 * <p><b>Threading</b>: safe for use by many threads. None of them ever waits, except in {@link #awaitRoom} for topics
 * whose policy asks for it, and in {@link #awaitEnds}.
 *
 * <p><b>Lifecycle</b>: as long as the trail's. What is recorded before the trail starts waits in the queue; what is
 * recorded after its end is counted as lost.
 */
public interface Recorder {

    /**
     * Returns the service that the trail belongs to, and this run of it.
     *
     * @return the identity, the same as long as the trail lives
     */
    ServiceIdentity identity();

    /**
     * Returns the time of the trail's clock.
     *
     * @return the current time in milliseconds since the epoch
     */
    long now();

    /**
     * Returns a new message id, a UUID of version 7, as the value of a header.
     *
     * @param now the current time in milliseconds since the epoch
     * @return the 36 ASCII characters of the id
     */
    byte[] newMessageId(long now);

    /**
     * Returns what is recorded for a topic at this moment.
     *
     * @param topic the topic
     * @return the policy; {@link TopicPolicy#OFF} while auditing is switched off
     */
    TopicPolicy policy(String topic);

    /**
     * Digests a payload that is too large to be kept, the way the trail's documents show digests.
     *
     * @param bytes what remains in it is digested; its position stays
     * @return the digest with the prefix that says how it was made
     */
    String digest(ByteBuffer bytes);

    /**
     * Returns what has to be kept of a payload's object, so that the event can show it as it is now.
     *
     * @param payload what was sent or handed out, or null
     * @return something that does not change any more, or null if the bytes on the wire are enough
     */
    @Nullable Object snapshot(@Nullable Object payload);

    /**
     * Waits for room in the queue if the topic's policy asks for it, never longer than that policy says.
     *
     * @param policy the policy of the topic that is about to be audited
     */
    void awaitRoom(TopicPolicy policy);

    /**
     * Accounts for captured bytes that are kept outside the queue: by a send that is not acknowledged yet, or a record
     * that is being processed.
     *
     * @param bytes how many
     * @return whether there is room; if not, nothing was accounted and the bytes must not be kept
     */
    boolean tryHold(long bytes);

    /**
     * Gives back what {@link #tryHold} accounted for.
     *
     * @param bytes how many
     */
    void release(long bytes);

    /**
     * Gives an event its place in the trail and hands it over.
     *
     * @param event what happened
     * @return whether it was taken; if not, it is counted and will be disclosed
     */
    boolean record(Recordable event);

    /**
     * Gives an event its place in the trail and hands it over, like {@link #record(Recordable)}.
     *
     * @param event what happened
     * @param placed is told the event's sequence before anything can become of the event
     */
    void record(Recordable event, LongConsumer placed);

    /**
     * Tells a listener the sequence of every event that is lost from now on: refused by the queue, dropped by a policy,
     * not encoded, or left without a place at the end.
     *
     * @param listener is called by the thread that loses the event; it must be quick and must not throw
     */
    void onLost(LongConsumer listener);

    /**
     * Waits until everything that was recorded before has come to its end: it is durable, in the sink or in the spool,
     * or it is lost, and the listeners of {@link #onLost} know.
     *
     * @param timeout how long to wait at most
     * @return whether it has; false at once when the trail is not running
     */
    boolean awaitEnds(Duration timeout);

    /**
     * Runs code of the audit on a thread of the application.
     *
     * @param purpose what the code does, to follow "Kafka Audit failed to"
     * @param step the code
     */
    void guard(String purpose, Step step);

    /**
     * Runs code of the audit on a thread of the application and returns its result.
     *
     * @param purpose what the code does, to follow "Kafka Audit failed to"
     * @param call the code
     * @param <T> the type of the result
     * @return the result, or null if the code failed or has none
     */
    <T> @Nullable T call(String purpose, Call<? extends T> call);

    /**
     * Reports an exception that per-record code caught itself, because a lambda for {@link #guard} would allocate an
     * object per record.
     *
     * @param purpose what the code does, to follow "Kafka Audit failed to"
     * @param error what it threw; only a {@link VirtualMachineError} is thrown on
     */
    void failed(String purpose, Throwable error);

    /** Code of the audit that runs on a thread of the application. */
    @FunctionalInterface
    interface Step {

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
    interface Call<T> {

        /**
         * Runs it.
         *
         * @return the result, or null
         * @throws Throwable whatever goes wrong
         */
        @Nullable T run() throws Throwable;
    }
}
