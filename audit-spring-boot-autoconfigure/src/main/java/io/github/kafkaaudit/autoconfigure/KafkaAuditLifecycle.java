package io.github.kafkaaudit.autoconfigure;

import io.github.kafkaaudit.AuditSink;
import io.github.kafkaaudit.spring.SpringKafkaAudit;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.kafka.config.KafkaListenerEndpointRegistry;
import org.springframework.kafka.core.ConsumerFactory;
import org.springframework.kafka.core.ProducerFactory;
import org.springframework.kafka.listener.AbstractMessageListenerContainer;
import org.springframework.kafka.listener.MessageListenerContainer;

/**
 * Starts the audit before everything else and ends it after everything else.
 *
 * <p>In between lies what Spring's phases order: containers stop first, producer factories close in the lowest phase
 * (acknowledgements of lingering records arrive there), {@code @PreDestroy} methods may still send. So stopping only
 * lets the audit catch up, and destroying ends it, after the client factories, which are registered as dependents.
 */
final class KafkaAuditLifecycle implements SmartLifecycle, DisposableBean {

    static final String BEAN_NAME = "kafkaAuditLifecycle";

    private static final Logger logger = LoggerFactory.getLogger("io.github.kafkaaudit.KafkaAudit");

    // Of Spring Cloud Stream: when it is destroyed, it closes the clients of its binders, which are no beans.
    private static final String BINDER_FACTORY = "binderFactory";

    private final AuditRuntime runtime;
    private final SpringKafkaAudit audit;
    private final ConfigurableListableBeanFactory beanFactory;
    private final KafkaAuditProperties properties;
    private final boolean owner;
    private volatile boolean running;
    private volatile Duration flushed = Duration.ZERO;

    KafkaAuditLifecycle(
            AuditRuntime runtime,
            SpringKafkaAudit audit,
            ConfigurableListableBeanFactory beanFactory,
            KafkaAuditProperties properties,
            boolean owner) {
        this.runtime = runtime;
        this.audit = audit;
        this.beanFactory = beanFactory;
        this.properties = properties;
        this.owner = owner;
    }

    @Override
    public int getPhase() {
        return Integer.MIN_VALUE;
    }

    @Override
    public void start() {
        KafkaAuditProperties.Barrier barrier = properties.commits().barrier();
        if (barrier.enabled()) {
            new CommitBarrierCheck(beanFactory, barrier.timeout()).check();
        }
        running = true;
        audit.watchClients();
        runtime.trail().recorder().guard("complete its installation", this::complete);
        String destination = owner
                ? runtime.start(
                        OnlyBean.of(beanFactory, AuditSink.class),
                        new SinkFactory(properties, beanFactory),
                        audit.coverage().report())
                : "in the trail of the parent context";
        if (runtime.trail().isEnabled()) {
            logger.info(
                    "Kafka Audit: {} ({}, {})",
                    audit.coverage().summary(),
                    destination,
                    properties.masking().fields().isEmpty() ? "no field is masked" : "fields are masked");
        }
    }

    @Override
    public void stop() {
        running = false;
        long begin = System.nanoTime();
        runtime.trail().flush(properties.shutdownTimeout().dividedBy(2));
        flushed = Duration.ofNanos(System.nanoTime() - begin);
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    @Override
    public void destroy() {
        audit.stopWatching();
        if (owner) {
            // Both waits together take no longer than the timeout; what is sent in between has the second half of it.
            runtime.stop(properties.shutdownTimeout().minus(flushed));
        }
    }

    /**
     * Looks at everything once more, right before the containers start: beans that were made before the post-processor
     * was, and containers whose interceptor a customizer has replaced. The registry is looked up here and not injected:
     * as a dependency it would be started before this bean.
     */
    private void complete() {
        for (String name : beanFactory.getBeanNamesForType(ProducerFactory.class, false, false)) {
            audit.install(beanFactory.getBean(name, ProducerFactory.class), name);
            beanFactory.registerDependentBean(BEAN_NAME, name);
        }
        for (String name : beanFactory.getBeanNamesForType(ConsumerFactory.class, false, false)) {
            audit.install(beanFactory.getBean(name, ConsumerFactory.class), name);
            beanFactory.registerDependentBean(BEAN_NAME, name);
        }
        if (beanFactory.containsBeanDefinition(BINDER_FACTORY)) {
            beanFactory.registerDependentBean(BEAN_NAME, BINDER_FACTORY);
        }
        beanFactory
                .getBeanProvider(KafkaListenerEndpointRegistry.class, false)
                .forEach(registry -> registry.getAllListenerContainers().forEach(this::install));
        beanFactory.getBeanProvider(MessageListenerContainer.class, false).forEach(this::install);
    }

    private void install(MessageListenerContainer container) {
        if (container instanceof AbstractMessageListenerContainer<?, ?> known) {
            audit.install(known, String.valueOf(known.getListenerId()));
        }
    }
}
