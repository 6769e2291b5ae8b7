package io.github.kafkaaudit.trail;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How one tracing agent is told that it is not to look: by its own means, which are reached by name. */
interface AgentMute {

    /** Runs something that the agent then makes no span of. */
    void run(Runnable work) throws Throwable;

    /** The OpenTelemetry agent's, whose classes every class sees, and that of the API in the application. */
    static @Nullable AgentMute ofOpenTelemetry() {
        List<MethodHandle> found = new ArrayList<>();
        for (String shade : List.of("io.opentelemetry.javaagent.shaded.", "")) {
            // It moved from one package to the other in 1.60.
            for (String home : List.of("impl", "internal")) {
                Class<?> util = AgentClasses.find(shade + "io.opentelemetry.api." + home + ".InstrumentationUtil");
                MethodHandle method = util == null ? null : suppress(util);
                if (method != null) {
                    found.add(method);
                    break;
                }
            }
        }
        if (found.isEmpty()) {
            return null;
        }
        return work -> {
            Runnable inner = work;
            for (MethodHandle method : found) {
                Runnable next = inner;
                inner = () -> invoke(method, next);
            }
            inner.run();
        };
    }

    /** Datadog's: what begins inside of its black hole belongs to no trace. */
    static @Nullable AgentMute ofDatadog() {
        Class<?> tracer = AgentClasses.find("datadog.trace.bootstrap.instrumentation.api.AgentTracer");
        Class<?> span = AgentClasses.find("datadog.trace.bootstrap.instrumentation.api.AgentSpan");
        if (tracer == null || span == null) {
            return null;
        }
        try {
            Method blackhole = tracer.getMethod("blackholeSpan");
            Method activate = tracer.getMethod("activateSpan", span);
            return work -> {
                AutoCloseable scope = (AutoCloseable) activate.invoke(null, blackhole.invoke(null));
                try {
                    work.run();
                } finally {
                    scope.close();
                }
            };
        } catch (NoSuchMethodException e) {
            return null;
        }
    }

    private static @Nullable MethodHandle suppress(Class<?> util) {
        try {
            return MethodHandles.publicLookup()
                    .findStatic(util, "suppressInstrumentation", MethodType.methodType(void.class, Runnable.class));
        } catch (ReflectiveOperationException e) {
            return null;
        }
    }

    @SuppressWarnings("CatchingUnchecked")
    private static void invoke(MethodHandle method, Runnable work) {
        try {
            method.invoke(work);
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }
}
