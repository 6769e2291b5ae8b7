package io.github.kafkaaudit.kafka;

import io.github.kafkaaudit.event.CausedBy;
import io.github.kafkaaudit.event.RecordSnapshot;
import io.github.kafkaaudit.event.TransactionInfo;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * What the current thread is processing: sends that it makes meanwhile are caused by it.
 *
 * <p>Kept per thread, because nothing else connects a listener with the producer that it happens to use.
 */
abstract class CurrentDelivery {

    private static final ThreadLocal<@Nullable CurrentDelivery> CURRENT = new ThreadLocal<>();

    static @Nullable CurrentDelivery current() {
        return CURRENT.get();
    }

    final void makeCurrent() {
        CURRENT.set(this);
    }

    static void clearCurrent() {
        // Not removed: a container comes back with the next record, and a new entry per record is garbage of the
        // expensive kind, a weak reference.
        CURRENT.set(null);
    }

    /** Names itself as the cause of a send. */
    abstract CausedBy asCause(@Nullable String inheritedMessageId);

    /** Is told of every send that it caused, before it happens. */
    abstract void sending(ProducerRecord<?, ?> record);

    /** Is told of every send that it caused, once its end is known, by whatever thread knows it. */
    abstract void copied(RecordSnapshot sent, @Nullable Throwable failure);

    /** Is told of a record that a filter discarded. */
    abstract void filters(ConsumerRecord<?, ?> record);

    /** Is told how the transaction that carried its offsets ended. */
    abstract void transactionEnded(TransactionInfo transaction);

    /** Is told that an offset of its consumer is about to be committed, and has to be safe before. */
    abstract void aboutToCommit(TopicPartition partition, long offset);

    /** Is told that a transaction did not take its offsets. */
    abstract void offsetsRefused(Throwable error);

    /** Is told that a transaction committed an offset of its consumer. */
    abstract void committed(TopicPartition partition, long offset);
}
