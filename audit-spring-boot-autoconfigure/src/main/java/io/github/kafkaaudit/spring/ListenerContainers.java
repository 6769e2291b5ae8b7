package io.github.kafkaaudit.spring;

import io.github.kafkaaudit.kafka.KafkaAudit;
import io.github.kafkaaudit.spring.Coverage.Kind;
import io.github.kafkaaudit.trail.Recorder;
import java.util.Collections;
import java.util.Set;
import java.util.WeakHashMap;
import org.jspecify.annotations.Nullable;
import org.springframework.kafka.config.AbstractKafkaListenerContainerFactory;
import org.springframework.kafka.config.ContainerCustomizer;
import org.springframework.kafka.core.KafkaTemplate;
import org.springframework.kafka.event.ConsumerStartedEvent;
import org.springframework.kafka.listener.AbstractMessageListenerContainer;
import org.springframework.kafka.listener.BatchInterceptor;
import org.springframework.kafka.listener.RecordInterceptor;

/** Installs the audit into listener container factories and into containers, around what the application has set. */
final class ListenerContainers {

    private static final HiddenField CUSTOMIZER =
            HiddenField.of(AbstractKafkaListenerContainerFactory.class, "containerCustomizer");

    private final KafkaAudit audit;
    private final ListenerMdc mdc;
    private final @Nullable ListenerFilters filters;
    private final Coverage coverage;
    private final ClientFactories clients;
    // Where somebody wraps what was ours, the container shows theirs.
    private final Set<Object> installed = Collections.synchronizedSet(Collections.newSetFromMap(new WeakHashMap<>()));

    ListenerContainers(KafkaAudit audit, ListenerMdc mdc, boolean filters, Coverage coverage, ClientFactories clients) {
        this.audit = audit;
        Recorder recorder = audit.recorder();
        this.mdc = mdc;
        this.filters = filters ? new ListenerFilters(recorder) : null;
        this.coverage = coverage;
        this.clients = clients;
    }

    <C extends AbstractMessageListenerContainer<K, V>, K, V> void install(
            AbstractKafkaListenerContainerFactory<C, K, V> factory, String name) {
        RecordInterceptor<K, V> ofRecords = InstalledInterceptors.records(factory);
        if (!(ofRecords instanceof AuditingRecordInterceptor<K, V>)) {
            factory.setRecordInterceptor(aroundRecord(ofRecords));
        }
        BatchInterceptor<K, V> ofBatches = InstalledInterceptors.batches(factory);
        if (!(ofBatches instanceof AuditingBatchInterceptor<K, V>)) {
            factory.setBatchInterceptor(aroundBatch(ofBatches));
        }
        followContainersOf(factory);
        coverage.covered(Kind.CONTAINER_FACTORY, name);
        if (filters != null && filters.decorate(factory)) {
            coverage.covered(Kind.FILTER, name);
        }
    }

    /** Installs again what a customizer of the application's has overwritten since; a started container is too late. */
    <K, V> void install(AbstractMessageListenerContainer<K, V> container, String name) {
        RecordInterceptor<K, V> ofRecords = InstalledInterceptors.records(container);
        BatchInterceptor<K, V> ofBatches = InstalledInterceptors.batches(container);
        boolean present = ofRecords instanceof AuditingRecordInterceptor<K, V>
                && ofBatches instanceof AuditingBatchInterceptor<K, V>;
        if (!present && container.isRunning()) {
            if (!installed.contains(container)) {
                coverage.notCovered(Kind.CONTAINER, name, "it was started before it could be audited");
            }
            return;
        }
        if (!(ofRecords instanceof AuditingRecordInterceptor<K, V>)) {
            container.setRecordInterceptor(aroundRecord(ofRecords));
        }
        if (!(ofBatches instanceof AuditingBatchInterceptor<K, V>)) {
            container.setBatchInterceptor(aroundBatch(ofBatches));
        }
        installed.add(container);
        if (container.getApplicationEventPublisher() == null) {
            // Of a container that is no bean nobody hears; without its start its listener would not be known.
            container.setApplicationEventPublisher(ListenerContainers::hear);
        }
        ListenerMethods.watch(container.getContainerProperties().getMessageListener());
        for (KafkaTemplate<?, ?> template : RecovererTemplates.of(container)) {
            clients.install(template.getProducerFactory(), name + "'s recoverer's producer factory");
        }
        coverage.covered(Kind.CONTAINER, name);
        if (filters != null && !container.isRunning() && filters.decorate(container.getContainerProperties())) {
            coverage.covered(Kind.FILTER, name);
        }
        if (ListenerFilters.hidesFilter(container.getContainerProperties().getMessageListener())) {
            coverage.notCovered(Kind.FILTER, name, "whether it discards a record cannot be seen");
        }
    }

    /** Notes, on the consumer's thread, which container it works for. */
    static void hear(Object event) {
        // The parent: its children are named after it, with a number. A share consumer's is none of these.
        if (event instanceof ConsumerStartedEvent started
                && started.getContainer(Object.class) instanceof AbstractMessageListenerContainer<?, ?> container) {
            ListenerThread.current().worksFor(container);
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
        return new AuditingRecordInterceptor<>(audit, mdc, interceptor);
    }

    private <K, V> BatchInterceptor<K, V> aroundBatch(@Nullable BatchInterceptor<K, V> interceptor) {
        return new AuditingBatchInterceptor<>(audit, mdc, interceptor);
    }
}
