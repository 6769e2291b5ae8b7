package io.github.kafkaaudit.spring;

import io.github.kafkaaudit.kafka.KafkaAudit;
import io.github.kafkaaudit.kafka.PolledRecords;
import io.github.kafkaaudit.kafka.delivery.DeliverySession;
import io.github.kafkaaudit.kafka.delivery.OpenDelivery;
import io.github.kafkaaudit.trail.Recorder;
import java.util.List;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.jspecify.annotations.Nullable;
import org.springframework.kafka.listener.BatchInterceptor;
import org.springframework.kafka.listener.BatchListenerFailedException;

/** Stands around the application's batch interceptor, for the same reasons as {@link AuditingRecordInterceptor}. */
final class AuditingBatchInterceptor<K, V> implements BatchInterceptor<K, V> {

    private final ListenerRound round;
    private final Recorder recorder;
    private final ListenerMdc mdc;
    private final @Nullable BatchInterceptor<K, V> delegate;

    AuditingBatchInterceptor(KafkaAudit audit, ListenerMdc mdc, @Nullable BatchInterceptor<K, V> delegate) {
        this.round = new ListenerRound(audit, mdc);
        this.recorder = audit.recorder();
        this.mdc = mdc;
        this.delegate = delegate;
    }

    @Override
    public @Nullable ConsumerRecords<K, V> intercept(ConsumerRecords<K, V> records, Consumer<K, V> consumer) {
        ListenerThread thread = ListenerThread.current();
        boolean first = thread.enter();
        try {
            List<OpenDelivery> deliveries =
                    first ? recorder.call("note a handed out batch", () -> handOut(records, consumer)) : null;
            ConsumerRecords<K, V> intercepted = delegate == null ? records : delegate.intercept(records, consumer);
            if (intercepted != null && deliveries != null) {
                reached(deliveries, records, intercepted);
            }
            return first && isAlone() ? listedQuietly(records) : intercepted;
        } finally {
            thread.leave();
        }
    }

    @Override
    public void success(ConsumerRecords<K, V> records, Consumer<K, V> consumer) {
        ListenerThread thread = ListenerThread.current();
        boolean first = thread.enter();
        try {
            if (delegate != null) {
                delegate.success(records, consumer);
            }
        } finally {
            thread.leave();
            if (first) {
                recorder.guard("note a returned batch listener", () -> {
                    mdc.restore();
                    returned(records, consumer);
                });
            }
        }
    }

    @Override
    public void failure(ConsumerRecords<K, V> records, Exception exception, Consumer<K, V> consumer) {
        ListenerThread thread = ListenerThread.current();
        boolean first = thread.enter();
        try {
            if (delegate != null) {
                delegate.failure(records, exception, consumer);
            }
        } finally {
            thread.leave();
            if (first) {
                recorder.guard("note a failed batch listener", () -> threw(records, exception, consumer));
            }
        }
    }

    @Override
    public void setupThreadState(Consumer<?, ?> consumer) {
        round.begins(consumer, () -> {
            if (delegate != null) {
                delegate.setupThreadState(consumer);
            }
        });
    }

    @Override
    public void clearThreadState(Consumer<?, ?> consumer) {
        round.ends(consumer, () -> {
            if (delegate != null) {
                delegate.clearThreadState(consumer);
            }
        });
    }

    /** Only where the container itself asks ours: others know their records again by the instance. */
    private ConsumerRecords<K, V> listedQuietly(ConsumerRecords<K, V> records) {
        if (!ListenerThread.current().listsBatchesForUs()) {
            return records;
        }
        try {
            return new QuietlyListedRecords<>(records);
        } catch (LinkageError e) {
            // Kafka 3 has no such constructor.
            return records;
        }
    }

    /** Whether there is no interceptor of the application's. */
    boolean isAlone() {
        return delegate == null;
    }

    /** What the application's interceptor took out of the batch, the listener does not see. */
    private void reached(
            List<OpenDelivery> deliveries, ConsumerRecords<K, V> records, ConsumerRecords<K, V> intercepted) {
        recorder.guard("note what an interceptor let pass", () -> {
            if (intercepted == records) {
                deliveries.forEach(OpenDelivery::reachedListener);
                return;
            }
            List<ConsumerRecord<K, V>> passed = PolledRecords.list(intercepted);
            for (OpenDelivery delivery : deliveries) {
                if (passed.stream().anyMatch(delivery::isOf)) {
                    delivery.reachedListener();
                }
            }
        });
    }

    private List<OpenDelivery> handOut(ConsumerRecords<K, V> records, Consumer<K, V> consumer) {
        ListenerThread.current().forgetBatch();
        List<ConsumerRecord<K, V>> list = PolledRecords.list(records);
        List<OpenDelivery> deliveries = round.session(consumer).handOut(list);
        if (!deliveries.isEmpty()) {
            mdc.set(list);
        }
        return deliveries;
    }

    private void returned(ConsumerRecords<K, V> records, Consumer<K, V> consumer) {
        DeliverySession session = round.session(consumer);
        for (ConsumerRecord<K, V> record : PolledRecords.list(records)) {
            OpenDelivery delivery = session.find(record);
            if (delivery != null) {
                end(session, record, delivery);
            }
        }
    }

    private static void end(DeliverySession session, ConsumerRecord<?, ?> record, OpenDelivery delivery) {
        ListenerThread thread = ListenerThread.current();
        Throwable unreadable = ListenerFailures.unreadable(record, thread.notConverted());
        Throwable thrown = thread.batchError();
        if (thrown != null) {
            delivery.listenerThrew(thrown, null);
        }
        if (unreadable != null) {
            // The listener got a null in its place.
            session.reports().readAsNull(delivery, unreadable);
        } else {
            ListenerRound.returned(session.reports(), delivery);
        }
    }

    private void threw(ConsumerRecords<K, V> batch, Exception exception, Consumer<K, V> consumer) {
        DeliverySession session = round.session(consumer);
        List<ConsumerRecord<K, V>> records = PolledRecords.list(batch);
        BatchListenerFailedException culprit = ListenerFailures.batchFailure(exception);
        int failedIndex = culprit == null ? -1 : indexOf(culprit, records);
        int index = 0;
        for (ConsumerRecord<K, V> record : records) {
            OpenDelivery delivery = session.find(record);
            if (delivery != null) {
                if (failedIndex < 0 || index == failedIndex) {
                    session.reports().threw(delivery, record, exception);
                } else if (index < failedIndex) {
                    session.reports().assumedProcessed(delivery);
                } else {
                    session.reports().notProcessed(delivery, "behind the failed record of the batch");
                }
            }
            index++;
        }
    }

    private static <K, V> int indexOf(BatchListenerFailedException culprit, List<ConsumerRecord<K, V>> records) {
        ConsumerRecord<?, ?> failed = culprit.getRecord();
        if (failed == null) {
            return culprit.getIndex() < records.size() ? culprit.getIndex() : -1;
        }
        int index = 0;
        for (ConsumerRecord<?, ?> record : records) {
            if (record.offset() == failed.offset()
                    && record.partition() == failed.partition()
                    && record.topic().equals(failed.topic())) {
                return index;
            }
            index++;
        }
        return -1;
    }
}
