package io.github.kafkaaudit.kafka;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import org.apache.kafka.clients.consumer.AcknowledgeType;
import org.apache.kafka.clients.consumer.AcknowledgementCommitCallback;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.ShareConsumer;
import org.jspecify.annotations.Nullable;

/** Decorates a share consumer (KIP-932); a JDK proxy for the same reason as {@link AuditingProducer}. */
final class AuditingShareConsumer implements InvocationHandler {

    private final ShareConsumer<?, ?> delegate;
    private final ShareConsumerAudit audit;

    private AuditingShareConsumer(ShareConsumer<?, ?> delegate, ShareConsumerAudit audit) {
        this.delegate = delegate;
        this.audit = audit;
    }

    @SuppressWarnings("unchecked")
    static <K, V> ShareConsumer<K, V> wrap(ShareConsumer<K, V> delegate, ShareConsumerAudit audit) {
        delegate.setAcknowledgementCommitCallback(audit.callback(null));
        return ProxyInterfaces.proxy(ShareConsumer.class, delegate, new AuditingShareConsumer(delegate, audit));
    }

    static boolean isAudited(ShareConsumer<?, ?> consumer) {
        return InnerAudit.ask(consumer::metrics, ShareConsumerAudit.class) != null;
    }

    @Override
    public @Nullable Object invoke(Object proxy, Method method, @Nullable Object @Nullable [] arguments)
            throws Throwable {
        return switch (method.getName()) {
            case "poll" -> {
                Object records = pass(method, arguments);
                if (records instanceof ConsumerRecords<?, ?> polled) {
                    audit.guard("note polled records", () -> audit.polled(polled));
                }
                yield records;
            }
            case "acknowledge" -> {
                Object result = pass(method, arguments);
                audit.guard("note an acknowledgement", () -> acknowledged(arguments));
                yield result;
            }
            case "commitSync", "commitAsync" -> {
                Object result = pass(method, arguments);
                audit.guard("note implicit acknowledgements", audit::acknowledgedImplicitly);
                yield result;
            }
            case "metrics" -> {
                InnerAudit.answer(audit);
                yield pass(method, arguments);
            }
            case "setAcknowledgementCommitCallback" -> {
                AcknowledgementCommitCallback given =
                        arguments == null ? null : (AcknowledgementCommitCallback) arguments[0];
                delegate.setAcknowledgementCommitCallback(audit.callback(given));
                yield null;
            }
            case "close" -> {
                try {
                    yield pass(method, arguments);
                } finally {
                    audit.guard("record the close of a share consumer", audit::closed);
                }
            }
            case "equals" -> arguments != null && proxy == arguments[0];
            case "hashCode" -> System.identityHashCode(proxy);
            default -> pass(method, arguments);
        };
    }

    private void acknowledged(@Nullable Object @Nullable [] arguments) {
        if (arguments == null) {
            return;
        }
        AcknowledgeType type =
                arguments[arguments.length - 1] instanceof AcknowledgeType given ? given : AcknowledgeType.ACCEPT;
        if (arguments[0] instanceof ConsumerRecord<?, ?> record) {
            audit.acknowledged(record.topic(), record.partition(), record.offset(), type);
        } else if (arguments[0] instanceof String topic
                && arguments[1] instanceof Integer partition
                && arguments[2] instanceof Long offset) {
            audit.acknowledged(topic, partition, offset, type);
        }
    }

    private @Nullable Object pass(Method method, @Nullable Object @Nullable [] arguments) throws Throwable {
        try {
            return method.invoke(delegate, arguments);
        } catch (InvocationTargetException e) {
            throw e.getTargetException();
        }
    }
}
