package io.github.kafkaaudit.spring;

import io.github.kafkaaudit.kafka.KafkaAudit;
import io.github.kafkaaudit.kafka.delivery.DeliverySession;
import io.github.kafkaaudit.kafka.delivery.OpenDelivery;
import io.github.kafkaaudit.trail.Recorder;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import org.springframework.kafka.listener.RecordInterceptor;

/**
 * Stands around the application's interceptor, so that it sees the hand-out first, sees whether the application's
 * interceptor lets the record pass, and hears of the end whatever that one does.
 */
final class AuditingRecordInterceptor<K, V> implements RecordInterceptor<K, V> {

    private final ListenerRound round;
    private final Recorder recorder;
    private final ListenerMdc mdc;
    private final @Nullable RecordInterceptor<K, V> delegate;

    AuditingRecordInterceptor(KafkaAudit audit, ListenerMdc mdc, @Nullable RecordInterceptor<K, V> delegate) {
        this.round = new ListenerRound(audit, mdc);
        this.recorder = audit.recorder();
        this.mdc = mdc;
        this.delegate = delegate;
    }

    @Override
    public @Nullable ConsumerRecord<K, V> intercept(ConsumerRecord<K, V> record, Consumer<K, V> consumer) {
        ListenerThread thread = ListenerThread.current();
        boolean first = thread.enter();
        try {
            OpenDelivery delivery = first ? handOut(record, consumer) : null;
            ConsumerRecord<K, V> intercepted = delegate == null ? record : delegate.intercept(record, consumer);
            if (intercepted != null && delivery != null) {
                delivery.reachedListener();
            }
            return intercepted;
        } finally {
            thread.leave();
        }
    }

    @Override
    public void success(ConsumerRecord<K, V> record, Consumer<K, V> consumer) {
        ListenerThread thread = ListenerThread.current();
        boolean first = thread.enter();
        try {
            if (delegate != null) {
                delegate.success(record, consumer);
            }
        } finally {
            thread.leave();
            if (first) {
                returned(record, consumer);
            }
        }
    }

    @Override
    public void failure(ConsumerRecord<K, V> record, Exception exception, Consumer<K, V> consumer) {
        ListenerThread thread = ListenerThread.current();
        boolean first = thread.enter();
        try {
            if (delegate != null) {
                delegate.failure(record, exception, consumer);
            }
        } finally {
            thread.leave();
            if (first) {
                recorder.guard("note a failed listener", () -> threw(record, exception, consumer));
            }
        }
    }

    @Override
    public void afterRecord(ConsumerRecord<K, V> record, Consumer<K, V> consumer) {
        ListenerThread thread = ListenerThread.current();
        boolean first = thread.enter();
        try {
            if (delegate != null) {
                delegate.afterRecord(record, consumer);
            }
        } finally {
            thread.leave();
            if (first) {
                released(consumer);
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

    @Nullable RecordInterceptor<K, V> delegate() {
        return delegate;
    }

    @SuppressWarnings("CatchingUnchecked")
    private @Nullable OpenDelivery handOut(ConsumerRecord<K, V> record, Consumer<K, V> consumer) {
        OpenDelivery delivery = null;
        try {
            delivery = round.session(consumer).handOut(record);
            if (delivery != null) {
                mdc.set(record);
            }
        } catch (Throwable e) {
            // On the listener's error path it would cost the application the record.
            recorder.failed("note a hand-out", e);
        }
        return delivery;
    }

    @SuppressWarnings("CatchingUnchecked")
    private void returned(ConsumerRecord<K, V> record, Consumer<K, V> consumer) {
        try {
            DeliverySession session = round.session(consumer);
            OpenDelivery delivery = session.find(record);
            if (delivery == null) {
                return;
            }
            ListenerRound.returned(session.reports(), delivery);
        } catch (Throwable e) {
            recorder.failed("note a returned listener", e);
        }
    }

    @SuppressWarnings("CatchingUnchecked")
    private void released(Consumer<K, V> consumer) {
        try {
            mdc.restore();
            round.session(consumer).released();
        } catch (Throwable e) {
            recorder.failed("note the end of a record", e);
        }
    }

    private void threw(ConsumerRecord<K, V> record, Exception exception, Consumer<K, V> consumer) {
        DeliverySession session = round.session(consumer);
        OpenDelivery delivery = session.find(record);
        boolean handedOut = delivery != null;
        if (delivery == null) {
            // What could not be deserialized fails before it is handed out.
            delivery = session.handOut(record);
        }
        if (delivery == null) {
            return;
        }
        if (ListenerFailures.isNotDue(exception)) {
            session.reports().notDue(delivery);
        } else if (ListenerFailures.isDeserialization(exception)) {
            session.reports().notDeserialized(delivery, record, exception);
        } else {
            if (!handedOut) {
                delivery.reachedListener();
            }
            session.reports().threw(delivery, record, exception);
        }
    }
}
