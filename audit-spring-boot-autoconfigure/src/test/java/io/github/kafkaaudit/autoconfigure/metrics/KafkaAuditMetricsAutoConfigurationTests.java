package io.github.kafkaaudit.autoconfigure.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.kafkaaudit.autoconfigure.KafkaAuditAutoConfiguration;
import io.github.kafkaaudit.event.AuditAction;
import io.github.kafkaaudit.event.AuditEvent;
import io.github.kafkaaudit.trail.AuditTrail;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.kafka.autoconfigure.KafkaAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

class KafkaAuditMetricsAutoConfigurationTests {

    private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(
                    KafkaAutoConfiguration.class,
                    KafkaAuditAutoConfiguration.class,
                    KafkaAuditMetricsAutoConfiguration.class))
            .withPropertyValues("kafka.audit.sink=none");

    private final MeterRegistry registry = new SimpleMeterRegistry();

    @Test
    void countsEventsByDirectionAndOutcome() {
        contextRunner.run(context -> {
            AuditTrail trail = context.getBean(AuditTrail.class);
            context.getBean(MeterBinder.class).bindTo(registry);

            trail.recorder().record(AuditEvent.of(AuditAction.MESSAGE_PRODUCED));
            trail.recorder().record(AuditEvent.of(AuditAction.MESSAGE_CONSUMED));
            trail.recorder().record(AuditEvent.of(AuditAction.OFFSET_COMMITTED));
            trail.flush(Duration.ofSeconds(10));

            assertThat(events("produce", "success")).isEqualTo(1);
            assertThat(events("consume", "success")).isEqualTo(2);
            assertThat(events("consume", "failure")).isZero();
            assertThat(events("none", "success")).isEqualTo(1);
            assertThat(registry.get("kafka.audit.written").functionCounter().count())
                    .isEqualTo(4);
            assertThat(registry.get("kafka.audit.send").functionTimer().count()).isPositive();
            assertThat(registry.get("kafka.audit.send").functionTimer().totalTime(TimeUnit.NANOSECONDS))
                    .isPositive();
            assertThat(registry.get("kafka.audit.enabled").gauge().value()).isEqualTo(1);
        });
    }

    @Test
    void showsWhatIsHeldBackOrLost() {
        contextRunner.run(context -> {
            context.getBean(MeterBinder.class).bindTo(registry);

            for (String name : new String[] {
                "kafka.audit.queue.size",
                "kafka.audit.queue.memory",
                "kafka.audit.spool.size",
                "kafka.audit.spool.bytes"
            }) {
                // The event about the start may still be on its way.
                await(name).until(() -> registry.get(name).gauge().value() == 0);
            }
            assertThat(registry.get("kafka.audit.sends.pending").gauge().value())
                    .isZero();
            assertThat(registry.get("kafka.audit.sends.pending.age").timeGauge().value())
                    .isZero();
            await("lag").until(() -> registry.get("kafka.audit.lag").timeGauge().value() == 0);
            assertThat(registry.get("kafka.audit.spooled").functionCounter().count())
                    .isZero();
            assertThat(registry.find("kafka.audit.dropped").functionCounters())
                    .extracting(counter -> counter.getId().getTag("reason"))
                    .contains("queue-full", "policy", "spool-full", "shutdown");
        });
    }

    @Test
    void keepsTheNumberOfMetersSmall() {
        contextRunner.run(context -> {
            context.getBean(MeterBinder.class).bindTo(registry);

            assertThat(registry.getMeters())
                    .hasSizeLessThan(40)
                    .extracting(Meter::getId)
                    .allSatisfy(id -> assertThat(id.getDescription()).isNotBlank());
        });
    }

    @Test
    void backsOffWithoutMicrometer() {
        contextRunner
                .withClassLoader(new FilteredClassLoader(MeterRegistry.class))
                .run(context -> assertThat(context)
                        .hasNotFailed()
                        .hasSingleBean(AuditTrail.class)
                        .doesNotHaveBean(KafkaAuditMetricsAutoConfiguration.class));
    }

    @Test
    void backsOffWhenAuditingIsSwitchedOff() {
        contextRunner
                .withPropertyValues("kafka.audit.enabled=false")
                .run(context -> assertThat(context).hasNotFailed().doesNotHaveBean(MeterBinder.class));
    }

    private double events(String direction, String outcome) {
        return registry.get("kafka.audit.events")
                .tags("direction", direction, "outcome", outcome)
                .functionCounter()
                .count();
    }
}
