package io.github.kafkaaudit.embedded;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.errors.TopicExistsException;
import org.jspecify.annotations.Nullable;

/**
 * A Kafka broker, an Elasticsearch node and an indexer between them, in this JVM.
 *
 * <p><b>Lifecycle</b>: start it before the application and close it after the application has ended, as in {@code try
 * (var stack = EmbeddedAuditStack.builder().start()) { … }}. A JVM that ends without closing it closes it in a shutdown
 * hook, which runs beside the hooks of others; see {@link Builder#closeOnShutdown(boolean)}.
 *
 * <p><b>Failure</b>: an {@link EmbeddedServerException} whose message is one sentence; what had been started is
 * stopped.
 *
 * <p><b>Threading</b>: safe.
 */
public final class EmbeddedAuditStack implements AutoCloseable {

    /** The name of the setting for the broker's port, as error messages show it. */
    public static final String KAFKA_PORT = "embedded.kafka.port";

    /** The name of the setting for the node's HTTP port, as error messages show it. */
    public static final String ELASTICSEARCH_PORT = "embedded.elasticsearch.port";

    /** The name of the setting for the data directory of both. */
    public static final String DATA_DIRECTORY = "embedded.data-directory";

    /** The name of the setting that says whether the data stay. */
    public static final String KEEP_DATA = "embedded.keep-data";

    private final EmbeddedKafka kafka;
    private final @Nullable EmbeddedElasticsearch elasticsearch;
    private final @Nullable AuditIndexer indexer;
    private final @Nullable AuditEvents events;
    private final Thread shutdownHook = new Thread(this::closeOnce, "kafka-audit-embedded-shutdown");
    private boolean closed;

    private EmbeddedAuditStack(Builder settings, EmbeddedKafka kafka, @Nullable EmbeddedElasticsearch elasticsearch) {
        this.kafka = kafka;
        this.elasticsearch = elasticsearch;
        if (elasticsearch == null) {
            indexer = null;
            events = null;
        } else {
            indexer = AuditIndexer.builder(kafka.internalBootstrapServers(), elasticsearch.url())
                    .topic(settings.auditTopic)
                    .build();
            events = new AuditEvents(elasticsearch.url());
        }
        if (settings.closeOnShutdown) {
            Runtime.getRuntime().addShutdownHook(shutdownHook);
        }
    }

    /** Returns a builder of a stack on free ports with temporary data. */
    public static Builder builder() {
        return new Builder();
    }

    /** Returns the broker's address for applications, as {@code host:port}. */
    public String bootstrapServers() {
        return kafka.bootstrapServers();
    }

    /** Returns the address of the node's HTTP interface. */
    public String elasticsearchUrl() {
        return elasticsearch().url();
    }

    /** Returns the broker, to stop and start it. */
    public EmbeddedKafka kafka() {
        return kafka;
    }

    /** Returns the node, to stop and start it. */
    public EmbeddedElasticsearch elasticsearch() {
        return present(elasticsearch);
    }

    /** Returns the indexer; not started when the stack was built without it. */
    public AuditIndexer indexer() {
        return present(indexer);
    }

    /** Returns the query side of the node. */
    public AuditEvents events() {
        return present(events);
    }

    @Override
    public void close() {
        try {
            Runtime.getRuntime().removeShutdownHook(shutdownHook);
        } catch (IllegalStateException e) {
            // The JVM is ending already, and with it the hook does the same; the second one waits for the first.
        }
        closeOnce();
    }

    private synchronized void closeOnce() {
        if (closed) {
            return;
        }
        closed = true;
        try (kafka;
                elasticsearch) {
            if (indexer != null) {
                indexer.close();
            }
        }
    }

    private static <T> T present(@Nullable T part) {
        if (part == null) {
            throw new IllegalStateException("This stack was built without Elasticsearch.");
        }
        return part;
    }

    /** The settings of an {@link EmbeddedAuditStack}. */
    public static final class Builder {

        private final Map<String, String> brokerProperties = new HashMap<>();
        private int kafkaPort;
        private int elasticsearchPort;
        private @Nullable Path dataDirectory;
        private boolean keepData;
        private String auditTopic = "kafka-audit";
        private boolean createAuditTopic = true;
        private boolean elasticsearch = true;
        private boolean indexer = true;
        private boolean closeOnShutdown = true;

        private Builder() {}

        /** Sets the broker's port; 0, the default, takes any free one. */
        public Builder kafkaPort(int kafkaPort) {
            this.kafkaPort = kafkaPort;
            return this;
        }

        /** Sets the node's HTTP port; 0, the default, takes any free one. */
        public Builder elasticsearchPort(int elasticsearchPort) {
            this.elasticsearchPort = elasticsearchPort;
            return this;
        }

        /** Sets the directory of both servers' data, temporary ones otherwise. */
        public Builder dataDirectory(Path dataDirectory) {
            this.dataDirectory = dataDirectory;
            return this;
        }

