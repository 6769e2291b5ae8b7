package io.github.kafkaaudit.kafka;

import io.github.kafkaaudit.trail.AuditTrail;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Objects;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ShareConsumer;
import org.apache.kafka.clients.producer.Producer;
import org.jspecify.annotations.Nullable;

/**
 * Audits Kafka clients, with Spring or without: {@code producer = audit.wrap(producer)}.
 *
 * <p>The decorated client behaves as the plain one: same results, same exceptions, same instances. Its only visible
 * effect is two headers on the records that it sends ({@link AuditHeaders}), on a copy of the record.
 *
 * <p><b>Threading</b>: safe for use by many threads; what it returns is as safe as the client it decorates.
 */
public final class KafkaAudit {

    private final AuditTrail trail;
    private final WireCapture capture;
    private final Duration commitInterval;
    private final DeliveryAttempts attempts = new DeliveryAttempts();
    private final @Nullable CommitBarriers barriers;

    /**
     * Creates an audit that writes into a trail.
     *
     * @param trail the trail
     * @param digest computes the digest of payloads that are too large to be kept, on the application's thread
     * @param commitInterval the shortest time between two events about successful commits of one partition
     */
    public KafkaAudit(AuditTrail trail, Function<ByteBuffer, String> digest, Duration commitInterval) {
        this(trail, digest, commitInterval, null);
    }

    /**
     * Creates an audit whose consumers commit an offset only when the events about the records before it are durable.
     *
     * <p>A commit waits for that, on the thread that commits. When the time is over, or an event was lost, nothing is
     * committed: {@code commitSync} throws a {@link org.apache.kafka.clients.consumer.RetriableCommitFailedException},
     * the callback of {@code commitAsync} is given one, and {@code sendOffsetsToTransaction} throws a
     * {@link org.apache.kafka.common.errors.TimeoutException}. Consumers that commit by themselves
     * ({@code enable.auto.commit}) cannot be stopped.
     *
     * @param trail the trail
     * @param digest computes the digest of payloads that are too large to be kept, on the application's thread
     * @param commitInterval the shortest time between two events about successful commits of one partition
     * @param barrier how long a commit waits at most, or null for commits that do not wait
     */
    public KafkaAudit(
            AuditTrail trail,
            Function<ByteBuffer, String> digest,
            Duration commitInterval,
            @Nullable Duration barrier) {
        this.barriers = barrier == null ? null : new CommitBarriers(trail, barrier);
        this.trail = Objects.requireNonNull(trail, "trail");
        this.capture = new WireCapture(digest);
        this.commitInterval = commitInterval;
    }

    /** Returns the trail that everything is written into. */
    public AuditTrail trail() {
        return trail;
    }

    /**
     * Decorates a producer.
     *
     * @param producer the producer
     * @param <K> the type of the keys
     * @param <V> the type of the values
     * @return a producer whose sends and transactions are audited; the same one if it is decorated already
     */
    public <K, V> Producer<K, V> wrap(Producer<K, V> producer) {
        if (AuditingProducer.isAudited(producer)) {
            return producer;
        }
        Producer<K, V> wrapped = trail.call(
                "decorate a producer",
                () -> AuditingProducer.wrap(producer, new ProducerAudit(trail, capture, barriers, producer)));
        return wrapped == null ? producer : wrapped;
    }

    /**
     * Decorates a consumer.
     *
     * @param consumer the consumer
     * @param <K> the type of the keys
     * @param <V> the type of the values
     * @return a consumer whose deliveries and commits are audited; the same one if it is decorated already
     */
    public <K, V> Consumer<K, V> wrap(Consumer<K, V> consumer) {
        if (AuditingConsumer.auditOf(consumer) != null) {
            return consumer;
        }
        Consumer<K, V> wrapped =
                trail.call("decorate a consumer", () -> AuditingConsumer.wrap(consumer, newAudit(consumer, barriers)));
        return wrapped == null ? consumer : wrapped;
    }

    /**
     * Decorates a share consumer.
     *
     * @param consumer the consumer
     * @param group its group, or null if that is not known
     * @param <K> the type of the keys
     * @param <V> the type of the values
     * @return a consumer whose deliveries and acknowledgements are audited; the same one if it is decorated already
     */
    public <K, V> ShareConsumer<K, V> wrap(ShareConsumer<K, V> consumer, @Nullable String group) {
        if (AuditingShareConsumer.isAudited(consumer)) {
            return consumer;
        }
        ShareConsumer<K, V> wrapped = trail.call(
                "decorate a share consumer",
                () -> AuditingShareConsumer.wrap(consumer, new ShareConsumerAudit(trail, capture, consumer, group)));
        return wrapped == null ? consumer : wrapped;
    }

    /**
     * Tells whether a consumer is decorated.
     *
     * @param consumer a consumer
     * @return whether its commits and seeks are seen
     */
    public static boolean isAudited(Consumer<?, ?> consumer) {
        return AuditingConsumer.auditOf(consumer) != null;
    }

    /**
     * Returns what is known of a consumer's deliveries.
     *
     * @param consumer a consumer
     * @return its session; one of its own if the consumer is not decorated, which then knows of no commit and no seek
     */
    public ConsumerSession sessionOf(Consumer<?, ?> consumer) {
        ConsumerAudit audit = AuditingConsumer.auditOf(consumer);
        // What is not decorated cannot be kept from committing.
        return (audit == null ? newAudit(consumer, null) : audit).session();
    }

    private ConsumerAudit newAudit(Consumer<?, ?> consumer, @Nullable CommitBarriers held) {
        return new ConsumerAudit(trail, capture, attempts, new CommitLog(trail, commitInterval), held, consumer);
    }
}
