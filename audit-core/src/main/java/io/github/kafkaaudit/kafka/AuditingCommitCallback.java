package io.github.kafkaaudit.kafka;

import java.util.Map;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.consumer.OffsetCommitCallback;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/** Runs the application's callback first, then records how the commit ended. */
final class AuditingCommitCallback implements OffsetCommitCallback {

    private final ConsumerAudit audit;
    private final @Nullable OffsetCommitCallback delegate;
    private final Class<?> consumerType;

    AuditingCommitCallback(ConsumerAudit audit, @Nullable OffsetCommitCallback delegate, Class<?> consumerType) {
        this.audit = audit;
        this.delegate = delegate;
        this.consumerType = consumerType;
    }

    @Override
    public void onComplete(Map<TopicPartition, OffsetAndMetadata> offsets, @Nullable Exception exception) {
        try {
            if (delegate != null) {
                delegate.onComplete(offsets, exception);
            } else if (exception != null) {
                // What Kafka logs where the application gave no callback; ours must not take that line away.
                LoggerFactory.getLogger(consumerType).error("Offset commit with offsets {} failed", offsets, exception);
            }
        } finally {
            audit.guard("record an asynchronous commit", () -> audit.committedAsync(offsets, exception));
        }
    }
}
