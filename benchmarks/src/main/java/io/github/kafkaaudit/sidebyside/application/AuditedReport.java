package io.github.kafkaaudit.sidebyside.application;

import io.github.kafkaaudit.trail.AuditStatistics;
import io.github.kafkaaudit.trail.AuditTrail;
import java.util.Map;

/** How many events took the way over the disk, and how many were lost. */
final class AuditedReport implements RecorderReport {

    private final AuditTrail trail;

    AuditedReport(AuditTrail trail) {
        this.trail = trail;
    }

    @Override
    public Map<String, Long> figures() {
        AuditStatistics statistics = trail.statistics();
        return Map.of("spooled", statistics.spooled(), "lost", statistics.lostTotal());
    }
}
