package io.github.kafkaaudit.trail;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the writing of audit events out of the application's traces: an agent that makes a span of everything that a
 * producer sends would make a trace of each event. Elastic APM and New Relic make such spans only inside of a
 * transaction, which the audit's thread never is in.
 */
public final class TracingAgents {

    private static final @Nullable AgentMute OPEN_TELEMETRY = AgentMute.ofOpenTelemetry();
    private static final @Nullable AgentMute DATADOG = AgentMute.ofDatadog();

    private static final List<AgentMute> MUTES =
            Stream.of(OPEN_TELEMETRY, DATADOG).flatMap(Stream::ofNullable).toList();

    private TracingAgents() {}

    /**
     * Names the agents in this process that would make traces of audit events and cannot be kept from it.
     *
     * @return for each agent the setting of its own that keeps such traces away
     */
    public static Map<String, String> unmuted() {
        Map<String, String> agents = new LinkedHashMap<>();
        if (OPEN_TELEMETRY == null && hasOpenTelemetry()) {
            agents.put(
                    "OpenTelemetry",
                    "a sampler that drops the spans of the audit topic, or otel.instrumentation.kafka.enabled=false");
        }
        if (DATADOG == null && AgentClasses.find("datadog.trace.bootstrap.AgentBootstrap") != null) {
            agents.put(
                    "Datadog",
                    "DD_TRACE_SAMPLING_RULES=[{\"resource\":\"Produce Topic <audit topic>\",\"sample_rate\":0}]");
        }
        return agents;
    }

    /** Returns whether OpenTelemetry's agent is in this process. */
    public static boolean hasOpenTelemetry() {
        return AgentClasses.find("io.opentelemetry.javaagent.OpenTelemetryAgent") != null;
    }

    /**
     * Runs something that writes audit events, once, and unseen by agents as far as they can be told.
     *
     * @param work what writes
     */
    public static void runUnseen(Runnable work) {
        if (MUTES.isEmpty()) {
            work.run();
            return;
        }
        Once once = new Once(work);
        Runnable muted = once;
        for (AgentMute mute : MUTES) {
            muted = new Muted(mute, muted);
        }
        muted.run();
        once.rethrow();
    }

    /** Whatever an agent does, the work is done once. */
    private record Muted(AgentMute mute, Runnable inner) implements Runnable {

        @Override
        @SuppressWarnings("CatchingUnchecked")
        public void run() {
            try {
                mute.run(inner);
            } catch (Throwable e) {
                inner.run();
            }
        }
    }

    private static final class Once implements Runnable {

        private final Runnable work;
        private boolean begun;
        private @Nullable Throwable failure;

        private Once(Runnable work) {
            this.work = work;
        }

        @Override
        public void run() {
            if (!begun) {
                begun = true;
                try {
                    work.run();
                } catch (RuntimeException | Error e) {
                    failure = e;
                }
            }
        }

        private void rethrow() {
            if (failure instanceof RuntimeException exception) {
                throw exception;
            }
            if (failure instanceof Error error) {
                throw error;
            }
        }
    }
}
