package io.github.kafkaaudit.spring;

import io.github.kafkaaudit.kafka.KafkaAudit;
import io.github.kafkaaudit.spring.Coverage.Kind;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.producer.Producer;
import org.springframework.kafka.core.ConsumerFactory;
import org.springframework.kafka.core.ConsumerPostProcessor;
import org.springframework.kafka.core.DefaultKafkaConsumerFactory;
import org.springframework.kafka.core.DefaultKafkaProducerFactory;
import org.springframework.kafka.core.ProducerFactory;
import org.springframework.kafka.core.ProducerPostProcessor;

/**
 * Installs the audit into client factories: a post-processor for the clients, and wrappers around the (de)serializers
 * that are named in the configuration, so that whoever names another one simply gets it.
 */
final class ClientFactories {

    private final Supplier<KafkaAudit> audit;
    private final boolean wireCapture;
    private final Coverage coverage;
    private final SerializerWrappers serializers;
    // Not every factory shows what it was given, and most are met several times.
    private final Set<Object> seen = Collections.synchronizedSet(Collections.newSetFromMap(new WeakHashMap<>()));

    ClientFactories(Supplier<KafkaAudit> audit, boolean wireCapture, Coverage coverage) {
        this.audit = audit;
        this.wireCapture = wireCapture;
        this.coverage = coverage;
        this.serializers = new SerializerWrappers(coverage);
    }

    <K, V> void install(ProducerFactory<K, V> factory, String name) {
        if (!seen.add(factory) || isInstalled(factory.getPostProcessors())) {
            return;
        }
        factory.addPostProcessor(new AuditingProducerPostProcessor<>(audit));
        if (!isInstalled(factory.getPostProcessors())) {
            // The interface's default methods do nothing.
            coverage.notCovered(
                    Kind.PRODUCER_FACTORY, name, factory.getClass().getName() + " takes no post-processors");
            return;
        }
        coverage.covered(Kind.PRODUCER_FACTORY, name);
        if (factory instanceof DefaultKafkaProducerFactory<K, V> known) {
            UnwrappedProducers.lookAt(known, name, audit, coverage);
            if (wireCapture) {
                serializers.install(known);
            }
        }
    }

    <K, V> void install(ConsumerFactory<K, V> factory, String name) {
        if (!seen.add(factory) || isInstalled(factory.getPostProcessors())) {
            return;
        }
        factory.addPostProcessor(new AuditingConsumerPostProcessor<>(audit));
        if (!isInstalled(factory.getPostProcessors())) {
            coverage.notCovered(
                    Kind.CONSUMER_FACTORY, name, factory.getClass().getName() + " takes no post-processors");
            return;
        }
        coverage.covered(Kind.CONSUMER_FACTORY, name);
        if (factory instanceof DefaultKafkaConsumerFactory<K, V> known) {
            AutomaticCommits.install(known);
            if (wireCapture) {
                serializers.install(known, name);
            }
        }
    }

    private static boolean isInstalled(List<?> postProcessors) {
        return postProcessors.stream()
                .anyMatch(known -> known instanceof AuditingProducerPostProcessor<?, ?>
                        || known instanceof AuditingConsumerPostProcessor<?, ?>);
    }

    private record AuditingProducerPostProcessor<K, V>(Supplier<KafkaAudit> audit)
            implements ProducerPostProcessor<K, V> {

        @Override
        public Producer<K, V> apply(Producer<K, V> producer) {
            return audit.get().wrap(producer);
        }
    }

    private record AuditingConsumerPostProcessor<K, V>(Supplier<KafkaAudit> audit)
            implements ConsumerPostProcessor<K, V> {

        @Override
        public Consumer<K, V> apply(Consumer<K, V> consumer) {
            return audit.get().wrap(consumer);
        }
    }
}
