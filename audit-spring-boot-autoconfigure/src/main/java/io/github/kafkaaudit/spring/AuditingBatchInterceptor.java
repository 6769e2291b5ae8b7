package io.github.kafkaaudit.spring;

import io.github.kafkaaudit.kafka.ConsumerSession;
import io.github.kafkaaudit.kafka.KafkaAudit;
import io.github.kafkaaudit.kafka.OpenDelivery;
import io.github.kafkaaudit.kafka.PolledRecords;
import io.github.kafkaaudit.trail.Recorder;
import java.util.List;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.errors.SerializationException;
import org.jspecify.annotations.Nullable;
import org.springframework.kafka.listener.BatchInterceptor;
import org.springframework.kafka.listener.BatchListenerFailedException;
import org.springframework.kafka.support.KafkaUtils;

/** Stands around the application's batch interceptor, for the same reasons as {@link AuditingRecordInterceptor}. */
final class AuditingBatchInterceptor<K, V> implements BatchInterceptor<K, V> {

    private final KafkaAudit audit;
    private final Recorder recorder;
    private final ListenerMdc mdc;
    private final @Nullable BatchInterceptor<K, V> delegate;

    AuditingBatchInterceptor(KafkaAudit audit, ListenerMdc mdc, @Nullable BatchInterceptor<K, V> delegate) {
        this.audit = audit;
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
                deliveries.forEach(OpenDelivery::reachedListener);
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
        ListenerThread thread = ListenerThread.current();
        boolean first = thread.enter();
        try {
            if (first) {
                recorder.guard(
                        "find the consumer's session", () -> session(consumer).roundEnded());
            }
            if (delegate != null) {
                delegate.setupThreadState(consumer);
            }
        } finally {
            thread.leave();
        }
    }

    @Override
    public void clearThreadState(Consumer<?, ?> consumer) {
        ListenerThread thread = ListenerThread.current();
        boolean first = thread.enter();
        try {
            if (delegate != null) {
                delegate.clearThreadState(consumer);
            }
        } finally {
            thread.leave();
            if (first) {
                recorder.guard("end a round", () -> {
                    // Only here is the error handler through with a failed batch.
                    mdc.restore();
                    session(consumer).roundEnded();
                });
            }
        }
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

    private List<OpenDelivery> handOut(ConsumerRecords<K, V> records, Consumer<K, V> consumer) {
        List<ConsumerRecord<K, V>> list = PolledRecords.list(records);
        List<OpenDelivery> deliveries = session(consumer).handOut(list);
        if (!deliveries.isEmpty()) {
            mdc.set(list);
        }
        return deliveries;
    }

    private void returned(ConsumerRecords<K, V> records, Consumer<K, V> consumer) {
        ConsumerSession session = session(consumer);
        for (ConsumerRecord<K, V> record : PolledRecords.list(records)) {
            OpenDelivery delivery = session.find(record);
            if (delivery != null) {
                end(session, record, delivery);
            }
        }
    }

    private static void end(ConsumerSession session, ConsumerRecord<?, ?> record, OpenDelivery delivery) {
        SerializationException undeserialized = deserializationFailure(record);
        ListenerThread thread = ListenerThread.current();
        if (undeserialized != null) {
            // The listener got a null in its place.
            session.notDeserialized(delivery, undeserialized);
        } else if (thread.isAsync()) {
            session.unknown(delivery, "the listener's result completes later, which a batch container does not show");
        } else if (thread.hidesFilter()) {
            session.unknown(delivery, "a filter that cannot be seen may have discarded it");
        } else {
            session.returned(delivery);
        }
    }

    private void threw(ConsumerRecords<K, V> batch, Exception exception, Consumer<K, V> consumer) {
        ConsumerSession session = session(consumer);
        List<ConsumerRecord<K, V>> records = PolledRecords.list(batch);
        BatchListenerFailedException culprit = ListenerFailures.batchFailure(exception);
        int failedIndex = culprit == null ? -1 : indexOf(culprit, records);
        int index = 0;
        for (ConsumerRecord<K, V> record : records) {
            OpenDelivery delivery = session.find(record);
            if (delivery != null) {
                if (failedIndex < 0 || index == failedIndex) {
                    session.threw(delivery, exception);
                } else if (index < failedIndex) {
                    session.assumedProcessed(delivery);
                } else {
                    session.notProcessed(delivery, "behind the failed record of the batch");
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

    private static @Nullable SerializationException deserializationFailure(ConsumerRecord<?, ?> record) {
        if (record.value() == null
                && record.headers().lastHeader(KafkaUtils.VALUE_DESERIALIZER_EXCEPTION_HEADER) != null) {
            return undeserialized("value");
        }
        if (record.key() == null && record.headers().lastHeader(KafkaUtils.KEY_DESERIALIZER_EXCEPTION_HEADER) != null) {
            return undeserialized("key");
        }
        return null;
    }

    private static SerializationException undeserialized(String what) {
        // The header holds a serialized Java object; reading it only for its message is not worth the risk.
        return new SerializationException("The " + what + " could not be deserialized.");
    }

    private ConsumerSession session(Consumer<?, ?> consumer) {
        return ListenerThread.current().session(audit, consumer);
    }
}
