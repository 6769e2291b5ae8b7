package io.github.kafkaaudit.trail;

import io.github.kafkaaudit.AuditSink;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Logs how the sink is doing when that changes: failing since, failing still, working again. A first connection that
 * takes a few seconds is no failure, and a sink that fails every few seconds is not logged every few seconds.
 *
 * <p><b>Threading</b>: used by the audit thread.
 */
final class SinkCondition {

    private static final Logger logger = LoggerFactory.getLogger(AuditTrail.class);
    private static final long GRACE = TimeUnit.SECONDS.toNanos(3);
    private static final long NOISE = TimeUnit.MINUTES.toNanos(1);
    private static final long REMINDER = TimeUnit.MINUTES.toNanos(10);

    private final AuditSink sink;
    private final FailureLog failures;
    private final LongSupplier nanos;
    private final boolean spooling;
    private boolean everWorked;
    private boolean failing;
    private boolean warned;
    private long since;
    private long warnedAt;
    private long sentFromSpool;
    private @Nullable String shown;
    private @Nullable Duration recoveredAfter;

    SinkCondition(AuditSink sink, boolean spooling, FailureLog failures, LongSupplier nanos) {
        this.sink = sink;
        this.spooling = spooling;
        this.failures = failures;
        this.nanos = nanos;
        this.warnedAt = nanos.getAsLong() - NOISE;
    }

    void failed(Throwable failure, long waiting) {
        long now = nanos.getAsLong();
        if (!failing) {
            failing = true;
            warned = false;
            since = now;
            recoveredAfter = null;
        }
        boolean patient = !everWorked || now - warnedAt < NOISE;
        if (!warned && patient && now - since < GRACE) {
            return;
        }
        String cause = Causes.name(failure);
        shown = "write to " + place() + ": " + cause;
        failures.note(shown);
        if (!warned) {
            warned = true;
            warnedAt = now;
            warn("Kafka Audit cannot write to {}: {}. {}", cause, fate());
        } else if (now - warnedAt >= REMINDER) {
            warnedAt = now;
            warn("Kafka Audit still cannot write to {}, for {} now: {}; {} events wait.", age(now), cause, waiting);
        }
        debug(failure);
    }

    void worked(long fromSpool) {
        sentFromSpool = fromSpool > 0 ? sentFromSpool + fromSpool : sentFromSpool;
        everWorked = true;
        if (!failing) {
            return;
        }
        failing = false;
        if (shown != null) {
            failures.over(shown);
            shown = null;
        }
        if (warned) {
            recoveredAfter = Duration.ofNanos(nanos.getAsLong() - since);
            sentFromSpool = fromSpool;
        }
    }

    /** Notes that nothing waits in the spool. */
    void caughtUp() {
        Duration outage = recoveredAfter;
        if (outage != null && !failing) {
            recoveredAfter = null;
            try {
                logger.info(
                        "Kafka Audit writes to {} again, after {}; {} events that had waited in the spool were sent.",
                        place(),
                        Duration.ofSeconds(outage.toSeconds()),
                        sentFromSpool);
            } catch (RuntimeException e) {
                failures.note("log that the sink works again: " + e.getClass().getName());
            }
        }
    }

    private String place() {
        try {
            return "the audit sink, " + sink.place();
        } catch (RuntimeException e) {
            return "the audit sink";
        }
    }

    private String fate() {
        return spooling
                ? "Events wait in the spool and are sent when it works again."
                : "Events wait in memory, as many as the queue holds: the spool is switched off.";
    }

    private Duration age(long now) {
        return Duration.ofSeconds(Duration.ofNanos(now - since).toSeconds());
    }

    private void warn(String sentence, Object... arguments) {
        Object[] all = new Object[arguments.length + 1];
        all[0] = place();
        System.arraycopy(arguments, 0, all, 1, arguments.length);
        try {
            logger.warn(sentence, all);
        } catch (RuntimeException e) {
            failures.note("log a failure: " + e.getClass().getName());
        }
    }

    private void debug(Throwable failure) {
        try {
            if (logger.isDebugEnabled()) {
                logger.debug("Kafka Audit cannot write to the sink: {}", Causes.trace(Causes.unwrap(failure)));
            }
        } catch (RuntimeException e) {
            failures.note("log a failure: " + e.getClass().getName());
        }
    }
}
