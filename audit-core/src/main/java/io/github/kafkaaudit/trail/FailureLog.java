package io.github.kafkaaudit.trail;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The library's own failures: counted, and logged as a warning once per kind and ten minutes, else for debugging only.
 * No message of an exception is logged, because it may quote a payload.
 */
final class FailureLog {

    /** For how long a failure is the last one, and for how long its kind is not logged again. */
    static final long REMEMBERED = TimeUnit.MINUTES.toNanos(10);

    private static final Logger logger = LoggerFactory.getLogger(AuditTrail.class);
    private static final int REMEMBERED_KINDS = 100;

    private final Map<String, Long> warnedAt = new ConcurrentHashMap<>();
    private final LongAdder count = new LongAdder();
    private volatile @Nullable Last last;

    void failed(String step, Throwable failure) {
        String type = Causes.unwrap(failure).getClass().getName();
        String kind = step + ": " + type;
        note(kind);
        try {
            if (isNews(kind)) {
                logger.warn(
                        "Kafka Audit failed to {} ({}). The application goes on; further failures of this kind are"
                                + " logged at DEBUG for ten minutes.",
                        step,
                        type);
            }
            if (logger.isDebugEnabled()) {
                logger.debug("Kafka Audit failed to {}: {}", step, Causes.trace(failure));
            }
        } catch (RuntimeException e) {
            // A logging backend that throws must not do to the application what the failure itself could not.
            last = new Last(kind + "; logging it failed: " + e.getClass().getName(), System.nanoTime());
        }
    }

    /** Counts a failure that is logged elsewhere. */
    void note(String what) {
        count.increment();
        last = new Last(what, System.nanoTime());
    }

    /** Forgets a failure that is over. */
    void over(String what) {
        Last known = last;
        if (known != null && known.what().equals(what)) {
            last = null;
        }
    }

    long count() {
        return count.sum();
    }

    /** Returns the last failure, or null if it is over or long ago. */
    @Nullable String last() {
        Last known = last;
        return known == null || System.nanoTime() - known.at() > REMEMBERED ? null : known.what();
    }

    private boolean isNews(String kind) {
        long now = System.nanoTime();
        Long before = warnedAt.get(kind);
        if (before == null ? warnedAt.size() >= REMEMBERED_KINDS : now - before < REMEMBERED) {
            return false;
        }
        return before == null ? warnedAt.putIfAbsent(kind, now) == null : warnedAt.replace(kind, before, now);
    }

    private record Last(String what, long at) {}
}
