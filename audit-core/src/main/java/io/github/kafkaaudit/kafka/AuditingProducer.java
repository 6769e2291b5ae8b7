package io.github.kafkaaudit.kafka;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Decorates a producer.
 *
 * <p>A JDK proxy and not a class that implements the interface: {@link Producer} gains and loses methods between
 * versions of Kafka, and what is not looked at must simply pass.
 */
final class AuditingProducer<K, V> implements InvocationHandler {

    private final Producer<K, V> delegate;
    private final ProducerAudit audit;

    private AuditingProducer(Producer<K, V> delegate, ProducerAudit audit) {
        this.delegate = delegate;
        this.audit = audit;
    }

    @SuppressWarnings("unchecked")
    static <K, V> Producer<K, V> wrap(Producer<K, V> delegate, ProducerAudit audit) {
        return ProxyInterfaces.proxy(Producer.class, delegate, new AuditingProducer<>(delegate, audit));
    }

    /** Whether it is ours, or has ours inside. */
    static boolean isAudited(Producer<?, ?> producer) {
        return InnerAudit.ask(producer::metrics, ProducerAudit.class) != null;
    }

    @Override
    public @Nullable Object invoke(Object proxy, Method method, @Nullable Object @Nullable [] arguments)
            throws Throwable {
        return switch (method.getName()) {
            case "send" -> send(method, arguments);
            case "beginTransaction" -> {
                Object result = pass(method, arguments);
                audit.recorder().guard("note the begin of a transaction", audit::began);
                yield result;
            }
            case "sendOffsetsToTransaction" -> {
                audit.recorder().guard("note the offsets of a transaction", () -> noteOffsets(arguments));
                try {
                    awaitEvents(arguments);
                    yield pass(method, arguments);
                } catch (Throwable e) {
                    audit.recorder().guard("note refused offsets", () -> audit.offsetsRefused(e));
                    throw e;
                }
            }
            case "commitTransaction" -> {
                try {
                    pass(method, arguments);
                } catch (Throwable e) {
                    end(AuditTransaction.End.commitThrew(e));
                    throw e;
                }
                end(AuditTransaction.End.COMMITTED);
                yield null;
            }
            case "abortTransaction" -> {
                try {
                    pass(method, arguments);
                } catch (Throwable e) {
                    end(AuditTransaction.End.abortThrew(e));
                    throw e;
                }
                end(AuditTransaction.End.ABORTED);
                yield null;
            }
            case "close" -> {
                try {
                    yield pass(method, arguments);
                } finally {
                    end(AuditTransaction.End.CLOSED);
                }
            }
            case "metrics" -> {
                InnerAudit.answer(audit);
                yield pass(method, arguments);
            }
            case "equals" -> arguments != null && proxy == arguments[0];
            case "hashCode" -> System.identityHashCode(proxy);
            default -> pass(method, arguments);
        };
    }

    @SuppressWarnings("unchecked")
    private @Nullable Object send(Method method, @Nullable Object @Nullable [] arguments) throws Throwable {
        if (arguments == null || !(arguments[0] instanceof ProducerRecord<?, ?> record)) {
            return pass(method, arguments);
        }
        Callback callback = arguments.length > 1 ? (Callback) arguments[1] : null;
        return audit.send(delegate, (ProducerRecord<K, V>) record, callback);
    }

    private void end(AuditTransaction.End how) {
        audit.recorder().guard("record the end of a transaction", () -> audit.ended(how));
    }

    /** Throws if the events about the records before the offsets are not safe. */
    @SuppressWarnings("unchecked")
    private void awaitEvents(@Nullable Object @Nullable [] arguments) {
        if (arguments != null && arguments.length == 2 && arguments[1] instanceof ConsumerGroupMetadata group) {
            TimeoutException refusal = audit.refusal((Map<TopicPartition, OffsetAndMetadata>) arguments[0], group);
            if (refusal != null) {
                throw refusal;
            }
        }
    }

    @SuppressWarnings("unchecked")
    private void noteOffsets(@Nullable Object @Nullable [] arguments) {
        if (arguments != null && arguments.length == 2 && arguments[1] instanceof ConsumerGroupMetadata group) {
            audit.offsetsSent((Map<TopicPartition, OffsetAndMetadata>) arguments[0], group);
        }
    }

    private @Nullable Object pass(Method method, @Nullable Object @Nullable [] arguments) throws Throwable {
        try {
            return method.invoke(delegate, arguments);
        } catch (InvocationTargetException e) {
            // Otherwise the application would see an UndeclaredThrowableException.
            throw e.getTargetException();
        }
    }
}
