package io.github.kafkaaudit.kafka;

import org.apache.kafka.clients.consumer.ShareConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Audits share consumers (KIP-932), which kafka-clients has from 4.1 on; apart from {@link KafkaAudit}, so that it can
 * be used where there are none.
 *
 * <p><b>Threading</b>: safe for use by many threads.
 */
public final class ShareConsumers {

    private ShareConsumers() {}

    /**
     * Decorates a share consumer.
     *
     * @param consumer the consumer
     * @param group its group, or null if that is not known
     * @param audit what audits it
     * @param <K> the type of the keys
     * @param <V> the type of the values
     * @return a consumer whose deliveries and acknowledgements are audited; the same one if it is decorated already
     */
    public static <K, V> ShareConsumer<K, V> wrap(
            ShareConsumer<K, V> consumer, @Nullable String group, KafkaAudit audit) {
        if (AuditingShareConsumer.isAudited(consumer)) {
            return consumer;
        }
        ShareConsumer<K, V> wrapped = audit.recorder()
                .call(
                        "decorate a share consumer",
                        () -> AuditingShareConsumer.wrap(
                                consumer, new ShareConsumerAudit(audit.recorder(), audit.capture(), consumer, group)));
        return wrapped == null ? consumer : wrapped;
    }
}
