package io.github.kafkaaudit.autoconfigure;

import io.github.kafkaaudit.AuditEventEncoder;
import io.github.kafkaaudit.AuditSink;
import io.github.kafkaaudit.AuditTrail;
import io.github.kafkaaudit.DedupKeyExtractor;
import io.github.kafkaaudit.HmacKey;
import io.github.kafkaaudit.LogAuditSink;
import io.github.kafkaaudit.ServiceIdentity;
import io.github.kafkaaudit.TrailSettings;
import io.github.kafkaaudit.autoconfigure.KafkaAuditProperties.Masking;
import io.github.kafkaaudit.autoconfigure.KafkaAuditProperties.Service;
import io.github.kafkaaudit.json.JsonAuditEventEncoder;
import io.github.kafkaaudit.kafka.AuditTopic;
import io.github.kafkaaudit.kafka.KafkaAudit;
import io.github.kafkaaudit.kafka.KafkaAuditSink;
import io.github.kafkaaudit.payload.PayloadDigest;
import io.github.kafkaaudit.spool.FileAuditSpool;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.env.Environment;

/** The trail of an application, from its settings; it records from the beginning and writes once it is started. */
final class AuditRuntime {

    private static final Logger logger = LoggerFactory.getLogger(AuditRuntime.class);

    private final KafkaAuditProperties properties;
    private final ServiceIdentity identity;
    private final AuditEventEncoder encoder;
    private final DeferredAuditSink sink = new DeferredAuditSink();
    private final KafkaAudit audit;

    AuditRuntime(KafkaAuditProperties properties, Environment environment, @Nullable DedupKeyExtractor extractor) {
        SettingsCheck.check(properties);
        this.properties = properties;
        this.identity = identity(properties, environment);
        HmacKey key = hmacKey(properties.masking());
        this.encoder = new JsonAuditEventEncoder(identity, key);
        AuditTrail trail = AuditTrail.builder(identity, encoder, sink)
                .policies(PoliciesFactory.create(properties, extractor))
                .settings(settings(properties))
                .spool(spool(properties, identity, sink))
                .build();
        PayloadDigest digest = new PayloadDigest(key);
        KafkaAuditProperties.ConsumeExtras extras = properties.consumeExtras();
        this.audit = new KafkaAudit(
                trail,
                digest::digest,
                properties.commits().interval(),
                extras.barrier() ? extras.barrierTimeout() : null);
    }

    KafkaAudit audit() {
        return audit;
    }

    /** Begins to write: to the application's own sink, or to the one that the settings name. */
    void start(@Nullable AuditSink own, ApplicationClients clients, Map<String, String> coverage) {
        AuditSink resolved = own == null ? configuredSink(clients) : own;
        if (own != null) {
            sink.destination(own.getClass().getName());
        }
        if (resolved == null) {
            audit.trail().setEnabled(false);
            return;
        }
        sink.become(resolved);
        audit.trail().start(coverage);
    }

    void stop() {
        audit.trail().close();
    }

    private @Nullable AuditSink configuredSink(ApplicationClients clients) {
        return switch (properties.sink()) {
            case LOG -> {
                sink.destination("log");
                yield new LogAuditSink();
            }
            case NONE -> events -> CompletableFuture.completedFuture(null);
            case KAFKA -> kafkaSink(clients);
        };
    }

    private @Nullable AuditSink kafkaSink(ApplicationClients clients) {
        Map<String, Object> producer = new AuditConnection(properties, clients, identity.name()).producerProperties();
        if (producer == null) {
            logger.warn("Kafka Audit is off: the application has several client factories, or none, so it is not clear"
                    + " which cluster takes the audit topic. Set kafka.audit.producer.bootstrap-servers.");
            return null;
        }
        sink.destination("kafka " + producer.get("bootstrap.servers") + " " + properties.topic());
        KafkaAuditProperties.TopicCreation creation = properties.topicCreation();
        new AuditTopic(
                        properties.topic(),
                        producer,
                        creation.enabled()
                                ? new AuditTopic.Creation(
                                        creation.partitions(), creation.replication(), creation.retention())
                                : null)
                .checkInBackground();
        return new KafkaAuditSink(properties.topic(), producer, encoder, properties.shutdownTimeout());
    }

    private static ServiceIdentity identity(KafkaAuditProperties properties, Environment environment) {
        Service service = properties.service();
        String name = service.name();
        if (name == null || name.isBlank()) {
            name = environment.getProperty("spring.application.name", "application");
        }
        return ServiceIdentity.of(
                name, service.version(), service.environment(), service.nodeName(), properties.clusterId());
    }

    private static @Nullable HmacKey hmacKey(Masking masking) {
        String secret = masking.hmacSecret();
        return secret == null || secret.isBlank()
                ? null
                : new HmacKey(masking.hmacKeyId(), secret.getBytes(StandardCharsets.UTF_8));
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
            return FileAuditSpool.builder(identity, sink::destination)
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
