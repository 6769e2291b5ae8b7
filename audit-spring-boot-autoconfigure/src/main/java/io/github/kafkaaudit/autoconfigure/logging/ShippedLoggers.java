package io.github.kafkaaudit.autoconfigure.logging;

import io.github.kafkaaudit.LogAuditSink;
import java.util.List;

/**
 * Tells which loggers' lines are shipped: all but those that would speak about their own shipping.
 *
 * <p>Kafka's clients log from inside of {@code send}, and its configuration classes from inside of the producer's
 * making: a line about a line, without end. Audit events have a topic of their own.
 */
final class ShippedLoggers {

    private static final String KAFKA = "org.apache.kafka";
    private static final String LIBRARY = "io.github.kafkaaudit.";
    private static final List<String> LIBRARY_PACKAGES = List.of(
            "event",
            "policy",
            "trail",
            "kafka",
            "payload",
            "json",
            "spool",
            "elasticsearch",
            "jdbc",
            "spring",
            "autoconfigure");

    private ShippedLoggers() {}

    static boolean includes(String logger) {
        return !logger.startsWith(KAFKA) && !logger.equals(LogAuditSink.LOGGER) && !isLibrary(logger);
    }

    /** Other packages may share the library's prefix, such as those of an application built beside it. */
    private static boolean isLibrary(String logger) {
        if (!logger.startsWith(LIBRARY)) {
            return false;
        }
        String rest = logger.substring(LIBRARY.length());
        int dot = rest.indexOf('.');
        return dot < 0
                ? rest.isEmpty() || Character.isUpperCase(rest.charAt(0)) || LIBRARY_PACKAGES.contains(rest)
                : LIBRARY_PACKAGES.contains(rest.substring(0, dot));
    }
}
