package io.github.kafkaaudit.spring;

import io.github.kafkaaudit.kafka.KafkaAudit;
import io.github.kafkaaudit.kafka.delivery.DeliverySession;
import io.github.kafkaaudit.kafka.delivery.Destinations;
import io.github.kafkaaudit.trail.Recorder;
import java.util.List;
import org.apache.kafka.clients.consumer.Consumer;
import org.jspecify.annotations.Nullable;
import org.springframework.kafka.listener.AbstractMessageListenerContainer;
import org.springframework.kafka.listener.ContainerProperties;
import org.springframework.kafka.listener.ContainerProperties.AckMode;
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
    private boolean hidesListener;
    private boolean hidesFilter;
    private Destinations destinations = Destinations.UNKNOWN;
    private boolean listsForUs;
    private int depth;
    private @Nullable Consumer<?, ?> consumer;
    private @Nullable DeliverySession session;
    private @Nullable Recorder recorder;
    private @Nullable Throwable batchError;
    private List<?> notConverted = List.of();
    private @Nullable String @Nullable [] previousMdc;

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
        listenerId = container.getListenerId();
        hidesListener = !ListenerMethods.watch(properties.getMessageListener());
        hidesFilter = ListenerFilters.hidesFilter(properties.getMessageListener());
        listsForUs = properties.getKafkaAwareTransactionManager() == null
                && InstalledInterceptors.isAloneForBatches(container);
        acknowledges = acknowledges(properties);
        destinations = RetryDestinations.of(container);
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
    DeliverySession session(KafkaAudit audit, Consumer<?, ?> polled) {
        DeliverySession known = session;
        if (known == null || consumer != polled) {
            known = audit.sessionOf(polled);
            known.observedBy(listenerId, acknowledges && KafkaAudit.isAudited(polled), destinations);
            recorder = audit.recorder();
            session = known;
            consumer = polled;
        }
        return known;
    }

    /** What is recorded with on this thread; null before its first record. */
    @Nullable Recorder recorder() {
        return recorder;
    }

    /** Whether a listener's return says nothing, because what it calls is not seen. */
    boolean hidesListener() {
        return hidesListener;
    }

    /** Notes that the listener threw when it was called with the whole batch. */
    void batchThrew(Throwable error) {
        batchError = error;
    }

    /** Notes for which records of the batch the listener was given null, because they could not be converted. */
    void notConverted(List<?> failures) {
        notConverted = failures;
    }

    List<?> notConverted() {
        return notConverted;
    }

    @Nullable Throwable batchError() {
        return batchError;
    }

    /** A batch begins or has ended. */
    void forgetBatch() {
        batchError = null;
        notConverted = List.of();
    }

    /** What stood in the logging context before the record or batch that this thread works on. */
    @Nullable String @Nullable [] previousMdc() {
        return previousMdc;
    }

    void previousMdc(@Nullable String @Nullable [] found) {
        previousMdc = found;
    }

    /** Whether the container lists the records of a batch once more only because there is an interceptor of ours. */
    boolean listsBatchesForUs() {
        return listsForUs;
    }

    /** Whether a filter that is not seen may have kept records from the listener. */
    boolean hidesFilter() {
        return hidesFilter;
    }

    /** As the container decides it: whoever returns something that completes later acknowledges by hand. */
    private static boolean acknowledges(ContainerProperties properties) {
        AckMode mode = properties.getAckMode();
        return mode == AckMode.MANUAL
                || mode == AckMode.MANUAL_IMMEDIATE
                || properties.isAsyncAcks()
                || (properties.getMessageListener() instanceof AsyncRepliesAware aware && aware.isAsyncReplies());
    }
}
