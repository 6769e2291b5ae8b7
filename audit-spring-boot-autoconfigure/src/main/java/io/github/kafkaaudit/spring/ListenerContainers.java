package io.github.kafkaaudit.spring;

import io.github.kafkaaudit.kafka.KafkaAudit;
import io.github.kafkaaudit.spring.Coverage.Kind;
import io.github.kafkaaudit.trail.Recorder;
import org.jspecify.annotations.Nullable;
import org.springframework.kafka.config.AbstractKafkaListenerContainerFactory;
import org.springframework.kafka.config.ContainerCustomizer;
import org.springframework.kafka.listener.AbstractMessageListenerContainer;
import org.springframework.kafka.listener.BatchInterceptor;
import org.springframework.kafka.listener.ContainerProperties;
import org.springframework.kafka.listener.RecordInterceptor;

/** Installs the audit into listener container factories and into containers, around what the application has set. */
final class ListenerContainers {

    private static final HiddenField CUSTOMIZER =
            HiddenField.of(AbstractKafkaListenerContainerFactory.class, "containerCustomizer");

    private final KafkaAudit audit;
    private final ListenerObservations observations;
    private final ListenerMdc mdc;
    private final @Nullable ListenerFilters filters;
    private final Coverage coverage;

    ListenerContainers(KafkaAudit audit, ListenerMdc mdc, boolean filters, Coverage coverage) {
        this.audit = audit;
        Recorder recorder = audit.recorder();
        this.observations = new ListenerObservations(recorder);
        this.mdc = mdc;
        this.filters = filters ? new ListenerFilters(recorder) : null;
        this.coverage = coverage;
    }

    ListenerObservations observations() {
        return observations;
    }

    <C extends AbstractMessageListenerContainer<K, V>, K, V> void install(
            AbstractKafkaListenerContainerFactory<C, K, V> factory, String name) {
        factory.setRecordInterceptor(aroundRecord(factory.getRecordInterceptor()));
        factory.setBatchInterceptor(aroundBatch(factory.getBatchInterceptor()));
        observe(factory.getContainerProperties());
        followContainersOf(factory);
        coverage.covered(Kind.CONTAINER_FACTORY, name);
        if (filters != null && filters.decorate(factory)) {
            coverage.covered(Kind.FILTER, name);
        }
    }

    /** Installs again what a customizer of the application's has overwritten since; a started container is too late. */
    <K, V> void install(AbstractMessageListenerContainer<K, V> container, String name) {
        boolean present = container.getRecordInterceptor() instanceof AuditingRecordInterceptor<K, V>
                && container.getBatchInterceptor() instanceof AuditingBatchInterceptor<K, V>;
        if (!present && container.isRunning()) {
            coverage.notCovered(Kind.CONTAINER, name, "it was started before it could be audited");
            return;
        }
        container.setRecordInterceptor(aroundRecord(container.getRecordInterceptor()));
        container.setBatchInterceptor(aroundBatch(container.getBatchInterceptor()));
        observe(container.getContainerProperties());
        coverage.covered(Kind.CONTAINER, name);
        if (filters != null && !container.isRunning() && filters.decorate(container.getContainerProperties())) {
            coverage.covered(Kind.FILTER, name);
        }
        if (ListenerFilters.hidesFilter(container.getContainerProperties().getMessageListener())) {
            coverage.notCovered(Kind.FILTER, name, "whether it discards a record cannot be seen");
        }
    }

    /** The same for a container that a factory has just made, whatever comes of it. */
    void installGuarded(AbstractMessageListenerContainer<?, ?> container) {
        audit.recorder()
                .guard(
                        "install into a new listener container",
                        () -> install(container, String.valueOf(container.getListenerId())));
    }

    @SuppressWarnings("unchecked")
    private <C extends AbstractMessageListenerContainer<K, V>, K, V> void followContainersOf(
            AbstractKafkaListenerContainerFactory<C, K, V> factory) {
        // The factory has a setter for its customizer but nothing to ask for it; where it hides it, it stays alone.
        if (!CUSTOMIZER.isReadable()) {
            return;
        }
        Object present = CUSTOMIZER.read(factory);
        if (!(present instanceof AuditingContainerCustomizer<?, ?, ?>)) {
            factory.setContainerCustomizer(
                    new AuditingContainerCustomizer<>(this, (ContainerCustomizer<K, V, C>) present));
        }
    }

    private <K, V> RecordInterceptor<K, V> aroundRecord(@Nullable RecordInterceptor<K, V> interceptor) {
        return interceptor instanceof AuditingRecordInterceptor<K, V>
                ? interceptor
                : new AuditingRecordInterceptor<>(audit, observations, mdc, interceptor);
    }

    private <K, V> BatchInterceptor<K, V> aroundBatch(@Nullable BatchInterceptor<K, V> interceptor) {
        return interceptor instanceof AuditingBatchInterceptor<K, V>
                ? interceptor
                : new AuditingBatchInterceptor<>(audit, mdc, interceptor);
    }

    private void observe(ContainerProperties properties) {
        // Where the application observes, its registry stays; ours then hears by a handler in it.
        if (!properties.isObservationEnabled()
                && properties.getObservationRegistry().isNoop()) {
            properties.setObservationRegistry(observations.registry());
        }
    }
}
