package io.github.kafkaaudit.autoconfigure.actuator;

import io.github.kafkaaudit.trail.AuditTrail;
import org.springframework.boot.actuate.health.Health;
import org.springframework.boot.actuate.health.HealthIndicator;
import org.springframework.boot.actuate.health.Status;

/** How the audit is, in Spring Boot 3. */
final class Boot3HealthIndicator implements HealthIndicator {

    private final TrailHealth trail;

    Boot3HealthIndicator(AuditTrail trail) {
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
