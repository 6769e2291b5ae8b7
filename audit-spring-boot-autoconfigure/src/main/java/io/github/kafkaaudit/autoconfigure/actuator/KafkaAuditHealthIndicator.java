package io.github.kafkaaudit.autoconfigure.actuator;

import io.github.kafkaaudit.trail.AuditStatistics;
import io.github.kafkaaudit.trail.AuditTrail;
import java.time.Duration;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;

/**
 * Tells how the audit is, without ever telling that the application is not well.
 *
 * <p>{@code DEGRADED} is a status that Boot's aggregation does not know and therefore leaves out: it shows, it can be
 * alerted on, and it neither takes a service out of a load balancer nor restarts it.
 */
final class KafkaAuditHealthIndicator implements HealthIndicator {

    static final Status DEGRADED = new Status("DEGRADED", "Audit events are held back or were lost.");

    private static final long LOSS_REMEMBERED_MILLIS = Duration.ofMinutes(10).toMillis();

    private final AuditTrail trail;
    private long knownLosses;
    private long lastLossSeen = -LOSS_REMEMBERED_MILLIS;

    KafkaAuditHealthIndicator(AuditTrail trail) {
        this.trail = trail;
    }

    @Override
    public Health health() {
        AuditStatistics statistics = trail.statistics();
        boolean losing = isLosing(statistics.lostTotal());
        Health.Builder health = new Health.Builder();
        if (!trail.isEnabled()) {
            health.unknown();
        } else if (losing || !statistics.sinkHealthy() || statistics.spoolSize() > 0) {
            health.status(DEGRADED);
        } else {
            health.up();
        }
        health.withDetail("enabled", trail.isEnabled())
                .withDetail("sink", statistics.sinkHealthy() ? "taking events" : "not taking events")
                .withDetail("waiting", statistics.queueSize())
                .withDetail("spooled", statistics.spoolSize())
                .withDetail("lost", statistics.lostTotal());
        String lastFailure = statistics.lastFailure();
        if (lastFailure != null) {
            health.withDetail("lastFailure", lastFailure);
        }
        return health.build();
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
