package io.github.kafkaaudit.autoconfigure;

import io.github.kafkaaudit.AuditEventEncoder;
import io.github.kafkaaudit.AuditSink;
import io.github.kafkaaudit.autoconfigure.KafkaAuditProperties.Service;
import io.github.kafkaaudit.autoconfigure.SinkFactory.ConfiguredSink;
import io.github.kafkaaudit.event.ServiceIdentity;
import io.github.kafkaaudit.json.EncoderOptions;
import io.github.kafkaaudit.json.JsonAuditEventEncoder;
import io.github.kafkaaudit.kafka.KafkaAudit;
import io.github.kafkaaudit.policy.BusinessKeyExtractor;
import io.github.kafkaaudit.spool.FileAuditSpool;
import io.github.kafkaaudit.trail.AuditTrail;
import io.github.kafkaaudit.trail.TrailSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.env.Environment;

/** The trail of an application, from its settings; it records from the beginning and writes once it is started. */
final class AuditRuntime {

    private static final Logger logger = LoggerFactory.getLogger(AuditRuntime.class);
    private static final String NAMELESS = "application";

    private final ServiceIdentity identity;
    private final AuditEventEncoder encoder;
    private final DeferredAuditSink sink = new DeferredAuditSink();
    private final AuditTrail trail;
    private final KafkaAudit audit;

    AuditRuntime(KafkaAuditProperties properties, Environment environment, @Nullable BusinessKeyExtractor extractor) {
        WrittenSettings.check(environment);
        SettingsCheck.check(properties);
        this.identity = identity(properties, environment);
        this.encoder = new JsonAuditEventEncoder(
                identity, properties.masking().secret(), new EncoderOptions(true, this::extractorFailed));
        this.trail = AuditTrail.builder(encoder, sink)
                .policies(PoliciesFactory.create(properties, extractor))
                .settings(settings(properties))
                .spool(spool(properties, identity, sink))
                .build();
        KafkaAuditProperties.Barrier barrier = properties.commits().barrier();
        this.audit = KafkaAudit.builder(trail)
                .commitInterval(properties.commits().interval())
                .pendingAfter(properties.pendingAfter())
                .commitBarrier(barrier.enabled() ? barrier.timeout() : null)
                .build();
    }

    AuditTrail trail() {
        return trail;
    }

    KafkaAudit audit() {
        return audit;
    }

    /**
     * Begins to write: to the application's own sink, or to the one that the settings name.
     *
     * @return where to, for people, or null if auditing stays off
     */
    @Nullable String start(@Nullable AuditSink own, SinkFactory sinks, Map<String, String> coverage) {
        ConfiguredSink resolved = own == null
                ? sinks.create(identity.name(), encoder)
                : new ConfiguredSink(own, "sink " + own.getClass().getName());
        if (resolved == null) {
            trail.setEnabled(false);
            return null;
        }
        sink.become(resolved);
        trail.start(coverage);
        return resolved.description();
    }

    void stop(Duration timeout) {
        trail.close(timeout.isNegative() ? Duration.ZERO : timeout);
    }

    private void extractorFailed(Throwable failure) {
        trail.recorder().failed("find a business key with the application's BusinessKeyExtractor", failure);
    }

    private static ServiceIdentity identity(KafkaAuditProperties properties, Environment environment) {
        Service service = properties.service();
        String name = service.name();
        if (name == null || name.isBlank()) {
            name = environment.getProperty("spring.application.name", "");
        }
        if (name.isBlank() || name.equals(NAMELESS)) {
            name = NAMELESS;
            logger.warn(
                    "Kafka Audit: service.name is \"{}\" in every event, because nobody has named this service. Set"
                            + " spring.application.name or kafka.audit.service.name.",
                    NAMELESS);
        }
        return ServiceIdentity.of(
                name, service.version(), service.environment(), service.nodeName(), properties.clusterId());
    }

    private static TrailSettings settings(KafkaAuditProperties properties) {
        return new TrailSettings(
                properties.queue().capacity(),
                properties.queue().maxMemory().toBytes(),
                TrailSettings.DEFAULT.inFlightMemory(),
                properties.shutdownTimeout());
    }

    private static @Nullable FileAuditSpool spool(
            KafkaAuditProperties properties, ServiceIdentity identity, DeferredAuditSink sink) {
        KafkaAuditProperties.Spool spool = properties.spool();
        if (!spool.enabled() || properties.sink() == KafkaAuditProperties.Sink.NONE) {
            return null;
        }
        String directory = spool.directory();
        try {
            return FileAuditSpool.builder(identity, sink::place)
                    .directory(directory == null || directory.isBlank() ? null : Path.of(directory))
                    .maxSize(spool.maxSize().toBytes())
                    .fsync(spool.fsync())
                    .build();
        } catch (IllegalArgumentException e) {
            throw new InvalidKafkaAuditSettingException(
                    "kafka.audit.spool",
                    String.valueOf(e.getMessage()),
                    "Correct kafka.audit.spool.max-size or kafka.audit.spool.directory.");
        }
    }
}