        /** Sets whether the data stay when the stack is closed; they are deleted otherwise. */
        public Builder keepData(boolean keepData) {
            this.keepData = keepData;
            return this;
        }

        /** Sets the audit topic, {@code kafka-audit} otherwise. */
        public Builder auditTopic(String auditTopic) {
            this.auditTopic = auditTopic;
            return this;
        }

        /** Sets whether the audit topic is created where it is missing, with the settings it needs; it is otherwise. */
        public Builder createAuditTopic(boolean createAuditTopic) {
            this.createAuditTopic = createAuditTopic;
            return this;
        }

        /**
         * Sets whether there is a node, and with it an indexer; there is otherwise. Without one the stack is a broker,
         * and asking for the node, the indexer or the events is an {@link IllegalStateException}.
         */
        public Builder elasticsearch(boolean elasticsearch) {
            this.elasticsearch = elasticsearch;
            return this;
        }

        /** Sets whether the indexer is started; it is otherwise. */
        public Builder indexer(boolean indexer) {
            this.indexer = indexer;
            return this;
        }

        /**
         * Sets whether the stack closes itself when the JVM ends; it does otherwise. Where the order matters, leave the
         * closing to the application: Spring Boot runs {@code SpringApplication.getShutdownHandlers()} after it has
         * closed the contexts, which is the place for {@link EmbeddedAuditStack#close()}.
         */
        public Builder closeOnShutdown(boolean closeOnShutdown) {
            this.closeOnShutdown = closeOnShutdown;
            return this;
        }

        /** Adds broker properties; they win over ours. */
        public Builder brokerProperties(Map<String, String> brokerProperties) {
            this.brokerProperties.putAll(brokerProperties);
            return this;
        }

        /** Starts the servers beside each other, then the indexer; returns when everything serves requests. */
        public EmbeddedAuditStack start() {
            var kafka = kafka();
            var node = elasticsearch ? node() : null;
            try {
                kafka.requireFreePort();
                if (node == null) {
                    kafka.start();
                } else {
                    node.requireFreePort();
                    startBoth(kafka, node);
                }
                if (createAuditTopic) {
                    createTopic(kafka.internalBootstrapServers());
                }
                var stack = new EmbeddedAuditStack(this, kafka, node);
                if (node != null && indexer) {
                    stack.indexer().start();
                }
                return stack;
            } catch (Throwable e) {
                if (node != null) {
                    closeAfter(e, node);
                }
                closeAfter(e, kafka);
                throw e;
            }
        }

        private EmbeddedKafka kafka() {
            var builder =
                    EmbeddedKafka.builder().port(kafkaPort).keepData(keepData).properties(brokerProperties);
            if (dataDirectory != null) {
                builder.dataDirectory(dataDirectory.resolve("kafka"));
            }
            return builder.build();
        }

        private EmbeddedElasticsearch node() {
            var builder =
                    EmbeddedElasticsearch.builder().port(elasticsearchPort).keepData(keepData);
            if (dataDirectory != null) {
                builder.dataDirectory(dataDirectory.resolve("elasticsearch"));
            }
            return builder.build();
        }

        /** Waits for both also when one fails: a server that is starting cannot be closed. */
        private static void startBoth(EmbeddedKafka kafka, EmbeddedElasticsearch elasticsearch) {
            var starting =
                    CompletableFuture.runAsync(kafka::start, action -> new Thread(action, "kafka-start").start());
            RuntimeException failure = null;
            try {
                elasticsearch.start();
            } catch (RuntimeException e) {
                failure = e;
            }
            try {
                starting.join();
            } catch (CompletionException e) {
                failure = e.getCause() instanceof EmbeddedServerException sentence ? sentence : e;
            }
            if (failure != null) {
                throw failure;
            }
        }

        /** The broker's time decides about retention, for an event may come late. */
        private void createTopic(String bootstrapServers) {
            var topic = new NewTopic(auditTopic, 1, (short) 1)
                    .configs(Map.of(
                            "message.timestamp.type", "LogAppendTime",
                            "cleanup.policy", "delete",
                            "retention.ms", Long.toString(7L * 24 * 60 * 60 * 1000)));
            Map<String, Object> address = Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
            try (var admin = Admin.create(address)) {
                admin.createTopics(List.of(topic)).all().get();
            } catch (ExecutionException e) {
                if (!(e.getCause() instanceof TopicExistsException)) {
                    throw new EmbeddedServerException("The audit topic could not be created: " + e.getCause(), e);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new EmbeddedServerException("Interrupted while creating the audit topic.", e);
            }
        }

        private static void closeAfter(Throwable failure, AutoCloseable server) {
            try {
                server.close();
            } catch (Exception e) {
                failure.addSuppressed(e);
            }
        }
    }
}
