package io.github.kafkaaudit.kafka;

import java.lang.reflect.Proxy;
import java.util.Map;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.ConsumerInterceptor;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.MetricName;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * Audits a consumer that cannot be decorated, because nobody but its maker holds it: what it polled and what it
 * committed. Commits that failed, seeks and its member id stay unknown.
 *
 * <p>Kafka makes it by its class name ({@code interceptor.classes}); the audit stands in the configuration beside it.
 *
 * @param <K> the type of the keys
 * @param <V> the type of the values
 */
public final class AuditingPollInterceptor<K, V> implements ConsumerInterceptor<K, V> {

    /** The property whose value is the {@link KafkaAudit} itself. */
    public static final String AUDIT = "kafka.audit.instance";

    private @Nullable ConsumerAudit audit;

    /** For Kafka. */
    public AuditingPollInterceptor() {}

    @Override
    public void configure(Map<String, ?> configs) {
        if (configs.get(AUDIT) instanceof KafkaAudit known) {
            audit = known.recorder()
                    .call(
                            "observe a consumer",
                            () -> known.auditOf(standIn(
                                    text(configs, ConsumerConfig.GROUP_ID_CONFIG),
                                    text(configs, CommonClientConfigs.CLIENT_ID_CONFIG))));
        }
    }

    @Override
    public ConsumerRecords<K, V> onConsume(ConsumerRecords<K, V> records) {
        ConsumerAudit known = audit;
        if (known != null) {
            known.guard("note polled records", () -> {
                known.pollStarts();
                known.pollEnds();
                known.polled(records);
            });
        }
        return records;
    }

    @Override
    public void onCommit(Map<TopicPartition, OffsetAndMetadata> offsets) {
        ConsumerAudit known = audit;
        if (known != null) {
            known.guard("record a commit", () -> known.committedSync(offsets));
        }
    }

    @Override
    public void close() {
        ConsumerAudit known = audit;
        if (known != null) {
            known.guard("record the close of a consumer", known::closed);
        }
    }

    private static @Nullable String text(Map<String, ?> configs, String name) {
        Object value = configs.get(name);
        return value == null ? null : value.toString();
    }

    /** As much of the consumer as its configuration tells. */
    @SuppressWarnings("removal") // of the class, whose successor is an interface of the same name
    private static Consumer<?, ?> standIn(@Nullable String group, @Nullable String clientId) {
        Map<MetricName, Object> metrics = clientId == null
                ? Map.of()
                : Map.of(new MetricName("client", "", "", Map.of("client-id", clientId)), clientId);
        return (Consumer<?, ?>) Proxy.newProxyInstance(
                AuditingPollInterceptor.class.getClassLoader(),
                new Class<?>[] {Consumer.class},
                (proxy, method, arguments) -> switch (method.getName()) {
                    case "metrics" -> metrics;
                    case "groupMetadata" -> new ConsumerGroupMetadata(group == null ? "" : group);
                    case "hashCode" -> System.identityHashCode(proxy);
                    case "equals" -> proxy == arguments[0];
                    default -> throw new UnsupportedOperationException(method.getName());
                });
    }
}
