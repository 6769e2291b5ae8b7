package io.github.kafkaaudit.spring;

import io.github.kafkaaudit.trail.Recorder;
import org.jspecify.annotations.Nullable;
import org.springframework.kafka.config.AbstractKafkaListenerContainerFactory;
import org.springframework.kafka.listener.BatchMessageListener;
import org.springframework.kafka.listener.ContainerProperties;
import org.springframework.kafka.listener.DelegatingMessageListener;
import org.springframework.kafka.listener.MessageListener;
import org.springframework.kafka.listener.adapter.AbstractFilteringMessageListener;
import org.springframework.kafka.listener.adapter.FilteringBatchMessageListenerAdapter;
import org.springframework.kafka.listener.adapter.FilteringMessageListenerAdapter;
import org.springframework.kafka.listener.adapter.RecordFilterStrategy;

/**
 * Puts a decorator around record filters: in the factories, and in the listeners of containers that got theirs from
 * {@code @KafkaListener(filter = …)}. The application's filter beans stay as they are.
 */
final class ListenerFilters {

    private static final String STRATEGY = "recordFilterStrategy";

    private final Recorder recorder;

    ListenerFilters(Recorder recorder) {
        this.recorder = recorder;
    }

    /** Decorates the filter of a factory; returns whether there is one. */
    @SuppressWarnings("unchecked")
    <K, V> boolean decorate(AbstractKafkaListenerContainerFactory<?, K, V> factory) {
        // The factory has a setter for its filter but nothing to ask for it.
        if (read(factory, STRATEGY) instanceof RecordFilterStrategy<?, ?> filter) {
            factory.setRecordFilterStrategy(decorate((RecordFilterStrategy<K, V>) filter));
            return true;
        }
        return false;
    }

    /** Decorates the filter of a container that is not started; returns whether there is one. */
    boolean decorate(ContainerProperties properties) {
        Object listener = properties.getMessageListener();
        if (!hidesFilter(listener)) {
            return listener instanceof AbstractFilteringMessageListener<?, ?, ?>;
        }
        Object decorated = withDecoratedFilter(listener);
        if (decorated != null) {
            properties.setMessageListener(decorated);
        }
        return true;
    }

    /** Whether a listener has a filter whose decisions are not seen, so that a return may be no processing. */
    static boolean hidesFilter(@Nullable Object listener) {
        Object target = listener;
        while (target instanceof DelegatingMessageListener<?> delegating) {
            if (target instanceof AbstractFilteringMessageListener<?, ?, ?>
                    && !(read(target, STRATEGY) instanceof AuditingRecordFilterStrategy<?, ?>)) {
                return true;
            }
            target = delegating.getDelegate();
        }
        return false;
    }

    private <K, V> RecordFilterStrategy<K, V> decorate(RecordFilterStrategy<K, V> filter) {
        return filter instanceof AuditingRecordFilterStrategy<K, V>
                ? filter
                : new AuditingRecordFilterStrategy<>(recorder, filter);
    }

    /** The same adapter around the same listener; only spring-kafka's own types, whose whole state is known. */
    @SuppressWarnings("unchecked")
    private @Nullable Object withDecoratedFilter(@Nullable Object adapter) {
        if (adapter == null
                || !(read(adapter, STRATEGY) instanceof RecordFilterStrategy<?, ?> filter)
                || !(read(adapter, "ackDiscarded") instanceof Boolean acknowledged)) {
            return null;
        }
        RecordFilterStrategy<Object, Object> decorated = decorate((RecordFilterStrategy<Object, Object>) filter);
        if (adapter.getClass() == FilteringMessageListenerAdapter.class) {
            MessageListener<Object, Object> delegate =
                    ((FilteringMessageListenerAdapter<Object, Object>) adapter).getDelegate();
            return new FilteringMessageListenerAdapter<>(delegate, decorated, acknowledged);
        }
        if (adapter.getClass() == FilteringBatchMessageListenerAdapter.class) {
            BatchMessageListener<Object, Object> delegate =
                    ((FilteringBatchMessageListenerAdapter<Object, Object>) adapter).getDelegate();
            return new FilteringBatchMessageListenerAdapter<>(delegate, decorated, acknowledged);
        }
        return null;
    }

    private static @Nullable Object read(Object target, String name) {
        return HiddenField.of(target.getClass(), name).read(target);
    }
}
