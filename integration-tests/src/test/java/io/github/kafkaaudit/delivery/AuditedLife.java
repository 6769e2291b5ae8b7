package io.github.kafkaaudit.delivery;

import io.github.kafkaaudit.event.AuditAction;
import io.github.kafkaaudit.event.AuditEvent;
import io.github.kafkaaudit.event.HeaderSnapshot;
import io.github.kafkaaudit.event.RecordSnapshot;
import io.github.kafkaaudit.event.ServiceIdentity;
import io.github.kafkaaudit.event.WireBytes;
import io.github.kafkaaudit.json.JsonAuditEventEncoder;
import io.github.kafkaaudit.kafka.topic.AuditProducerProperties;
import io.github.kafkaaudit.kafka.topic.KafkaAuditSink;
import io.github.kafkaaudit.spool.FileAuditSpool;
import io.github.kafkaaudit.trail.AuditStatistics;
import io.github.kafkaaudit.trail.AuditTrail;
import io.github.kafkaaudit.trail.TrailSettings;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAccumulator;
import org.jspecify.annotations.Nullable;

/** One life of a service that audits: trail, Kafka sink and spool, put together as the starter does. */
final class AuditedLife implements AutoCloseable {

    private final ServiceIdentity identity;
    private final AuditTrail trail;
    private final AtomicLong recorded = new AtomicLong();
    private final LongAccumulator longestNanos = new LongAccumulator(Math::max, 0);

    private AuditedLife(Builder settings) {
        identity = ServiceIdentity.of(settings.service);
        var encoder = new JsonAuditEventEncoder(identity, null);
        var properties = AuditProducerProperties.of(
                Map.of("bootstrap.servers", settings.bootstrapServers), settings.producer, settings.service);
        var sink = new KafkaAuditSink(settings.topic, properties, encoder);
        FileAuditSpool spool = settings.spoolDirectory == null
                ? null
                : FileAuditSpool.builder(identity, settings.bootstrapServers + "/" + settings.topic)
                        .directory(settings.spoolDirectory)
                        .maxSize(settings.spoolSize)
                        .build();
        trail = AuditTrail.builder(encoder, sink)
                .spool(spool)
                .settings(settings.limits)
                .clock(settings.clock)
                .build();
        trail.start(Map.of());
    }

    static Builder of(String service, String bootstrapServers) {
        return new Builder(service, bootstrapServers);
    }

    String ephemeralId() {
        return identity.ephemeralId();
    }

    String service() {
        return identity.name();
    }

    AuditTrail trail() {
        return trail;
    }

    /** How many events of the trail itself disclosed losses. */
    long disclosures() {
        return statistics().events().getOrDefault(AuditAction.AUDIT_GAP, Map.of()).values().stream()
                .mapToLong(Long::longValue)
                .sum();
    }

    /** How many events were given a place in the trail, the lost ones included. */
    long sequences() {
        return recorded() + 2 + disclosures();
    }

    AuditStatistics statistics() {
        return trail.statistics();
    }

    /** Records events as fast as it can. */
    AuditedLife record(int events) {
        for (int i = 0; i < events; i++) {
            record("orders", "{\"orderId\":\"A-" + i + "\",\"state\":\"PAID\",\"note\":\"" + "x".repeat(200) + "\"}");
        }
        return this;
    }

    void record(String topic, String payload) {
        long number = recorded.incrementAndGet();
        var value = WireBytes.whole(payload.getBytes(StandardCharsets.UTF_8));
        var record = new RecordSnapshot(topic, 0, number, -1, null, WireBytes.NONE, value, HeaderSnapshot.EMPTY, null);
        long start = System.nanoTime();
        trail.recorder().record(AuditEvent.of(AuditAction.MESSAGE_PRODUCED).record(record));
        longestNanos.accumulate(System.nanoTime() - start);
    }

    /** How many events were recorded, those of the trail itself not counted. */
    long recorded() {
        return recorded.get();
    }

    /** How long the application waited at most for one event. */
    Duration longest() {
        return Duration.ofNanos(longestNanos.get());
    }

    @Override
    public void close() {
        trail.close();
    }

    /** What a life is made of. */
    static final class Builder {

        private final String service;
        private final String bootstrapServers;
        private final Map<String, Object> producer = new HashMap<>(Map.of("linger.ms", 5));
        private String topic = "kafka-audit";

        @Nullable private Path spoolDirectory;

        private long spoolSize = 1L << 30;
        private TrailSettings limits = TrailSettings.DEFAULT;
        private InstantSource clock = InstantSource.system();

        private Builder(String service, String bootstrapServers) {
            this.service = service;
            this.bootstrapServers = bootstrapServers;
        }

        Builder topic(String topic) {
            this.topic = topic;
            return this;
        }

        Builder spool(Path directory) {
            this.spoolDirectory = directory;
            return this;
        }

        Builder spoolSize(long bytes) {
            this.spoolSize = bytes;
            return this;
        }

        Builder limits(int queueCapacity, Duration shutdownTimeout) {
            this.limits = new TrailSettings(
                    queueCapacity,
                    TrailSettings.DEFAULT.queueMemory(),
                    TrailSettings.DEFAULT.inFlightMemory(),
                    shutdownTimeout);
            return this;
        }

        Builder producer(String name, Object value) {
            producer.put(name, value);
            return this;
        }

        Builder clock(InstantSource clock) {
            this.clock = clock;
            return this;
        }

        AuditedLife start() {
            return new AuditedLife(this);
        }
    }
}
