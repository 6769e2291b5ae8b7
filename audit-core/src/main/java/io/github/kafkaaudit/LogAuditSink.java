package io.github.kafkaaudit;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes every event as one line of JSON to the logger {@code kafka-audit} at INFO, for set-ups in which a shipper
 * reads log files.
 *
 * <p>What the logging system does with the line is its own business: an event counts as durable once it was logged.
 *
 * <p><b>Failure</b>: while the logger does not take INFO, a write fails and says so, and nothing counts as written.
 */
public final class LogAuditSink implements AuditSink {

    /** The name of the logger. */
    public static final String LOGGER = "kafka-audit";

    private final Logger logger = LoggerFactory.getLogger(LOGGER);

    /** Creates a sink. */
    public LogAuditSink() {}

    @Override
    public CompletionStage<Void> write(List<EncodedAuditEvent> events) {
        if (!isTaking()) {
            String reason = "The logger \"" + LOGGER + "\" does not take INFO, so the audit log takes no events. Set"
                    + " logging.level." + LOGGER + "=info.";
            return CompletableFuture.failedFuture(new AuditSinkException(reason, new IllegalStateException(reason)));
        }
        for (EncodedAuditEvent event : events) {
            logger.info(new String(event.json(), StandardCharsets.UTF_8));
        }
        return CompletableFuture.completedFuture(null);
    }

    /**
     * Tells whether events are logged at this moment; the level of a logger may change while the application runs.
     *
     * @return whether the logger takes INFO
     */
    public boolean isTaking() {
        return logger.isInfoEnabled();
    }

    @Override
    public String place() {
        return "log";
    }
}
