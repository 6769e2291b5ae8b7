package io.github.kafkaaudit.autoconfigure.actuator;

import io.github.kafkaaudit.trail.AuditStatistics;
import io.github.kafkaaudit.trail.AuditTrail;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Tells how the audit is, in words that each version of Spring Boot has its own types for; without ever telling that
 * the application is not well.
 *
 * <p>{@code DEGRADED} is a status that Boot's aggregation does not know and therefore leaves out: it shows, it can be
 * alerted on, and it neither takes a service out of a load balancer nor restarts it.
 */
final class TrailHealth {

    static final String DEGRADED = "DEGRADED";
    static final String DEGRADED_MEANS = "Audit events are held back or were lost.";

    private static final long LOSS_REMEMBERED_MILLIS = Duration.ofMinutes(10).toMillis();

    private final AuditTrail trail;
    private long knownLosses;
    private long lastLossSeen = -LOSS_REMEMBERED_MILLIS;

    TrailHealth(AuditTrail trail) {
        this.trail = trail;
    }

    /** Returns the status, {@code UP}, {@code UNKNOWN} while auditing is switched off, or {@link #DEGRADED}. */
    String status() {
        AuditStatistics statistics = trail.statistics();
        boolean losing = isLosing(statistics.lostTotal());
        if (!trail.isEnabled()) {
            return "UNKNOWN";
        }
        boolean heldBack = !statistics.sinkHealthy() || statistics.spoolSize() > 0 || statistics.spoolProblem() != null;
        return losing || heldBack ? DEGRADED : "UP";
    }

    Map<String, Object> details() {
        AuditStatistics statistics = trail.statistics();
        Map<String, Object> details = new LinkedHashMap<>();
        details.put("enabled", trail.isEnabled());
        details.put("sink", statistics.sinkHealthy() ? "taking events" : "not taking events");
        details.put("waiting", statistics.queueSize());
        details.put("spooled", statistics.spoolSize());
        details.put("lost", statistics.lostTotal());
        String problem = statistics.spoolProblem();
        if (problem != null) {
            details.put("spoolProblem", problem);
        }
        String lastFailure = statistics.lastFailure();
        if (lastFailure != null) {
            details.put("lastFailure", lastFailure);
        }
        return details;
    }

    /** A loss is past and cannot be mended; it stays visible for a while, so that somebody sees it. */
    private synchronized boolean isLosing(long losses) {
        long now = trail.recorder().now();
        if (losses > knownLosses) {
            knownLosses = losses;
            lastLossSeen = now;
        }
        return now - lastLossSeen < LOSS_REMEMBERED_MILLIS;
    }
}
