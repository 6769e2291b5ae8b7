package io.github.kafkaaudit.spring;

import io.github.kafkaaudit.kafka.KafkaAudit;
import io.micrometer.observation.ObservationRegistry;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.kafka.config.AbstractKafkaListenerContainerFactory;
import org.springframework.kafka.core.ConsumerFactory;
import org.springframework.kafka.core.ProducerFactory;
import org.springframework.kafka.event.ConsumerStartedEvent;
import org.springframework.kafka.listener.AbstractMessageListenerContainer;

/**
 * Installs the audit into spring-kafka's factories and containers; usable without Spring Boot.
 *
 * <p>Every method composes with what is there, does nothing where the audit is installed already, and never throws.
 */
public final class SpringKafkaAudit {

    private final Supplier<KafkaAudit> audit;
    private final Coverage coverage = new Coverage();
    private final ClientFactories clientFactories;
    private final boolean filters;
    private final ListenerMdc mdc;
    private @Nullable ListenerContainers containers;

    /**
     * Creates an installer.
     *
     * @param audit the audit, asked for when the first client or container needs it
     * @param wireCapture whether the bytes on the wire are captured, which shows in the clients' configuration as the
     *     class names of our (de)serializers
     * @param filters whether record filters are wrapped, so that what they discard is recorded as filtered
     * @param mdc whether log lines of a listener call carry {@code kafka_audit.coordinate} and
     *     {@code messaging.message.id}
     */
    public SpringKafkaAudit(Supplier<KafkaAudit> audit, boolean wireCapture, boolean filters, boolean mdc) {
        this.audit = audit;
        this.filters = filters;
        this.mdc = new ListenerMdc(mdc);
        this.clientFactories = new ClientFactories(audit, wireCapture, coverage);
    }

    /** Returns what is covered so far and what is not. */
    public Coverage coverage() {
        return coverage;
    }

    /**
     * Audits every producer that a factory will make.
     *
     * @param factory the factory
     * @param name its name, for the coverage report
     */
    public void install(ProducerFactory<?, ?> factory, String name) {
        guard("install into a producer factory", () -> clientFactories.install(factory, name));
    }

    /**
     * Audits every consumer that a factory will make.
     *
     * @param factory the factory
     * @param name its name, for the coverage report
     */
    public void install(ConsumerFactory<?, ?> factory, String name) {
        guard("install into a consumer factory", () -> clientFactories.install(factory, name));
    }

    /**
     * Audits every listener whose container a factory will make.
     *
     * @param factory the factory
     * @param name its name, for the coverage report
     */
    public void install(AbstractKafkaListenerContainerFactory<?, ?, ?> factory, String name) {
        guard("install into a listener container factory", () -> containers().install(factory, name));
    }

    /**
     * Audits the listener of a container that has not been started.
     *
     * @param container the container
     * @param name its name, for the coverage report
     */
    public void install(AbstractMessageListenerContainer<?, ?> container, String name) {
        guard("install into a listener container", () -> containers().install(container, name));
    }

    /**
     * Hears, in a registry of the application's, how listeners end; for containers whose observation it has enabled.
     *
     * @param registry the application's registry
     */
    public void observe(ObservationRegistry registry) {
        guard("listen to an observation registry", () -> {
            if (!registry.isNoop()) {
                registry.observationConfig().observationHandler(containers().observations());
            }
        });
    }

    /**
     * Notes which container the current thread works for; to be called on the consumer's thread, where the container
     * publishes the event.
     *
     * @param event the event
     */
    public void started(ConsumerStartedEvent event) {
        guard("note the start of a consumer", () -> {
            // The parent: its children are named after it, with a number.
            ListenerThread.current().worksFor(event.getContainer(AbstractMessageListenerContainer.class));
        });
    }

    private synchronized ListenerContainers containers() {
        ListenerContainers known = containers;
        if (known == null) {
            known = new ListenerContainers(audit.get(), mdc, filters, coverage);
            containers = known;
        }
        return known;
    }

    private void guard(String purpose, Runnable step) {
        audit.get().trail().guard(purpose, step::run);
    }
}
