package io.github.kafkaaudit.spring;

import io.github.kafkaaudit.kafka.delivery.ConsumerThread;
import io.github.kafkaaudit.kafka.delivery.OpenDelivery;
import io.github.kafkaaudit.trail.Recorder;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import org.springframework.kafka.listener.adapter.InvocationResult;
import org.springframework.kafka.support.KafkaHeaders;
import org.springframework.kafka.support.converter.ConversionException;
import org.springframework.messaging.Message;
import org.springframework.util.ClassUtils;

/**
 * One call of a listener's method: with a record, or with a batch, of which a {@code BatchToRecordAdapter} makes one
 * call per record.
 */
final class ListenerCall {

    private static final boolean REACTOR_PRESENT =
            ClassUtils.isPresent("reactor.core.publisher.Mono", ListenerCall.class.getClassLoader());

    private static final ListenerCall UNKNOWN = new ListenerCall(null, List.of(), false);

    private final @Nullable Recorder recorder;
    private final List<OpenDelivery> deliveries;
    private final boolean wholeBatch;

    private ListenerCall(@Nullable Recorder recorder, List<OpenDelivery> deliveries, boolean wholeBatch) {
        this.recorder = recorder;
        this.deliveries = deliveries;
        this.wholeBatch = wholeBatch;
    }

    /** Begins a call on the consumer's thread. */
    @SuppressWarnings("CatchingUnchecked")
    static ListenerCall of(Message<?> message, @Nullable Object[] arguments) {
        ListenerThread thread = ListenerThread.current();
        Recorder recorder = thread.recorder();
        ConsumerThread work = ConsumerThread.current();
        if (recorder == null || work == null) {
            return UNKNOWN;
        }
        try {
            List<OpenDelivery> all = work.deliveries();
            if (!work.isBatch()) {
                return new ListenerCall(recorder, all, false);
            }
            if (arguments.length > 0 && arguments[0] instanceof ConsumerRecord<?, ?> record) {
                return new ListenerCall(
                        recorder,
                        all.stream().filter(delivery -> delivery.isOf(record)).toList(),
                        false);
            }
            thread.notConverted(conversionFailures(message));
            return new ListenerCall(recorder, all, true);
        } catch (Throwable e) {
            recorder.failed("note the call of a listener", e);
            return UNKNOWN;
        }
    }

    void threw(Throwable error) {
        if (wholeBatch) {
            // Which of its records that means, the container's report says.
            ListenerThread.current().batchThrew(error);
        } else {
            deliveries.forEach(delivery -> delivery.listenerThrew(error, null));
        }
    }

    /** Takes the method's result; returns what the caller is to be given. */
    @SuppressWarnings("CatchingUnchecked")
    @Nullable Object returned(@Nullable Object result) {
        Recorder known = recorder;
        if (known == null || result == null || deliveries.isEmpty()) {
            return result;
        }
        try {
            if (result instanceof InvocationResult wrapped) {
                Object watched = wrapped.result() == null ? null : watched(wrapped.result(), known);
                return watched == null || watched == wrapped.result()
                        ? result
                        : new InvocationResult(watched, wrapped.sendTo(), wrapped.messageReturnType());
            }
            return watched(result, known);
        } catch (Throwable e) {
            known.failed("note a listener's result", e);
            return result;
        } finally {
            replies();
        }
    }

    private Object watched(Object result, Recorder known) {
        if (result instanceof CompletableFuture<?> future) {
            deliveries.forEach(OpenDelivery::awaitsResult);
            var unused = future.whenComplete((value, failure) -> completed(failure, known));
            return result;
        }
        if (REACTOR_PRESENT && MonoResults.isOne(result)) {
            deliveries.forEach(OpenDelivery::awaitsResult);
            return MonoResults.watched(result, failure -> completed(failure, known));
        }
        return result;
    }

    @SuppressWarnings("CatchingUnchecked")
    private void completed(@Nullable Throwable failure, Recorder known) {
        try {
            Throwable cause =
                    failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
            deliveries.forEach(delivery -> delivery.completed(cause));
        } catch (Throwable e) {
            known.failed("note the end of a listener's result", e);
        }
    }

    /** What the thread sends from now on until the container reports is the reply. */
    private void replies() {
        ConsumerThread work = ConsumerThread.current();
        if (work != null && !work.isBatch()) {
            work.replies();
        }
    }

    private static List<?> conversionFailures(Message<?> message) {
        Object failures = message.getHeaders().get(KafkaHeaders.CONVERSION_FAILURES);
        return failures instanceof List<?> list
                ? list.stream().filter(ConversionException.class::isInstance).toList()
                : List.of();
    }
}
