package io.github.kafkaaudit.autoconfigure.metrics;

import io.github.kafkaaudit.event.AuditAction;
import io.github.kafkaaudit.event.Direction;
import io.github.kafkaaudit.event.Outcome;
import io.github.kafkaaudit.kafka.KafkaAudit;
import io.github.kafkaaudit.trail.AuditStatistics;
import io.github.kafkaaudit.trail.AuditTrail;
import io.github.kafkaaudit.trail.LossReason;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.FunctionTimer;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.TimeGauge;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * The trail's numbers as meters; read when a registry asks, so that recording costs nothing more.
 *
 * <p>Every tag has a handful of values: topics and groups are the trail's business.
 */
final class KafkaAuditMetrics implements MeterBinder {

    private final AuditTrail trail;
    private final KafkaAudit audit;

    KafkaAuditMetrics(AuditTrail trail, KafkaAudit audit) {
        this.trail = trail;
        this.audit = audit;
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        for (Direction direction : Direction.values()) {
            events(registry, direction);
        }
        events(registry, null);
        for (LossReason reason : LossReason.values()) {
            counter(
                            "kafka.audit.dropped",
                            "Events that were lost inside the process",
                            statistics -> statistics.lost().getOrDefault(reason, 0L))
                    .tag("reason", reason.name().toLowerCase(Locale.ROOT).replace('_', '-'))
                    .register(registry);
        }
        counter("kafka.audit.written", "Events that are durable in the sink", AuditStatistics::written)
                .register(registry);
        counter("kafka.audit.spooled", "Events that went to disk", AuditStatistics::spooled)
                .register(registry);
        counter("kafka.audit.failures", "Failures of the audit itself", AuditStatistics::failures)
                .register(registry);
        gauges(registry);
        FunctionTimer.builder(
                        "kafka.audit.send",
                        trail,
                        audited -> audited.statistics().writes(),
                        audited -> audited.statistics().writeTime(),
                        TimeUnit.NANOSECONDS)
                .description("Writes to the sink until it answered")
                .register(registry);
    }

    private void events(MeterRegistry registry, @Nullable Direction direction) {
        for (Outcome outcome : Outcome.values()) {
            counter(
                            "kafka.audit.events",
                            "Events that were recorded",
                            statistics -> sum(statistics, direction, outcome))
                    .tag("direction", direction == null ? "none" : direction.value())
                    .tag("outcome", outcome.value())
                    .register(registry);
        }
    }

    private void gauges(MeterRegistry registry) {
        gauge("kafka.audit.queue.size", "Events that wait for the audit thread", AuditStatistics::queueSize)
                .register(registry);
        gauge("kafka.audit.queue.memory", "Captured bytes in memory", AuditStatistics::queueMemory)
                .baseUnit("bytes")
                .register(registry);
        gauge("kafka.audit.spool.size", "Events that wait on disk", AuditStatistics::spoolSize)
                .register(registry);
        gauge("kafka.audit.spool.bytes", "Disk space that the spool takes", AuditStatistics::spoolBytes)
                .baseUnit("bytes")
                .register(registry);
        gauge(
                        "kafka.audit.spool.problem",
                        "Whether something keeps the spool from doing its work; the health details say what",
                        statistics -> statistics.spoolProblem() == null ? 0 : 1)
                .register(registry);
        gauge("kafka.audit.enabled", "Whether auditing is switched on", statistics -> trail.isEnabled() ? 1 : 0)
                .register(registry);
        Gauge.builder(
                        "kafka.audit.sends.pending",
                        audit,
                        seen -> seen.pendingSends().count())
                .description("The application's sends that are neither acknowledged nor failed")
                .register(registry);
        TimeGauge.builder("kafka.audit.sends.pending.age", audit, TimeUnit.MILLISECONDS, this::age)
                .description("Age of the oldest of the application's sends that are neither acknowledged nor failed")
                .register(registry);
        TimeGauge.builder("kafka.audit.lag", trail, TimeUnit.MILLISECONDS, KafkaAuditMetrics::lag)
                .description(
                        "Age of the oldest event that is not durable in the sink: in the queue, under way, or in the spool")
                .register(registry);
    }

    private FunctionCounter.Builder<AuditTrail> counter(
            String name, String description, ToDoubleFunction<AuditStatistics> value) {
        return FunctionCounter.builder(name, trail, audited -> value.applyAsDouble(audited.statistics()))
                .description(description);
    }

    private Gauge.Builder<AuditTrail> gauge(String name, String description, ToDoubleFunction<AuditStatistics> value) {
        return Gauge.builder(name, trail, audited -> value.applyAsDouble(audited.statistics()))
                .description(description);
    }

    private double age(KafkaAudit seen) {
        long oldest = seen.pendingSends().oldest();
        return oldest < 0 ? 0 : Math.max(0, trail.recorder().now() - oldest);
    }

    private static double lag(AuditTrail trail) {
        long oldest = trail.statistics().oldestUnsent();
        return oldest < 0 ? 0 : Math.max(0, trail.recorder().now() - oldest);
    }

    private static long sum(AuditStatistics statistics, @Nullable Direction direction, Outcome outcome) {
        long sum = 0;
        for (Map.Entry<AuditAction, Map<Outcome, Long>> entry :
                statistics.events().entrySet()) {
            if (entry.getKey().direction() == direction) {
                sum += entry.getValue().getOrDefault(outcome, 0L);
            }
        }
        return sum;
    }
}
