package io.github.kafkaaudit.trail;

import java.time.Duration;

/**
 * The limits of a trail.
 *
 * @param queueCapacity how many events wait for the audit thread at most; rounded up to a power of two
 * @param queueMemory how many bytes of captured keys, values and headers are kept in memory at most
 * @param inFlightMemory how many bytes of encoded events wait for the sink's answer at most
 * @param shutdownTimeout how long closing waits for the sink at most
 */
public record TrailSettings(int queueCapacity, long queueMemory, long inFlightMemory, Duration shutdownTimeout) {

    /** 65,536 events, 64 MiB captured, 8 MiB under way, ten seconds. */
    public static final TrailSettings DEFAULT = new TrailSettings(65_536, 64L << 20, 8L << 20, Duration.ofSeconds(10));

    /** Checks the limits. */
    public TrailSettings {
        if (queueCapacity < 16) {
            throw new IllegalArgumentException("The queue's capacity must be at least 16, not " + queueCapacity + ".");
        }
        if (queueMemory < 1 << 20 || inFlightMemory < 1 << 20) {
            throw new IllegalArgumentException("The memory limits must be at least 1 MiB.");
        }
        if (shutdownTimeout.isNegative()) {
            throw new IllegalArgumentException("The shutdown timeout must not be negative.");
        }
    }
}
