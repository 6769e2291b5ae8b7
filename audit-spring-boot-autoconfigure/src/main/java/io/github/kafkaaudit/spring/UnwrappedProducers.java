package io.github.kafkaaudit.spring;

import io.github.kafkaaudit.kafka.KafkaAudit;
import io.github.kafkaaudit.spring.Coverage.Kind;
import java.util.function.Supplier;
import org.apache.kafka.clients.producer.Producer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.kafka.core.DefaultKafkaProducerFactory;
import org.springframework.kafka.core.ProducerFactory;

/**
 * Looks at each producer of a factory whose class is the application's: one that overrides {@code createRawProducer},
 * spring-kafka's own way to mock producers, makes them without post-processors.
 */
final class UnwrappedProducers<K, V> implements ProducerFactory.Listener<K, V> {

    private static final Logger logger = LoggerFactory.getLogger(SpringKafkaAudit.class);
    private static final String SHELL = "CloseSafeProducer";

    private final Supplier<KafkaAudit> audit;
    private final String factory;
    private final Coverage coverage;

    private UnwrappedProducers(Supplier<KafkaAudit> audit, String factory, Coverage coverage) {
        this.audit = audit;
        this.factory = factory;
        this.coverage = coverage;
    }

    static <K, V> void lookAt(
            DefaultKafkaProducerFactory<K, V> factory, String name, Supplier<KafkaAudit> audit, Coverage coverage) {
        if (factory.getClass() != DefaultKafkaProducerFactory.class
                && factory.getListeners().stream().noneMatch(known -> known instanceof UnwrappedProducers<?, ?>)) {
            factory.addListener(new UnwrappedProducers<>(audit, name, coverage));
        }
    }

    @Override
    public void producerAdded(String id, Producer<K, V> producer) {
        KafkaAudit known = audit.get();
        known.recorder().guard("look at a new producer", () -> {
            if (!KafkaAudit.isAudited(producer) && !wrapInside(known, producer)) {
                coverage.notCovered(
                        Kind.PRODUCER, id, "the factory's class made it without the factory's post-processors");
                logger.warn(
                        "Kafka Audit: producer {} of {} is not audited: the factory's class made it without the"
                                + " factory's post-processors.",
                        id,
                        factory);
            }
        });
    }

    /** The factory has put it into a shell of its own, which is what everybody holds. */
    @SuppressWarnings("unchecked")
    private static <K, V> boolean wrapInside(KafkaAudit audit, Producer<K, V> shell) {
        if (!shell.getClass().getSimpleName().equals(SHELL)) {
            return false;
        }
        HiddenField delegate = HiddenField.of(shell.getClass(), "delegate");
        return delegate.read(shell) instanceof Producer<?, ?> raw
                && delegate.write(shell, audit.wrap((Producer<K, V>) raw))
                && KafkaAudit.isAudited(shell);
    }
}
