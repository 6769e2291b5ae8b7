package io.github.kafkaaudit.spring;

import io.github.kafkaaudit.kafka.KafkaAudit;
import io.github.kafkaaudit.trail.TracingAgents;
import java.util.Collection;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.kafka.config.AbstractKafkaListenerContainerFactory;
import org.springframework.kafka.core.ConsumerFactory;
import org.springframework.kafka.core.KafkaTemplate;
import org.springframework.kafka.core.ProducerFactory;
import org.springframework.kafka.core.RoutingKafkaTemplate;
import org.springframework.kafka.event.ConsumerStartedEvent;
import org.springframework.kafka.listener.AbstractMessageListenerContainer;
import org.springframework.kafka.requestreply.ReplyingKafkaTemplate;
import org.springframework.util.ClassUtils;

/**
 * Installs the audit into spring-kafka's factories and containers; usable without Spring Boot.
 *
 * <p>Every method composes with what is there, does nothing where the audit is installed already, and never throws.
 */
public final class SpringKafkaAudit {

    private static final boolean STREAMS_PRESENT = ClassUtils.isPresent(
            "org.apache.kafka.streams.KafkaClientSupplier", SpringKafkaAudit.class.getClassLoader());
    private static final boolean SHARE_CONSUMERS_PRESENT = ClassUtils.isPresent(
            "org.springframework.kafka.core.ShareConsumerFactory", SpringKafkaAudit.class.getClassLoader());

    private final Supplier<KafkaAudit> audit;
    private final Coverage coverage = new Coverage();
    private final ClientFactories clientFactories;
    private final ClientWatch watch = new ClientWatch(coverage, () -> audit().clientIds());
    private final Options options;
    private final ListenerMdc mdc;
    private @Nullable ListenerContainers containers;

    /**
     * Creates an installer.
     *
     * @param audit the audit, asked for when the first client or container needs it
     * @param options what is installed
     */
    public SpringKafkaAudit(Supplier<KafkaAudit> audit, Options options) {
        this.audit = audit;
        this.options = options;
        this.mdc = new ListenerMdc(options.mdc());
        TracingAgents.unmuted()
                .forEach((agent, setting) -> coverage.notCovered(
                        Coverage.Kind.TRACING_AGENT,
                        agent,
                        "it makes a trace of each audit event that is written; what keeps them away is " + setting));
        this.clientFactories = new ClientFactories(audit, options.wireCapture(), coverage);
    }

    /** Returns what is covered so far and what is not. */
    public Coverage coverage() {
        watch.settle();
        return coverage;
    }

    /** Begins to notice clients that are made by nobody who can be installed into; the coverage names them. */
    public void watchClients() {
        watch.start();
    }

