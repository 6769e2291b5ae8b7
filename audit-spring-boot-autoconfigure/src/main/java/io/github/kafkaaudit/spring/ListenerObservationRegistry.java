package io.github.kafkaaudit.spring;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import org.jspecify.annotations.Nullable;

/**
 * A registry that keeps its current observation to itself: Micrometer's own registries all share one, so the
 * observations that an application starts inside a listener would become children of ours.
 */
final class ListenerObservationRegistry implements ObservationRegistry {

    // There is one such registry per application context; a shared one would mix up contexts of one JVM.
    @SuppressWarnings("ThreadLocalUsage")
    private final ThreadLocal<Observation.@Nullable Scope> scope = new ThreadLocal<>();

    private final ObservationConfig config = new ObservationConfig();

    @Override
    public @Nullable Observation getCurrentObservation() {
        Observation.Scope current = scope.get();
        return current == null ? null : current.getCurrentObservation();
    }

    @Override
    public Observation.@Nullable Scope getCurrentObservationScope() {
        return scope.get();
    }

    @Override
    public void setCurrentObservationScope(Observation.@Nullable Scope current) {
        if (current == null) {
            scope.remove();
        } else {
            scope.set(current);
        }
    }

    /** A container asks for every record; most listeners end with their return and swallow nothing. */
    @Override
    public boolean isNoop() {
        return ListenerThread.current().isPlain();
    }

    @Override
    public ObservationConfig observationConfig() {
        return config;
    }
}
