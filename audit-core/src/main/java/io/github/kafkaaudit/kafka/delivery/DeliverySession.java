package io.github.kafkaaudit.kafka.delivery;

import io.github.kafkaaudit.event.AuditAction;
import io.github.kafkaaudit.event.AuditEvent;
import io.github.kafkaaudit.event.ConsumerIdentity;
import io.github.kafkaaudit.trail.Recorder;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * The deliveries of one consumer, from their hand-out to their end. Whoever hands records out tells what it hands out
 * and how that returned; the consumer's own calls (commit, seek, poll, close) tell what that does not: that a record
 * was sent back, never acknowledged, given up.
 *
 * <p>What is told twice counts once: a record that is handed out again while it is still being handled is the same
 * delivery, and a delivery has one end. So it does not matter how often somebody wraps whoever tells.
 *
 * <p>For one record: {@link #handOut}, {@link OpenDelivery#reachedListener}, then one of {@link #reports}, at last
 * {@link #released}. Of a source without a Kafka consumer also its calls are to be told, to {@link #consumer}.
 *
 * <p><b>Threading</b>: belongs to the consumer's thread; only {@link OpenDelivery#completed} comes from elsewhere.
 * <b>Failure</b>: callers run it inside {@link Recorder#guard}.
 */
public final class DeliverySession {

    private final Recorder recorder;
    private final DeliveryOpener opener;
    private final ConsumerCalls calls;
    private final DeliveryReports reports;
    private final RepeatedEvents repeats;
    private final DeliveryTable table = new DeliveryTable();
    private final DeliveryRound round = new DeliveryRound(table);
    private volatile ConsumerIdentity identity;
    private volatile Destinations destinations = Destinations.UNKNOWN;
    private boolean observed;
    private boolean acknowledgedByListener;

    DeliverySession(
            Recorder recorder,
            DeliveryOpener opener,
            CommitLog commits,
            @Nullable CommitBarrier barrier,
            ConsumerIdentity identity) {
        this.recorder = recorder;
        this.opener = opener;
        this.calls = new ConsumerCalls(this, recorder, table, commits, barrier);
        this.reports = new DeliveryReports(this, calls);
        this.repeats = new RepeatedEvents(recorder, this::record);
        this.identity = identity;
    }

    /**
     * Tells that somebody hands this consumer's records out and reports every hand-out here.
     *
     * @param listenerId the listener's id, or null
     * @param acknowledgedByListener whether the listener acknowledges records itself, so that one that returns without
     *     doing so has processed the record but left it uncommitted
     * @param knownDestinations where the error handling sends what it cannot process
     */
    public void observedBy(
            @Nullable String listenerId, boolean acknowledgedByListener, Destinations knownDestinations) {
        this.observed = true;
        this.acknowledgedByListener = acknowledgedByListener;
        this.destinations = knownDestinations;
        ConsumerIdentity known = identity;
        identity = new ConsumerIdentity(known.group(), known.clientId(), known.memberId(), listenerId);
    }

    /**
     * Begins a delivery.
     *
     * @param record the record that is handed out
     * @return the delivery, or null if the topic is not audited
     */
    public @Nullable OpenDelivery handOut(ConsumerRecord<?, ?> record) {
        ConsumerThread thread = ConsumerThread.own();
        OpenDelivery known = thread.record();
        if (known != null && known.isOf(record) && known.state().isOpen()) {
            return known;
        }
        settle();
        OpenDelivery delivery = open(record, 0, -1);
        thread.works(this, delivery);
        return delivery;
    }

    /**
     * Begins the deliveries of a batch.
     *
     * @param records the records that are handed out together, in order
     * @return the deliveries of those records whose topic is audited
     */
    public List<OpenDelivery> handOut(Collection<? extends ConsumerRecord<?, ?>> records) {
        ConsumerThread thread = ConsumerThread.own();
        List<OpenDelivery> known = thread.batch();
        if (known != null && DeliveryRound.isOf(known, records)) {
            return known;
        }
        // A batch that is tried again in place comes without a poll in between.
        settle();
        round.end();
        List<OpenDelivery> deliveries = new ArrayList<>(records.size());
        int index = 0;
        for (ConsumerRecord<?, ?> record : records) {
            OpenDelivery delivery = open(record, records.size(), index++);
            if (delivery != null) {
                deliveries.add(delivery);
            }
        }
        thread.works(this, deliveries);
        return deliveries;
    }

    /**
     * Returns the delivery of a record that was handed out and about which nothing has been reported.
     *
     * @param record the record, or one with the same place
     * @return the delivery, or null
     */
    public @Nullable OpenDelivery find(ConsumerRecord<?, ?> record) {
        ConsumerThread thread = ConsumerThread.current();
        OpenDelivery current = thread == null ? null : thread.record();
        if (current != null && current.isOf(record)) {
            return current;
        }
        return table.find(record.topic(), record.partition(), record.offset());
    }

    /** Tells that the container is done with the record, its error handling included. */
    public void released() {
        ConsumerThread thread = ConsumerThread.current();
        // A listener may poll another consumer meanwhile.
        if (thread != null && thread.session() == this) {
            thread.rests();
        }
    }

    /** Tells that the container's thread begins or ends a round: what is still open now ended in no regular way. */
    public void roundEnded() {
        settle();
        round.end();
        released();
    }

    /** Tells that the consumer is closed. */
    public void closed() {
        roundEnded();
        calls.closed();
        repeats.end();
        opener.close();
        ConsumerThread thread = ConsumerThread.current();
        if (thread != null && thread.session() == this) {
            thread.leaves();
        }
    }

    /**
     * Tells the group and the member id, which are known only once the group has been joined.
     *
     * @param group the group, or null
     * @param memberId the member id, or null
     */
    public void memberOf(@Nullable String group, @Nullable String memberId) {
        ConsumerIdentity known = identity;
        if (!Objects.equals(known.memberId(), memberId) || !Objects.equals(known.group(), group)) {
            identity = new ConsumerIdentity(group, known.clientId(), memberId, known.listenerId());
            calls.memberOf(group);
        }
    }

    /**
     * Records deliveries that nobody observes.
     *
     * @param records the records that were polled
     */
    public void delivered(Iterable<? extends ConsumerRecord<?, ?>> records) {
        for (ConsumerRecord<?, ?> record : records) {
            OpenDelivery delivery = open(record, 0, -1);
            if (delivery != null) {
                delivery.reachedListener();
                signal(delivery, Signal.NOT_SEEN);
            }
        }
        round.forget();
    }

    /**
     * Returns where it is to be reported how deliveries ended.
     *
     * @return always the same
     */
    public DeliveryReports reports() {
        return reports;
    }

    /**
     * Returns where the consumer's own calls are to be told.
     *
     * @return always the same
     */
    public ConsumerCalls consumer() {
        return calls;
    }

    /**
     * Notes a failure of the same kind that happens to the same record again and again.
     *
     * @param action what happened
     * @param coordinate to which record, or null
     * @param event describes it, when it is written
     */
    public void repeated(AuditAction action, @Nullable String coordinate, Supplier<AuditEvent.Builder> event) {
        repeats.happened(action, coordinate, event);
    }

    /**
     * Returns whose deliveries these are.
     *
     * @return the consumer
     */
    public ConsumerIdentity identity() {
        return identity;
    }

    /**
     * Tells whether somebody reports hand-outs here.
     *
     * @return whether somebody does; else a poll is all there is to see
     */
    public boolean isObserved() {
        return observed;
    }

    Recorder recorder() {
        return recorder;
    }

    Destinations destinations() {
        return destinations;
    }

    List<OpenDelivery> failures() {
        return table.failures();
    }

    void record(AuditEvent.Builder event) {
        CommitBarrier barrier = calls.barrier();
        if (barrier == null) {
            recorder.record(event);
        } else {
            barrier.record(event);
        }
    }

    private @Nullable OpenDelivery open(ConsumerRecord<?, ?> record, int batchSize, int batchIndex) {
        table.at(record.topic(), record.partition(), record.offset(), Signal.HANDED_OUT_AGAIN);
        OpenDelivery delivery = opener.open(this, record, batchSize, batchIndex);
        if (delivery != null) {
            table.add(delivery);
            round.add(delivery);
        }
        return delivery;
    }

    void signal(OpenDelivery delivery, Signal signal) {
        table.signal(delivery, signal);
    }

    void settleAll() {
        round.settleAll();
    }

    void takeBack(OpenDelivery delivery) {
        opener.takeBack(delivery, identity);
    }

    void jumped(TopicPartition partition) {
        opener.jumped(partition, identity);
    }

    void settle() {
        round.settle(acknowledgedByListener);
    }
}
