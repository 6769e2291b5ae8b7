package io.github.kafkaaudit.autoconfigure;

import java.time.Duration;
import java.util.Properties;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.kafka.config.KafkaListenerEndpointRegistry;
import org.springframework.kafka.config.StreamsBuilderFactoryBean;
import org.springframework.kafka.core.ConsumerFactory;
import org.springframework.kafka.listener.MessageListenerContainer;
import org.springframework.util.ClassUtils;

/**
 * Refuses the commit barrier where commits cannot be held back: consumers that commit by themselves, and Kafka Streams,
 * which takes a refused commit for a reason to die.
 */
final class CommitBarrierCheck {

    private static final String PROPERTY = "kafka.audit.commits.barrier.enabled";

    private static final boolean STREAMS_PRESENT =
            ClassUtils.isPresent("org.apache.kafka.streams.StreamsBuilder", CommitBarrierCheck.class.getClassLoader());

    private static final long DEFAULT_POLL_INTERVAL = 300_000;

    private final ListableBeanFactory beanFactory;
    private final Duration timeout;

    CommitBarrierCheck(ListableBeanFactory beanFactory, Duration timeout) {
        this.beanFactory = beanFactory;
        this.timeout = timeout;
    }

    void check() {
        for (String name : beanFactory.getBeanNamesForType(ConsumerFactory.class, false, false)) {
            ConsumerFactory<?, ?> factory = beanFactory.getBean(name, ConsumerFactory.class);
            refuseAutomaticCommit(
                    factory.getConfigurationProperties().get(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG),
                    "the consumer factory \"" + name + "\"");
            refuseLongerThanAPoll(
                    factory.getConfigurationProperties().get(ConsumerConfig.MAX_POLL_INTERVAL_MS_CONFIG), name);
        }
        beanFactory
                .getBeanProvider(KafkaListenerEndpointRegistry.class, false)
                .forEach(registry -> registry.getAllListenerContainers().forEach(CommitBarrierCheck::check));
        beanFactory.getBeanProvider(MessageListenerContainer.class, false).forEach(CommitBarrierCheck::check);
        if (STREAMS_PRESENT && Streams.isUsedBy(beanFactory)) {
            throw new InvalidKafkaAuditSettingException(
                    PROPERTY,
                    "Kafka Streams commits by itself and cannot wait for the audit.",
                    "Remove the setting, or run Kafka Streams in a service of its own.");
        }
    }

    private static void check(MessageListenerContainer container) {
        Properties overrides = container.getContainerProperties().getKafkaConsumerProperties();
        refuseAutomaticCommit(
                overrides.getProperty(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG),
                "the listener container \"" + container.getListenerId() + "\"");
    }

    private static void refuseAutomaticCommit(@Nullable Object configured, String what) {
        if (configured != null && Boolean.parseBoolean(configured.toString())) {
            throw new InvalidKafkaAuditSettingException(
                    PROPERTY,
                    "Consumers of " + what + " commit by themselves and cannot wait for the audit.",
                    "Set enable.auto.commit to false for it, so that the container commits, or remove the setting.");
        }
    }

    private void refuseLongerThanAPoll(@Nullable Object configured, String factory) {
        long interval = configured == null
                ? DEFAULT_POLL_INTERVAL
                : Long.parseLong(configured.toString().strip());
        if (timeout.toMillis() >= interval) {
            throw new InvalidKafkaAuditSettingException(
                    "kafka.audit.commits.barrier.timeout",
                    "A commit may wait " + timeout + ", but consumers of \"" + factory
                            + "\" leave their group after max.poll.interval.ms=" + interval + ".",
                    "Use much less, such as \"5s\".");
        }
    }

    private static final class Streams {

        static boolean isUsedBy(ListableBeanFactory beanFactory) {
            return beanFactory.getBeanNamesForType(StreamsBuilderFactoryBean.class, false, false).length > 0;
        }
    }
}
