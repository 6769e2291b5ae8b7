package io.github.kafkaaudit.kafka;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.consumer.OffsetCommitCallback;
import org.apache.kafka.clients.consumer.RetriableCommitFailedException;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * Decorates a consumer; a JDK proxy for the same reason as {@link AuditingProducer}.
 *
 * <p>A poll alone is no delivery where a listener container hands the records out: then the container's interceptors
 * report the hand-outs to the {@link io.github.kafkaaudit.kafka.delivery.DeliverySession}.
 */
final class AuditingConsumer implements InvocationHandler {

    private final Consumer<?, ?> delegate;
    private final ConsumerAudit audit;

    private AuditingConsumer(Consumer<?, ?> delegate, ConsumerAudit audit) {
        this.delegate = delegate;
        this.audit = audit;
    }

    @SuppressWarnings("unchecked")
    static <K, V> Consumer<K, V> wrap(Consumer<K, V> delegate, ConsumerAudit audit) {
        return ProxyInterfaces.proxy(Consumer.class, delegate, new AuditingConsumer(delegate, audit));
    }

    /** Returns the audit of a consumer that is ours, or has ours inside. */
    static @Nullable ConsumerAudit auditOf(Consumer<?, ?> consumer) {
        return InnerAudit.ask(consumer::metrics, ConsumerAudit.class);
    }

    @Override
    public @Nullable Object invoke(Object proxy, Method method, @Nullable Object @Nullable [] arguments)
            throws Throwable {
        return switch (method.getName()) {
            case "poll" -> poll(method, arguments);
            case "commitSync" -> commitSync(method, arguments);
            case "commitAsync" -> {
                commitAsync(arguments);
                yield null;
            }
            case "seek", "seekToBeginning", "seekToEnd" -> {
                Object result = pass(method, arguments);
                audit.guard("note a seek", () -> audit.sought(method.getName(), arguments));
                yield result;
            }
            case "subscribe" -> subscribe(method, arguments);
            case "assign" -> {
                Object result = pass(method, arguments);
                audit.guard("note an assignment", () -> audit.reassigned(delegate.assignment()));
                yield result;
            }
            case "unsubscribe" -> unsubscribe(method, arguments);
            case "close" -> close(method, arguments);
            case "metrics" -> {
                InnerAudit.answer(audit);
                yield pass(method, arguments);
            }
            case "equals" -> arguments != null && proxy == arguments[0];
            case "hashCode" -> System.identityHashCode(proxy);
            default -> pass(method, arguments);
        };
    }

    private @Nullable Object poll(Method method, @Nullable Object @Nullable [] arguments) throws Throwable {
        audit.guard("prepare a poll", audit::pollStarts);
        try {
            Object records = pass(method, arguments);
            if (records instanceof ConsumerRecords<?, ?> polled) {
                audit.guard("note polled records", () -> audit.polled(polled));
            }
            return records;
        } catch (Throwable e) {
            audit.guard("note a failed poll", () -> audit.pollFailed(e));
            throw e;
        } finally {
            audit.guard("end a poll", audit::pollEnds);
        }
    }

    private @Nullable Object commitSync(Method method, @Nullable Object @Nullable [] arguments) throws Throwable {
        Map<TopicPartition, OffsetAndMetadata> offsets = offsetsOf(arguments);
        RetriableCommitFailedException refusal = audit.refusal(offsets, timeoutOf(arguments));
        if (refusal != null) {
            audit.guard("record a refused commit", () -> audit.commitSyncFailed(offsets, refusal));
            throw refusal;
        }
        audit.guard("note the begin of a commit", audit::commitStarts);
        try {
            Object result = pass(method, arguments);
            audit.guard("record a commit", () -> audit.committedSync(offsets));
            return result;
        } catch (Throwable e) {
            audit.guard("record a failed commit", () -> audit.commitSyncFailed(offsets, e));
            throw e;
        } finally {
            audit.guard("end a commit", audit::commitEnds);
        }
    }

    private void commitAsync(@Nullable Object @Nullable [] arguments) {
        Map<TopicPartition, OffsetAndMetadata> offsets = offsetsOf(arguments);
        OffsetCommitCallback callback = null;
        if (arguments != null && arguments[arguments.length - 1] instanceof OffsetCommitCallback given) {
            callback = given;
        }
        OffsetCommitCallback ours = new AuditingCommitCallback(audit, callback, delegate.getClass());
        RetriableCommitFailedException refusal = audit.refusal(offsets, null);
        if (refusal != null) {
            ours.onComplete(audit.covered(offsets), refusal);
        } else if (offsets == null) {
            delegate.commitAsync(ours);
        } else {
            delegate.commitAsync(offsets, ours);
        }
    }

    private @Nullable Object subscribe(Method method, @Nullable Object @Nullable [] arguments) throws Throwable {
        if (arguments != null && arguments.length == 1 && audit.hasBarrier()) {
            // What was lost of a revoked partition is the next owner's to record. There are three kinds of
            // subscription,
            // one of which older clients do not have; each has a sister that takes a listener.
            ConsumerRebalanceListener listener = new AuditingRebalanceListener(audit, new NoListener());
            Method withListener = Consumer.class.getMethod(
                    "subscribe", method.getParameterTypes()[0], ConsumerRebalanceListener.class);
            return pass(withListener, new Object[] {arguments[0], listener});
        }
        return pass(method, withOurListener(arguments));
    }

    private @Nullable Object unsubscribe(Method method, @Nullable Object @Nullable [] arguments) throws Throwable {
        audit.guard("prepare the end of a subscription", audit::leaveStarts);
        try {
            return pass(method, arguments);
        } finally {
            audit.guard("note the end of a subscription", () -> {
                audit.leaveEnds();
                audit.reassigned(Set.of());
            });
        }
    }

    private @Nullable Object close(Method method, @Nullable Object @Nullable [] arguments) throws Throwable {
        audit.guard("prepare the close of a consumer", audit::leaveStarts);
        try {
            return pass(method, arguments);
        } finally {
            audit.guard("record the close of a consumer", audit::closed);
        }
    }

    private @Nullable Object @Nullable [] withOurListener(@Nullable Object @Nullable [] arguments) {
        if (arguments == null || !(arguments[arguments.length - 1] instanceof ConsumerRebalanceListener listener)) {
            return arguments;
        }
        Object[] changed = arguments.clone();
        changed[arguments.length - 1] = new AuditingRebalanceListener(audit, listener);
        return changed;
    }

    @SuppressWarnings("unchecked")
    private static @Nullable Map<TopicPartition, OffsetAndMetadata> offsetsOf(@Nullable Object @Nullable [] arguments) {
        return arguments != null && arguments.length > 0 && arguments[0] instanceof Map<?, ?> offsets
                ? (Map<TopicPartition, OffsetAndMetadata>) offsets
                : null;
    }

    private static @Nullable Duration timeoutOf(@Nullable Object @Nullable [] arguments) {
        return arguments != null && arguments.length > 0 && arguments[arguments.length - 1] instanceof Duration timeout
                ? timeout
                : null;
    }

    private @Nullable Object pass(Method method, @Nullable Object @Nullable [] arguments) throws Throwable {
        try {
            return method.invoke(delegate, arguments);
        } catch (InvocationTargetException e) {
            // A WakeupException, say, must arrive as such.
            throw e.getTargetException();
        }
    }

    /** For an application that gave none. */
    private static final class NoListener implements ConsumerRebalanceListener {

        @Override
        public void onPartitionsAssigned(Collection<TopicPartition> partitions) {}

        @Override
        public void onPartitionsRevoked(Collection<TopicPartition> partitions) {}
    }
}
