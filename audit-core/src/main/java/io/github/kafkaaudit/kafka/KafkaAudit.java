package io.github.kafkaaudit.kafka;

import io.github.kafkaaudit.event.AuditHeaders;
import io.github.kafkaaudit.event.ConsumerIdentity;
import io.github.kafkaaudit.kafka.delivery.Deliveries;
import io.github.kafkaaudit.kafka.delivery.DeliverySession;
import io.github.kafkaaudit.kafka.delivery.Destinations;
import io.github.kafkaaudit.trail.AuditTrail;
import io.github.kafkaaudit.trail.Recorder;
import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;
import org.jspecify.annotations.Nullable;

/**
 * Audits Kafka clients, with Spring or without: {@code producer = audit.wrap(producer)}. Share consumers, which older
 * clients do not have, are {@link ShareConsumers}'s.
 *
 * <p>The decorated client behaves as the plain one: same results, same exceptions, same instances. Its only visible
 * effect is two headers on the records that it sends ({@link AuditHeaders}), on a copy of the record.
 *
 * <p><b>Threading</b>: safe for use by many threads; what it returns is as safe as the client it decorates.
 *
 * <p><b>Failure</b>: a client that cannot be decorated is returned as it is, and the failure is counted and logged.
 *
 * <p><b>Lifecycle</b>: nothing to close; the trail is closed after the clients.
 */
public final class KafkaAudit {

    private final Recorder recorder;
    private final WireCapture capture;
    private final Deliveries deliveries;
    private final OpenSends openSends;
    private final Map<Object, String> clientIds = Collections.synchronizedMap(new WeakHashMap<>());

    KafkaAudit(KafkaAuditBuilder builder) {
        this.recorder = builder.recorder;
        this.capture = new WireCapture(recorder::digest);
        this.deliveries = new Deliveries(recorder, builder.commitInterval, builder.commitBarrier);
        this.openSends = new OpenSends(recorder, builder.pendingAfter);
    }

    /**
     * Starts to describe an audit that writes into a trail.
     *
     * @param trail the trail
     * @return a builder
     */
    public static KafkaAuditBuilder builder(AuditTrail trail) {
        return new KafkaAuditBuilder(trail.recorder());
    }

    /** Returns how many sends of the decorated producers are neither acknowledged nor failed, and since when. */
    public PendingSends pendingSends() {
        return openSends.pending();
    }

    /** Returns what everything is recorded with. */
    public Recorder recorder() {
        return recorder;
    }

    /**
     * Returns the ids of the clients that were decorated, as long as somebody holds them.
     *
     * @return the client ids
     */
    public Set<String> clientIds() {
        synchronized (clientIds) {
            return Set.copyOf(clientIds.values());
        }
    }

    /**
     * Decorates a producer.
     *
     * @param producer the producer
     * @param <K> the type of the keys
     * @param <V> the type of the values
     * @return a producer whose sends and transactions are audited; the same one if it is decorated already, also inside
     *     of what others have wrapped around it
     */
    public <K, V> Producer<K, V> wrap(Producer<K, V> producer) {
        if (AuditingProducer.isAudited(producer)) {
            return producer;
        }
        Producer<K, V> wrapped = recorder.call(
                "decorate a producer",
                () -> AuditingProducer.wrap(
                        producer, new ProducerAudit(recorder, capture, deliveries, openSends, producer)));
        note(producer, wrapped, producer::metrics);
        return wrapped == null ? producer : wrapped;
    }

    /**
     * Decorates a consumer.
     *
     * @param consumer the consumer
     * @param <K> the type of the keys
     * @param <V> the type of the values
     * @return a consumer whose deliveries and commits are audited; the same one if it is decorated already, also inside
     *     of what others have wrapped around it
     */
    public <K, V> Consumer<K, V> wrap(Consumer<K, V> consumer) {
        if (AuditingConsumer.auditOf(consumer) != null) {
            return consumer;
        }
        Consumer<K, V> wrapped =
                recorder.call("decorate a consumer", () -> AuditingConsumer.wrap(consumer, newAudit(consumer, true)));
        note(consumer, wrapped, consumer::metrics);
        return wrapped == null ? consumer : wrapped;
    }

    /**
     * Tells whether a producer is decorated.
     *
     * @param producer a producer, or what somebody has wrapped around it
     * @return whether its sends are seen
     */
    public static boolean isAudited(Producer<?, ?> producer) {
        return AuditingProducer.isAudited(producer);
    }

    /**
     * Tells whether a consumer is decorated.
     *
     * @param consumer a consumer, or what somebody has wrapped around it
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
    public DeliverySession sessionOf(Consumer<?, ?> consumer) {
        ConsumerAudit audit = AuditingConsumer.auditOf(consumer);
        // What is not decorated cannot be kept from committing.
        return (audit == null ? newAudit(consumer, false) : audit).session();
    }

    /**
     * Opens a session for a source of records whose client is no {@link Consumer} that this audit decorates: another
     * client library, a binding that polls by itself. Whoever hands the records out tells the session what it hands out
     * and how that ended.
     *
     * @param group the group that the records are consumed for, or null
     * @param clientId the client's id, or null
     * @param listenerId the id of what processes the records, or null
     * @return a session; {@link #close(DeliverySession)} ends it
     */
    public DeliverySession session(@Nullable String group, @Nullable String clientId, @Nullable String listenerId) {
        DeliverySession session = deliveries.open(
                new ConsumerIdentity(group, clientId, null, listenerId),
                new RecordCapture(recorder, new FetchCapture(recorder, capture), capture),
                false);
        session.observedBy(listenerId, false, Destinations.UNKNOWN);
        return session;
    }

    /**
     * Ends a session: what is still open in it ended in no regular way.
     *
     * @param session the session
     */
    public void close(DeliverySession session) {
        recorder.guard("end a session", () -> deliveries.close(session));
    }

    private void note(
            Object client, @Nullable Object wrapped, Supplier<? extends Map<MetricName, ? extends Metric>> metrics) {
        if (wrapped != null) {
            recorder.guard("note a client", () -> {
                String id = ClientIds.of(metrics.get());
                if (id != null) {
                    clientIds.put(client, id);
                }
            });
        }
    }

    /** For a consumer of which only its polls and commits are told. */
    ConsumerAudit auditOf(Consumer<?, ?> consumer) {
        return newAudit(consumer, false);
    }

    /** Returns what the payloads of clients are kept by. */
    WireCapture capture() {
        return capture;
    }

    private ConsumerAudit newAudit(Consumer<?, ?> consumer, boolean holdsBack) {
        return new ConsumerAudit(recorder, capture, deliveries, consumer, holdsBack);
    }
}
