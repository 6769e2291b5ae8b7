package io.github.kafkaaudit.kafka.delivery;

import io.github.kafkaaudit.event.CausedBy;
import io.github.kafkaaudit.event.TransactionInfo;
import java.util.List;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * What the current thread works on as a consumer: the record or the batch that it was handed, and whose consumer it is.
 * Sends that it makes meanwhile are caused by that, and a producer's transaction carries its offsets.
 *
 * <p>Kept per thread, because nothing else connects a listener with the producer that it happens to use.
 *
 * <p><b>Threading</b>: belongs to its thread.
 */
public final class ConsumerThread {

    private static final ThreadLocal<@Nullable ConsumerThread> CURRENT = new ThreadLocal<>();

    private @Nullable DeliverySession session;
    private @Nullable OpenDelivery record;
    private @Nullable List<OpenDelivery> batch;
    private boolean replying;

    private ConsumerThread() {}

    /**
     * Returns what the current thread works on.
     *
     * @return what it works on, or null if it never worked for a consumer
     */
    public static @Nullable ConsumerThread current() {
        return CURRENT.get();
    }

    static ConsumerThread own() {
        ConsumerThread known = CURRENT.get();
        if (known == null) {
            known = new ConsumerThread();
            CURRENT.set(known);
        }
        return known;
    }

    void works(DeliverySession of, @Nullable OpenDelivery on) {
        session = of;
        record = on;
        batch = null;
        replying = false;
    }

    void works(DeliverySession of, List<OpenDelivery> on) {
        session = of;
        record = null;
        batch = on;
    }

    /** The work is done; the thread stays the consumer's. */
    void rests() {
        replying = false;
        record = null;
        batch = null;
    }

    /** The consumer is closed. */
    void leaves() {
        rests();
        session = null;
    }

    @Nullable DeliverySession session() {
        return session;
    }

    @Nullable OpenDelivery record() {
        return record;
    }

    @Nullable List<OpenDelivery> batch() {
        return batch;
    }

    boolean rested() {
        return record == null && batch == null;
    }

    /**
     * Returns what the thread was handed and works on.
     *
     * @return the deliveries: one, those of a batch, or none
     */
    public List<OpenDelivery> deliveries() {
        return record != null ? List.of(record) : batch != null ? batch : List.of();
    }

    /**
     * Tells whether it works on a batch.
     *
     * @return whether it was handed one
     */
    public boolean isBatch() {
        return batch != null;
    }

    /** Notes that the listener has returned: what is sent from now on until the container reports is its reply. */
    public void replies() {
        replying = true;
    }

    /** The delivery whose listener has returned and whose reply is sent now, or null. */
    @Nullable OpenDelivery replied() {
        return replying ? record : null;
    }

    /**
     * Notes that a filter discarded a record that the current thread was handed.
     *
     * @param discarded the record
     */
    public static void discarded(ConsumerRecord<?, ?> discarded) {
        ConsumerThread thread = CURRENT.get();
        if (thread != null) {
            thread.each(delivery -> {
                if (delivery.isOf(discarded)) {
                    delivery.discarded();
                }
            });
        }
    }

    /** Names what caused a send; null if nothing did. */
    @Nullable CausedBy cause(@Nullable String inheritedMessageId) {
        if (record != null) {
            return record.asCause(inheritedMessageId);
        }
        List<OpenDelivery> all = batch;
        DeliverySession known = session;
        if (all != null && all.size() == 1) {
            return all.get(0).asCause(inheritedMessageId);
        }
        if (all != null && known != null) {
            // Which of them caused the send only the listener knows.
            return new CausedBy(null, known.identity().group(), inheritedMessageId);
        }
        return inheritedMessageId == null ? null : new CausedBy(null, null, inheritedMessageId);
    }

    /**
     * Notes the transaction that carries the offsets of the work.
     *
     * @param transaction what is known of it
     */
    public void transaction(TransactionInfo transaction) {
        each(delivery -> delivery.transactionEnded(transaction));
    }

    /**
     * Notes that a transaction is about to commit an offset of the thread's consumer, and waits for the events about
     * the records before it to be safe.
     *
     * @param partition the partition
     * @param offset the offset
     */
    public void committing(TopicPartition partition, long offset) {
        DeliverySession known = session;
        if (known != null && !rested()) {
            known.consumer().aboutToCommit(partition, offset);
        }
    }

    /**
     * Notes that a transaction committed an offset of the thread's consumer.
     *
     * @param partition the partition
     * @param offset the offset
     */
    public void committed(TopicPartition partition, long offset) {
        DeliverySession known = session;
        if (known != null && !rested()) {
            known.consumer().settled(partition, offset);
        }
    }

    /**
     * Notes that a transaction did not take the offsets of the work, which a container reports as the listener's
     * failure.
     *
     * @param error why
     */
    public void offsetsRefused(Throwable error) {
        DeliverySession known = session;
        if (known != null && !rested()) {
            known.consumer().offsetsRefused(error);
        }
    }

    private void each(Consumer<OpenDelivery> step) {
        if (record != null) {
            step.accept(record);
        } else if (batch != null) {
            batch.forEach(step);
        }
    }
}
