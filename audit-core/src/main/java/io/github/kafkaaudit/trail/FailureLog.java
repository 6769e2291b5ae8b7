package io.github.kafkaaudit.trail;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Our own failures: counted, told once per kind as a warning, afterwards for debugging only. */
final class FailureLog {

    private static final Logger logger = LoggerFactory.getLogger(AuditTrail.class);
    private static final int REMEMBERED_KINDS = 100;

    private final Map<String, Boolean> told = new ConcurrentHashMap<>();
    private final LongAdder count = new LongAdder();
    private volatile @Nullable String last;

    void failed(String step, Throwable failure) {
        count.increment();
        String kind = step + ": " + failure.getClass().getName();
        // Only the type: the message of an exception may quote the payload.
        last = kind;
        boolean first = told.size() < REMEMBERED_KINDS && told.putIfAbsent(kind, true) == null;
        try {
            if (first) {
                logger.warn(
                        "Kafka Audit failed to {} ({}). The application goes on; further failures of this kind are"
                                + " logged at DEBUG.",
                        step,
                        failure.getClass().getName());
            }
            logger.debug("Kafka Audit failed to {}", step, failure);
        } catch (RuntimeException e) {
            // A logging backend that throws must not do to the application what the failure itself could not.
            last = kind + "; logging it failed: " + e.getClass().getName();
        }
    }

    long count() {
        return count.sum();
    }

    @Nullable String last() {
        return last;
    }
}
