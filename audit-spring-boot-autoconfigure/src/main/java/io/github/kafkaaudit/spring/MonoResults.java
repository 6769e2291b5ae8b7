package io.github.kafkaaudit.spring;

import java.util.concurrent.CancellationException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** Watches results of Reactor's, where an application has it; without subscribing to them. */
final class MonoResults {

    private MonoResults() {}

    static boolean isOne(Object result) {
        return result instanceof Mono<?>;
    }

    static Object watched(Object result, Consumer<@Nullable Throwable> end) {
        return ((Mono<?>) result)
                .doOnSuccess(value -> end.accept(null))
                .doOnError(end)
                .doOnCancel(() -> end.accept(new CancellationException("the listener's result was cancelled")));
    }
}
