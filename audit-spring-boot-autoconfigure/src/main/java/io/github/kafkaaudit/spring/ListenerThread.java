package io.github.kafkaaudit.spring;

import io.github.kafkaaudit.kafka.ConsumerSession;
import io.github.kafkaaudit.kafka.KafkaAudit;
import org.apache.kafka.clients.consumer.Consumer;
import org.jspecify.annotations.Nullable;
import org.springframework.kafka.listener.AbstractMessageListenerContainer;
import org.springframework.kafka.listener.ContainerProperties;
import org.springframework.kafka.listener.ContainerProperties.AckMode;
import org.springframework.kafka.listener.DelegatingMessageListener;
import org.springframework.kafka.listener.adapter.AsyncRepliesAware;

/**
 * What a container's consumer thread works for: the container, and the session of its consumer.
 *
 * <p>Interceptors are told the consumer but not the container. The container announces its start on the consumer's
 * thread, and that is where the two meet.
 */
final class ListenerThread {

    private static final ThreadLocal<@Nullable ListenerThread> CURRENT = new ThreadLocal<>();

    private @Nullable String listenerId;
    private boolean acknowledges;
    private boolean async;
    private boolean plain;
    private boolean hidesFilter;
    private boolean listsForUs;
    private int depth;
    private @Nullable Consumer<?, ?> consumer;
    private @Nullable ConsumerSession session;

    static ListenerThread current() {
        ListenerThread thread = CURRENT.get();
        if (thread == null) {
            thread = new ListenerThread();
            CURRENT.set(thread);
        }
        return thread;
    }

    /** Notes the container that this thread works for. */
    void worksFor(AbstractMessageListenerContainer<?, ?> container) {
        ContainerProperties properties = container.getContainerProperties();
        AckMode mode = properties.getAckMode();
        listenerId = container.getListenerId();
        async = isAsync(properties.getMessageListener()) || properties.isAsyncAcks();
        plain = !async && !ListenerErrorHandlers.mayBeOf(properties.getMessageListener());
        hidesFilter = ListenerFilters.hidesFilter(properties.getMessageListener());
        listsForUs = properties.getKafkaAwareTransactionManager() == null
                && InstalledInterceptors.isAloneForBatches(container);
        acknowledges = mode == AckMode.MANUAL || mode == AckMode.MANUAL_IMMEDIATE;
        session = null;
    }

    /**
     * Begins a call of a container's to its interceptor; returns whether it is the first that sees it. Where somebody
     * has wrapped what was ours already, an interceptor of ours may stand inside of another one.
     */
    boolean enter() {
        return depth++ == 0;
    }

    /** Ends such a call. */
    void leave() {
        depth--;
    }

    /** Returns the session of the consumer that this thread polls. */
    ConsumerSession session(KafkaAudit audit, Consumer<?, ?> polled) {
        ConsumerSession known = session;
        if (known == null || consumer != polled) {
            known = audit.sessionOf(polled);
            known.observedBy(listenerId, acknowledges && KafkaAudit.isAudited(polled));
            session = known;
            consumer = polled;
        }
        return known;
    }

    /** Whether the listener's return is not its end. */
    boolean isAsync() {
        return async;
    }

    /** Whether the container's interceptors tell everything, so that its observation would only cost time. */
    boolean isPlain() {
        return plain;
    }

    /** Whether the container lists the records of a batch once more only because there is an interceptor of ours. */
    boolean listsBatchesForUs() {
        return listsForUs;
    }

    /** Whether a filter that is not seen may have kept records from the listener. */
    boolean hidesFilter() {
        return hidesFilter;
    }

    private static boolean isAsync(@Nullable Object listener) {
        Object target = listener;
        while (target instanceof DelegatingMessageListener<?> delegating) {
            if (target instanceof AsyncRepliesAware aware && aware.isAsyncReplies()) {
                return true;
            }
            target = delegating.getDelegate();
        }
        return target instanceof AsyncRepliesAware aware && aware.isAsyncReplies();
    }
}
