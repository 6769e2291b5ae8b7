package io.github.kafkaaudit.autoconfigure.actuator;

import io.github.kafkaaudit.trail.AuditTrail;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;

/** How the audit is, from Spring Boot 4 on. */
final class KafkaAuditHealthIndicator implements HealthIndicator {

    private final TrailHealth trail;

    KafkaAuditHealthIndicator(AuditTrail trail) {
        this.trail = new TrailHealth(trail);
    }

    @Override
    public Health health() {
        String code = trail.status();
        Status status =
                code.equals(TrailHealth.DEGRADED) ? new Status(code, TrailHealth.DEGRADED_MEANS) : new Status(code);
        return Health.status(status).withDetails(trail.details()).build();
    }
}
