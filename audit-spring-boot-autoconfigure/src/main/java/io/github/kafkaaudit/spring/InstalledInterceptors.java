package io.github.kafkaaudit.spring;

import org.jspecify.annotations.Nullable;
import org.springframework.kafka.config.AbstractKafkaListenerContainerFactory;
import org.springframework.kafka.listener.AbstractMessageListenerContainer;
import org.springframework.kafka.listener.BatchInterceptor;
import org.springframework.kafka.listener.RecordInterceptor;

/**
 * The interceptors that were set, as they were set. Agents advise the methods that return them, and give whoever asks
 * something of their own around it, the audit as well as the container.
 */
final class InstalledInterceptors {

    private static final String RECORDS = "recordInterceptor";
    private static final String BATCHES = "batchInterceptor";

    private static final HiddenField FACTORY_RECORDS =
            HiddenField.of(AbstractKafkaListenerContainerFactory.class, RECORDS);
    private static final HiddenField FACTORY_BATCHES =
            HiddenField.of(AbstractKafkaListenerContainerFactory.class, BATCHES);
    private static final HiddenField CONTAINER_RECORDS =
            HiddenField.of(AbstractMessageListenerContainer.class, RECORDS);
    private static final HiddenField CONTAINER_BATCHES =
            HiddenField.of(AbstractMessageListenerContainer.class, BATCHES);

    private InstalledInterceptors() {}

    @SuppressWarnings("unchecked")
    static <K, V> @Nullable RecordInterceptor<K, V> records(AbstractKafkaListenerContainerFactory<?, K, V> factory) {
        return FACTORY_RECORDS.isReadable()
                ? (RecordInterceptor<K, V>) FACTORY_RECORDS.read(factory)
                : factory.getRecordInterceptor();
    }

    @SuppressWarnings("unchecked")
    static <K, V> @Nullable BatchInterceptor<K, V> batches(AbstractKafkaListenerContainerFactory<?, K, V> factory) {
        return FACTORY_BATCHES.isReadable()
                ? (BatchInterceptor<K, V>) FACTORY_BATCHES.read(factory)
                : factory.getBatchInterceptor();
    }

    /** Whether a container that asks for its batch interceptor is given ours, and ours is the only one. */
    static boolean isAloneForBatches(AbstractMessageListenerContainer<?, ?> container) {
        try {
            return container.getBatchInterceptor() instanceof AuditingBatchInterceptor<?, ?> ours && ours.isAlone();
        } catch (LinkageError e) {
            // Before spring-kafka 4 only the container itself could ask.
            return false;
        }
    }

    @SuppressWarnings("unchecked")
    static <K, V> @Nullable RecordInterceptor<K, V> records(AbstractMessageListenerContainer<K, V> container) {
        return CONTAINER_RECORDS.isReadable()
                ? (RecordInterceptor<K, V>) CONTAINER_RECORDS.read(container)
                : container.getRecordInterceptor();
    }

    @SuppressWarnings("unchecked")
    static <K, V> @Nullable BatchInterceptor<K, V> batches(AbstractMessageListenerContainer<K, V> container) {
        return CONTAINER_BATCHES.isReadable()
                ? (BatchInterceptor<K, V>) CONTAINER_BATCHES.read(container)
                : container.getBatchInterceptor();
    }
}
