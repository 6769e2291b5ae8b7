package io.github.kafkaaudit.embedded;

import io.github.kafkaaudit.elasticsearch.BulkClient;
import io.github.kafkaaudit.elasticsearch.ElasticsearchConnection;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;

/**
 * Brings the events of the audit topic into Elasticsearch, as Logstash does in production.
 *
 * <p>An event becomes the document {@code event.id} of the index {@code kafka-audit-yyyy.MM.dd} named from its own
 * timestamp, so that an event that comes twice meets itself. Offsets are committed only after the documents are there.
 * What cannot become a document goes to {@code kafka-audit-quarantine} with the reason, and what is refused even there
 * to a file; nothing is dropped. The rules are those of {@code docs/admission.md}.
 *
 * <p><b>Failure</b>: while Elasticsearch is away or overloaded, the indexer tries again with growing pauses and stays
 * in its consumer group.
 *
 * <p><b>Lifecycle</b>: {@link #start()}, then {@link #stop()} or {@link #kill()}, as often as wanted.
 *
 * <p><b>Threading</b>: safe; works on one daemon thread.
 */
public final class AuditIndexer implements AutoCloseable {

    private static final Duration STOP_TIMEOUT = Duration.ofSeconds(30);

    private final Builder settings;
    private final IndexTemplates templates;
    private final EventRouter router;
    private final RefusedFile refused;
    private final BulkDelivery bulk;
    private @Nullable IndexerLoop loop;
    private @Nullable Thread thread;

    private AuditIndexer(Builder settings) {
        this.settings = settings;
        var connection = settings.connection == null
                ? ElasticsearchConnection.builder(URI.create(settings.elasticsearchUrl))
                        .build()
                : settings.connection;
        templates = new IndexTemplates(connection);
        router = new EventRouter(settings.clock, settings.retention);
        refused = new RefusedFile(settings.refusedFile);
        bulk = new BulkDelivery(new BulkClient(connection), router, refused);
    }

    /** Returns a builder of an indexer between the given broker and the given Elasticsearch. */
    public static Builder builder(String bootstrapServers, String elasticsearchUrl) {
        return new Builder(bootstrapServers, elasticsearchUrl);
    }

    /** Starts reading where the group's committed offsets are, at the beginning when there are none. */
    public synchronized void start() {
        if (isRunning()) {
            return;
        }
        loop = new IndexerLoop(new KafkaConsumer<>(consumerProperties()), templates, router, bulk, settings.topic);
        thread = new Thread(loop, "kafka-audit-indexer");
        thread.setDaemon(true);
        thread.start();
    }

    /** Stops after the request in progress, and commits what has been indexed. */
    public void stop() {
        end(false);
    }

    /** Stops without committing, as if the process had died: what was indexed last is read again. */
    public void kill() {
        end(true);
    }

    @Override
    public void close() {
        stop();
    }

    /** Returns whether the indexer works. */
    public synchronized boolean isRunning() {
        return thread != null && thread.isAlive();
    }

    /** Returns what has been done so far, over all starts. */
    public IndexerCounters counters() {
        return bulk.counters();
    }

    /**
     * Returns how many records Elasticsearch refused even as documents of the quarantine. They are in the file that the
     * builder names, with all their bytes.
     */
    public long refused() {
        return refused.written();
    }

    private synchronized void end(boolean kill) {
        if (loop == null || thread == null) {
            return;
        }
        loop.stop(kill);
        try {
            thread.join(STOP_TIMEOUT.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (thread.isAlive()) {
            thread.interrupt();
        }
        loop = null;
        thread = null;
    }

    private Map<String, Object> consumerProperties() {
        Map<String, Object> properties = new HashMap<>();
        properties.put(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, settings.bootstrapServers);
        properties.put(ConsumerConfig.GROUP_ID_CONFIG, settings.group);
        properties.put(ConsumerConfig.CLIENT_ID_CONFIG, settings.group);
        properties.put(ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
        properties.put(ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
        properties.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        properties.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        properties.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        properties.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 2_000);
        // The topic may be created later; five minutes would be a long wait for the first events.
        properties.put(ConsumerConfig.METADATA_MAX_AGE_CONFIG, 2_000);
        properties.putAll(settings.consumerProperties);
        return properties;
    }

    /** The settings of an {@link AuditIndexer}. */
    public static final class Builder {

        private final String bootstrapServers;
        private final String elasticsearchUrl;
        private final Map<String, Object> consumerProperties = new HashMap<>();
        private String topic = "kafka-audit";
        private String group = "kafka-audit-indexer";
        private Duration retention = Duration.ofDays(30);
        private Clock clock = Clock.systemUTC();
        private Path refusedFile = Path.of(System.getProperty("java.io.tmpdir"), "kafka-audit-refused.ndjson");
        private @Nullable ElasticsearchConnection connection;

        private Builder(String bootstrapServers, String elasticsearchUrl) {
            this.bootstrapServers = Objects.requireNonNull(bootstrapServers, "bootstrapServers");
            this.elasticsearchUrl = Objects.requireNonNull(elasticsearchUrl, "elasticsearchUrl");
        }

        /** Sets the audit topic, {@code kafka-audit} otherwise. */
        public Builder topic(String topic) {
            this.topic = topic;
            return this;
        }

        /** Sets the consumer group, {@code kafka-audit-indexer} otherwise. */
        public Builder group(String group) {
            this.group = group;
            return this;
        }

        /**
         * Sets the age of a day from which its events go to the quarantine, 30 days otherwise; {@link Duration#ZERO}
         * for events of every age.
         */
        public Builder retention(Duration retention) {
            this.retention = retention;
            return this;
        }

        /**
         * Sets the file for records that Elasticsearch refuses even as documents of the quarantine, one JSON object a
         * line; {@code kafka-audit-refused.ndjson} in the directory for temporary files otherwise.
         */
        public Builder refusedFile(Path refusedFile) {
            this.refusedFile = Objects.requireNonNull(refusedFile, "refusedFile");
            return this;
        }

        /** Sets the clock that {@code event.ingested} and the age of events are taken from. */
        public Builder clock(Clock clock) {
            this.clock = clock;
            return this;
        }

        /** Sets a connection with credentials or time limits, in place of a plain one to the address. */
        public Builder connection(ElasticsearchConnection connection) {
            this.connection = connection;
            return this;
        }

        /** Adds consumer properties, such as those of security; they win over ours. */
        public Builder consumerProperties(Map<String, ?> properties) {
            consumerProperties.putAll(properties);
            return this;
        }

        /** Returns the indexer, not started yet. */
        public AuditIndexer build() {
            return new AuditIndexer(this);
        }
    }
}