    /** Ends what {@link #watchClients} began. */
    public void stopWatching() {
        watch.stop();
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
     * Audits every producer that a template will use, and the replies that it waits for.
     *
     * @param template the template; its factory may have been made together with it
     * @param name its name, for the coverage report
     */
    public void install(KafkaTemplate<?, ?> template, String name) {
        guard("install into a template", () -> {
            if (template instanceof RoutingKafkaTemplate routing) {
                installRouted(routing, name);
            } else {
                clientFactories.install(template.getProducerFactory(), name + "'s producer factory");
            }
            installConsumers(HiddenClients.consumersOf(template), name + "'s consumer factory");
            if (template instanceof ReplyingKafkaTemplate<?, ?, ?> replying) {
                AbstractMessageListenerContainer<?, ?> replies = TemplateInternals.replyContainer(replying);
                if (replies != null) {
                    install(replies, name + "'s reply container");
                }
            }
        });
    }

    /**
     * Audits the clients of Kafka Streams.
     *
     * @param bean a bean; only spring-kafka's factory bean for Kafka Streams is looked at
     * @param name its name, for the coverage report
     */
    public void installStreams(Object bean, String name) {
        if (STREAMS_PRESENT) {
            guard("install into Kafka Streams", () -> StreamsClients.install(bean, name, audit, coverage));
        }
    }

    /**
     * Tells whether a bean receives from Kafka for Spring Integration.
     *
     * @param bean a bean
     * @return whether it is to be given to {@link #installIntegrationEndpoint}
     */
    public static boolean isIntegrationEndpoint(Object bean) {
        return IntegrationEndpoints.isOne(bean);
    }

    /**
     * Audits what a polled source, a message-driven adapter or an inbound gateway of Spring Integration receives.
     *
     * @param bean a bean; only such endpoints are looked at
     * @param name its name, for the coverage report
     */
    public void installIntegrationEndpoint(Object bean, String name) {
        guard("install into an endpoint of Spring Integration", () -> {
            installConsumers(IntegrationEndpoints.consumersOf(bean), name + "'s consumer factory");
            AbstractMessageListenerContainer<?, ?> container = IntegrationEndpoints.containerOf(bean);
            if (container != null) {
                install(container, name + "'s container");
            }
        });
        audit.get().recorder().guard("hear of the errors of an endpoint", () -> IntegrationEndpoints.hearErrors(bean));
    }

    /**
     * Notes, for the coverage report, that the client factories of a Spring Cloud Stream binder will be installed into
     * when it makes them, which is after the report is written.
     *
     * @param name the binder's name
     */
    public void expectBinder(String name) {
        coverage.covered(Coverage.Kind.BINDER, name);
        coverage.notCovered(
                Coverage.Kind.FUNCTIONS,
                "of binder " + name,
                "the binder retries and recovers by itself, so how a function ends is not seen; what it gets is"
                        + " recorded as delivered");
    }

    /**
     * Tells whether a bean is a factory of share consumers, which older versions of spring-kafka do not have.
     *
     * @param bean a bean
     * @return whether {@link #decorate} is for it
     */
    public static boolean makesShareConsumers(Object bean) {
        return SHARE_CONSUMERS_PRESENT && ShareConsumerFactories.isOne(bean);
    }

    /**
     * Audits every share consumer that a factory will make, if that is wanted.
     *
     * @param factory the factory; see {@link #makesShareConsumers}
     * @param name its name, for the coverage report
     * @return a proxy of the factory's interfaces, or the factory itself
     */
    public Object decorate(Object factory, String name) {
        if (!options.shareConsumers()) {
            coverage.notCovered(
                    Coverage.Kind.SHARE_CONSUMER_FACTORY, name, "kafka.audit.consume.share-consumers is false");
            return factory;
        }
        Object decorated = audit.get()
                .recorder()
                .call(
                        "decorate a share consumer factory",
                        () -> ShareConsumerFactories.decorate(factory, name, audit, coverage));
        return decorated == null ? factory : decorated;
    }

    /**
     * Audits every listener whose container a factory will make.
     *
     * @param factory the factory
     * @param name its name, for the coverage report
     */
    public void install(AbstractKafkaListenerContainerFactory<?, ?, ?> factory, String name) {
        guard("install into a listener container factory", () -> {
            containers().install(factory, name);
            KafkaTemplate<?, ?> replies = HiddenClients.repliesOf(factory);
            if (replies != null) {
                install(replies, name + "'s reply template");
            }
        });
    }

    /**
     * Audits the listener of a container that has not been started.
     *
     * @param container the container
     * @param name its name, for the coverage report
     */
    public void install(AbstractMessageListenerContainer<?, ?> container, String name) {
        guard("install into a listener container", () -> {
            containers().install(container, name);
            installConsumers(HiddenClients.consumersOf(container), name + "'s consumer factory");
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
            // The parent: its children are named after it, with a number. A share consumer's is none of these.
            if (event.getContainer(Object.class) instanceof AbstractMessageListenerContainer<?, ?> container) {
                ListenerThread.current().worksFor(container);
            }
        });
    }

    private void installConsumers(@Nullable ConsumerFactory<?, ?> factory, String name) {
        if (factory != null) {
            clientFactories.install(factory, name);
        }
    }

    static void registerShareConsumers(RuntimeHints hints) {
        if (SHARE_CONSUMERS_PRESENT) {
            ShareConsumerFactories.registerHints(hints);
        }
    }

    private void installRouted(RoutingKafkaTemplate template, String name) {
        Collection<ProducerFactory<?, ?>> factories = TemplateInternals.factories(template);
        if (factories == null) {
            coverage.notCovered(
                    Coverage.Kind.PRODUCER_FACTORY,
                    name,
                    "this version of spring-kafka hides a routing template's own");
            return;
        }
        int number = 0;
        for (ProducerFactory<?, ?> factory : factories) {
            clientFactories.install(factory, name + "'s producer factory " + ++number);
        }
    }

    private KafkaAudit audit() {
        return audit.get();
    }

    private synchronized ListenerContainers containers() {
        ListenerContainers known = containers;
        if (known == null) {
            known = new ListenerContainers(audit.get(), mdc, options.filters(), coverage, clientFactories);
            containers = known;
        }
        return known;
    }

    private void guard(String purpose, Runnable step) {
        audit.get().recorder().guard(purpose, step::run);
    }

    /**
     * What is installed.
     *
     * @param wireCapture whether the bytes on the wire are captured, which shows in the clients' configuration as the
     *     class names of our (de)serializers
     * @param filters whether record filters are wrapped, so that what they discard is recorded as filtered
     * @param mdc whether log lines of a listener call carry {@code kafka_audit.coordinate} and
     *     {@code messaging.message.id}, or of a batch {@code kafka_audit.batch.first}, {@code last} and {@code size}
     * @param shareConsumers whether factories of share consumers are replaced by proxies of their interfaces
     */
    public record Options(boolean wireCapture, boolean filters, boolean mdc, boolean shareConsumers) {}
}
