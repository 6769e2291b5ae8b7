package io.github.kafkaaudit.spring;

import java.lang.reflect.Field;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.kafka.core.KafkaTemplate;
import org.springframework.kafka.listener.AbstractMessageListenerContainer;
import org.springframework.kafka.listener.CommonDelegatingErrorHandler;
import org.springframework.kafka.listener.CommonMixedErrorHandler;
import org.springframework.kafka.listener.DeadLetterPublishingRecoverer;
import org.springframework.kafka.listener.FailedRecordProcessor;
import org.springframework.util.ClassUtils;

/**
 * Finds the templates by which a container's error handling publishes dead letters: they are often made beside the
 * recoverer and are no beans. What an application's own function finds is not looked for.
 */
final class RecovererTemplates {

    private static final HiddenField TRACKER = HiddenField.of(FailedRecordProcessor.class, "failureTracker");
    private static final HiddenField RECOVERER = HiddenField.of(
            ClassUtils.resolveClassName(
                    "org.springframework.kafka.listener.FailedRecordTracker",
                    RecovererTemplates.class.getClassLoader()),
            "recoverer");
    private static final HiddenField RESOLVER = HiddenField.of(DeadLetterPublishingRecoverer.class, "templateResolver");
    private static final HiddenField OF_RECORDS = HiddenField.of(CommonMixedErrorHandler.class, "recordErrorHandler");
    private static final HiddenField OF_BATCHES = HiddenField.of(CommonMixedErrorHandler.class, "batchErrorHandler");
    private static final HiddenField DEFAULT =
            HiddenField.of(CommonDelegatingErrorHandler.class, "defaultErrorHandler");
    private static final HiddenField DELEGATES = HiddenField.of(CommonDelegatingErrorHandler.class, "delegates");

    private RecovererTemplates() {}

    static Set<KafkaTemplate<?, ?>> of(AbstractMessageListenerContainer<?, ?> container) {
        Set<KafkaTemplate<?, ?>> templates = new LinkedHashSet<>();
        addOfHandler(container.getCommonErrorHandler(), templates);
        addOfHandler(container.getAfterRollbackProcessor(), templates);
        return templates;
    }

    private static void addOfHandler(@Nullable Object handler, Set<KafkaTemplate<?, ?>> templates) {
        if (handler instanceof CommonMixedErrorHandler) {
            addOfHandler(OF_RECORDS.read(handler), templates);
            addOfHandler(OF_BATCHES.read(handler), templates);
        } else if (handler instanceof CommonDelegatingErrorHandler) {
            addOfHandler(DEFAULT.read(handler), templates);
            if (DELEGATES.read(handler) instanceof Map<?, ?> delegates) {
                delegates.values().forEach(delegate -> addOfHandler(delegate, templates));
            }
        } else if (handler instanceof FailedRecordProcessor) {
            Object tracker = TRACKER.read(handler);
            Object recoverer = tracker == null ? null : RECOVERER.read(tracker);
            Object resolver = recoverer instanceof DeadLetterPublishingRecoverer ? RESOLVER.read(recoverer) : null;
            // Spring-kafka's own function has got the templates; another one may do anything.
            if (resolver != null
                    && resolver.getClass().getName().startsWith(DeadLetterPublishingRecoverer.class.getName())) {
                addCaptured(resolver, templates);
            }
        }
    }

    private static void addCaptured(Object function, Set<KafkaTemplate<?, ?>> templates) {
        for (Field field : function.getClass().getDeclaredFields()) {
            Object captured =
                    HiddenField.of(function.getClass(), field.getName()).read(function);
            Collection<?> candidates =
                    captured instanceof Map<?, ?> map ? map.values() : Collections.singletonList(captured);
            for (Object candidate : candidates) {
                if (candidate instanceof KafkaTemplate<?, ?> template) {
                    templates.add(template);
                }
            }
        }
    }
}
