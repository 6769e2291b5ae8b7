package io.github.kafkaaudit.spring;

import io.github.kafkaaudit.kafka.OpenDelivery;
import io.github.kafkaaudit.trail.Recorder;
import io.micrometer.observation.GlobalObservationConvention;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import io.micrometer.observation.ObservationRegistry;
import org.jspecify.annotations.Nullable;
import org.springframework.kafka.support.micrometer.KafkaRecordReceiverContext;

/**
 * Hears, by the container's observation of a listener, what its interceptors are never told: the true end of a listener
 * that returns something that completes later, and an exception that a {@code KafkaListenerErrorHandler} swallowed.
 *
 * <p>spring-kafka observes into any registry that a container has, also where the application has not enabled
 * observation; then a private one takes the place of the no-op registry.
 */
final class ListenerObservations implements ObservationHandler<KafkaRecordReceiverContext> {

    private static final ThreadLocal<@Nullable KafkaRecordReceiverContext> CURRENT = new ThreadLocal<>();

    private final Recorder recorder;
    private final ObservationRegistry registry = new ListenerObservationRegistry();

    ListenerObservations(Recorder recorder) {
        this.recorder = recorder;
        registry.observationConfig().observationHandler(this).observationConvention(new WithoutTags());
    }

    /** Returns the registry for containers whose application wants no observation. */
    ObservationRegistry registry() {
        return registry;
    }

    /** Ties a delivery to the observation that the container has begun on this thread. */
    void link(OpenDelivery delivery) {
        KafkaRecordReceiverContext context = CURRENT.get();
        if (context != null) {
            context.put(OpenDelivery.class, delivery);
        }
    }

    @Override
    public boolean supportsContext(Observation.Context context) {
        return context instanceof KafkaRecordReceiverContext;
    }

    @Override
    public void onScopeOpened(KafkaRecordReceiverContext context) {
        CURRENT.set(context);
        // Interceptors that run before a transaction begins come before the observation.
        recorder.guard("tie an observation to a delivery", () -> {
            OpenDelivery delivery = OpenDelivery.currentRecord();
            if (delivery != null && context.get(OpenDelivery.class) == null) {
                context.put(OpenDelivery.class, delivery);
            }
        });
    }

    @Override
    public void onScopeClosed(KafkaRecordReceiverContext context) {
        CURRENT.remove();
    }

    @Override
    public void onError(KafkaRecordReceiverContext context) {
        recorder.guard("note an observed error", () -> {
            OpenDelivery delivery = context.get(OpenDelivery.class);
            Throwable error = context.getError();
            if (delivery != null && error != null) {
                delivery.observedError(error);
            }
        });
    }

    @Override
    public void onStop(KafkaRecordReceiverContext context) {
        recorder.guard("note an observed end", () -> {
            OpenDelivery delivery = context.get(OpenDelivery.class);
            if (delivery != null) {
                // What comes after the stop, such as the exception that starts a retry, is not this delivery's end.
                context.remove(OpenDelivery.class);
                delivery.endedLater(context.getError());
            }
        });
    }

    /** Keeps spring-kafka from collecting its tags twice per record: nobody reads them in this registry. */
    private static final class WithoutTags implements GlobalObservationConvention<KafkaRecordReceiverContext> {

        @Override
        public String getName() {
            return "kafka-audit.listener";
        }

        @Override
        public boolean supportsContext(Observation.Context context) {
            return context instanceof KafkaRecordReceiverContext;
        }
    }
}
