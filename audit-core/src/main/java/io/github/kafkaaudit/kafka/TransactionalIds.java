package io.github.kafkaaudit.kafka;

import java.lang.reflect.Field;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.jspecify.annotations.Nullable;

/** Finds a producer's {@code transactional.id}: no method of a producer tells it. */
final class TransactionalIds {

    private static final String NAMED_AFTER_IT = "producer-";

    private TransactionalIds() {}

    /** Returns the id from the producer's configuration, else as Kafka names a client after it, else null. */
    static @Nullable String of(Producer<?, ?> producer, @Nullable String clientId) {
        if (producer instanceof KafkaProducer<?, ?>) {
            try {
                Field field = KafkaProducer.class.getDeclaredField("producerConfig");
                field.setAccessible(true);
                if (field.get(producer) instanceof ProducerConfig config) {
                    return config.getString(ProducerConfig.TRANSACTIONAL_ID_CONFIG);
                }
            } catch (ReflectiveOperationException | RuntimeException e) {
                // Another version of Kafka, or a closed module: the client's name may still tell.
            }
        }
        return clientId != null && clientId.startsWith(NAMED_AFTER_IT)
                ? clientId.substring(NAMED_AFTER_IT.length())
                : null;
    }
}
