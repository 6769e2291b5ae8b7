package io.github.kafkaaudit.autoconfigure.actuator;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.kafkaaudit.AuditSink;
import io.github.kafkaaudit.autoconfigure.KafkaAuditAutoConfiguration;
import io.github.kafkaaudit.event.AuditAction;
import io.github.kafkaaudit.event.AuditEvent;
import io.github.kafkaaudit.trail.AuditTrail;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.availability.ApplicationAvailabilityBean;
import org.springframework.boot.availability.AvailabilityChangeEvent;
import org.springframework.boot.availability.LivenessState;
import org.springframework.boot.availability.ReadinessState;
import org.springframework.boot.health.actuate.endpoint.HealthEndpoint;
import org.springframework.boot.health.actuate.endpoint.HealthEndpointGroup;
import org.springframework.boot.health.actuate.endpoint.HealthEndpointGroups;
import org.springframework.boot.health.autoconfigure.actuate.endpoint.AvailabilityProbesAutoConfiguration;
import org.springframework.boot.health.autoconfigure.actuate.endpoint.HealthEndpointAutoConfiguration;
import org.springframework.boot.health.autoconfigure.application.AvailabilityHealthContributorAutoConfiguration;
import org.springframework.boot.health.autoconfigure.contributor.HealthContributorAutoConfiguration;
import org.springframework.boot.health.autoconfigure.registry.HealthContributorRegistryAutoConfiguration;
import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.kafka.autoconfigure.KafkaAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.event.ContextRefreshedEvent;

class KafkaAuditHealthIndicatorTests {

    private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(
                    KafkaAutoConfiguration.class,
                    KafkaAuditAutoConfiguration.class,
                    KafkaAuditHealthAutoConfiguration.class,
                    HealthContributorAutoConfiguration.class,
                    HealthContributorRegistryAutoConfiguration.class,
                    HealthEndpointAutoConfiguration.class,
                    AvailabilityHealthContributorAutoConfiguration.class,
                    AvailabilityProbesAutoConfiguration.class))
            .withBean(ApplicationAvailabilityBean.class)
            .withInitializer(context -> context.addApplicationListener(event -> {
                // What SpringApplication does when it is through.
                if (event instanceof ContextRefreshedEvent) {
                    AvailabilityChangeEvent.publish(context, LivenessState.CORRECT);
                    AvailabilityChangeEvent.publish(context, ReadinessState.ACCEPTING_TRAFFIC);
                }
            }))
            .withPropertyValues(
                    "kafka.audit.sink=none",
                    "kafka.audit.spool.enabled=false",
                    "kafka.audit.shutdown-timeout=100ms",
                    "management.endpoints.web.exposure.include=health",
                    "management.endpoint.health.probes.enabled=true");

    @Test
    void isUpWhenEveryEventIsTaken() {
        contextRunner.run(context -> {
            assertThat(auditStatus(context.getBean(HealthEndpoint.class))).isEqualTo(Status.UP);
        });
    }

    @Test
    void isDegradedButLeavesTheApplicationUpWhenTheSinkTakesNothing() {
        contextRunner
                .withBean(AuditSink.class, () -> events -> CompletableFuture.failedFuture(new RuntimeException("away")))
                .run(context -> {
                    AuditTrail trail = context.getBean(AuditTrail.class);
                    trail.recorder().record(AuditEvent.of(AuditAction.MESSAGE_PRODUCED));
                    Awaitility.await()
                            .atMost(Duration.ofSeconds(10))
                            .until(() -> !trail.statistics().sinkHealthy());

                    HealthEndpoint health = context.getBean(HealthEndpoint.class);
                    assertThat(auditStatus(health)).isEqualTo(new Status("DEGRADED"));
                    assertThat(health.health().getStatus()).isEqualTo(Status.UP);
                });
    }

    @Test
    void isUnknownWhenAuditingIsSwitchedOffAndLeavesTheApplicationUp() {
        contextRunner.run(context -> {
            context.getBean(AuditTrail.class).setEnabled(false);

            HealthEndpoint health = context.getBean(HealthEndpoint.class);
            assertThat(auditStatus(health)).isEqualTo(Status.UNKNOWN);
            assertThat(health.health().getStatus()).isEqualTo(Status.UP);
        });
    }

    @Test
    void isNeverPartOfLivenessAndReadiness() {
        contextRunner.run(context -> {
            HealthEndpointGroups groups = context.getBean(HealthEndpointGroups.class);

            assertThat(groups.getNames()).contains("liveness", "readiness");
            for (String name : groups.getNames()) {
                HealthEndpointGroup group = groups.get(name);
                assertThat(group).isNotNull();
                assertThat(group.isMember("kafkaAudit")).as(name).isFalse();
            }
        });
    }

    @Test
    void isSwitchedOffLikeAnyOtherIndicator() {
        contextRunner
                .withPropertyValues("management.health.kafka-audit.enabled=false")
                .run(context -> assertThat(context).doesNotHaveBean("kafkaAuditHealthIndicator"));
    }

    @Test
    void backsOffWithoutBootsHealth() {
        new ApplicationContextRunner()
                .withConfiguration(AutoConfigurations.of(
                        KafkaAutoConfiguration.class,
                        KafkaAuditAutoConfiguration.class,
                        KafkaAuditHealthAutoConfiguration.class,
                        KafkaAuditEndpointAutoConfiguration.class))
                .withPropertyValues("kafka.audit.sink=none")
                .withClassLoader(
                        new FilteredClassLoader("org.springframework.boot.health", "org.springframework.boot.actuate"))
                .run(context -> assertThat(context)
                        .hasNotFailed()
                        .hasSingleBean(AuditTrail.class)
                        .doesNotHaveBean(KafkaAuditHealthAutoConfiguration.class)
                        .doesNotHaveBean(KafkaAuditEndpointAutoConfiguration.class));
    }

    private static Status auditStatus(HealthEndpoint health) {
        return Objects.requireNonNull(health.healthForPath("kafkaAudit")).getStatus();
    }
}
