package io.github.kafkaaudit.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/**
 * An Elasticsearch node in this JVM, apart from the application's classes, on the loopback interface, without security.
 *
 * <p>It is the bare server: what the default distribution adds as modules (lifecycle management, ES|QL, scripts, the
 * types {@code constant_keyword} and {@code wildcard}) is not there.
 *
 * <p><b>Lifecycle</b>: {@link #start()} and {@link #stop()} as often as wanted, on the same port and with the same
 * data; {@link #close()} deletes the data unless it is to be kept.
 *
 * <p><b>Threading</b>: safe.
 */
public final class EmbeddedElasticsearch implements AutoCloseable {

    private static final String SERVER_PACKAGE = EmbeddedElasticsearch.class.getPackageName() + ".server.";
    private static final Map<String, String> PLUGINS = Map.of(
            "transport-netty4",
            "org.elasticsearch.transport.netty4.Netty4Plugin",
            "kafka-audit-root",
            SERVER_PACKAGE + "RootEndpointPlugin");

    private final Builder settings;
    private final DataDirectory directory;
    private int port;
    private @Nullable IsolatedServer server;

    private EmbeddedElasticsearch(Builder settings) {
        this.settings = settings;
        port = settings.port;
        directory = new DataDirectory(settings.dataDirectory, "elasticsearch", settings.keepData);
    }

    /** Returns a builder of a node on a free port with a temporary data directory. */
    public static Builder builder() {
        return new Builder();
    }

    /** Starts the node; returns when it serves requests. */
    public synchronized void start() {
        if (isRunning()) {
            return;
        }
        requireFreePort();
        try {
            directory.lock();
            if (server == null) {
                server = createServer();
            }
            port = server.start(nodeSettings(server.scratch()));
        } catch (Exception e) {
            throw port != 0 && Ports.isTaken(e)
                    ? EmbeddedServerException.portTaken(port, EmbeddedAuditStack.ELASTICSEARCH_PORT)
                    : EmbeddedServerException.notStarted("Elasticsearch node", e);
        }
    }

    /** Stops the node; its port and its data stay. */
    public synchronized void stop() {
        try {
            if (server != null) {
                server.stop();
            }
        } catch (IOException | RuntimeException e) {
            throw new EmbeddedServerException("The embedded Elasticsearch node did not stop cleanly: " + e, e);
        }
    }

    @Override
    public synchronized void close() {
        try {
            if (server != null) {
                server.close();
            }
        } catch (IOException | RuntimeException e) {
            throw new EmbeddedServerException("The embedded Elasticsearch node did not stop cleanly: " + e, e);
        } finally {
            server = null;
            release();
        }
    }

    /** Returns whether the node is started. */
    public synchronized boolean isRunning() {
        return server != null && server.isRunning();
    }

    /** Returns the address of the node's HTTP interface. */
    public synchronized String url() {
        return "http://" + Ports.HOST + ":" + port;
    }

    /** Returns the HTTP port; 0 before the first start with any port. */
    public synchronized int port() {
        return port;
    }

    /** Returns the directory of the node's data. */
    public Path dataDirectory() {
        return directory.path();
    }

    /** Fails early with the sentence that says which setting to change. */
    synchronized void requireFreePort() {
        if (port != 0 && !Ports.isFree(port)) {
            throw EmbeddedServerException.portTaken(port, EmbeddedAuditStack.ELASTICSEARCH_PORT);
        }
    }

    private IsolatedServer createServer() throws IOException {
        var created = new IsolatedServer(
                "elasticsearch",
                SERVER_PACKAGE + "ElasticsearchRunner",
                directory.path().resolve("elasticsearch.log"));
        for (var plugin : PLUGINS.entrySet()) {
            describe(plugin.getKey(), plugin.getValue(), created.scratch());
        }
        return created;
    }

    /** A plugin is a directory with a descriptor; its classes are beside the server's own. */
    private static void describe(String name, String type, Path home) throws IOException {
        var version = version();
        var descriptor = new Properties();
        descriptor.setProperty("name", name);
        descriptor.setProperty("description", name);
        descriptor.setProperty("version", version);
        descriptor.setProperty("elasticsearch.version", version);
        descriptor.setProperty("java.version", "17");
        descriptor.setProperty("classname", type);
        var directory = Files.createDirectories(home.resolve("modules").resolve(name));
        try (var stream = Files.newOutputStream(directory.resolve("plugin-descriptor.properties"))) {
            descriptor.store(stream, null);
        }
    }

    private static String version() throws IOException {
        return new ServerJars("elasticsearch").version("elasticsearch");
    }

    private Map<String, String> nodeSettings(Path home) {
        Map<String, String> node = new HashMap<>();
        node.put("cluster.name", "kafka-audit");
        node.put("node.name", "kafka-audit-embedded");
        node.put("discovery.type", "single-node");
        node.put("path.home", home.toString());
        node.put("path.data", directory.path().resolve("nodes").toString());
        node.put("path.logs", directory.path().toString());
        node.put("network.host", Ports.HOST);
        node.put("http.port", Integer.toString(port));
        node.put("transport.port", "0");
        // The disk and the heap are the developer's and the application's: what they leave says nothing about the node.
        node.put("cluster.routing.allocation.disk.threshold_enabled", "false");
        node.put("indices.breaker.total.use_real_memory", "false");
        node.putAll(settings.settings);
        return node;
    }

    private void release() {
        try {
            directory.release();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The settings of an {@link EmbeddedElasticsearch}. */
    public static final class Builder {

        private final Map<String, String> settings = new HashMap<>();
        private int port;
        private @Nullable Path dataDirectory;
        private boolean keepData;

        private Builder() {}

        /** Sets the HTTP port; 0, the default, takes any free one. */
        public Builder port(int port) {
            this.port = port;
            return this;
        }

        /** Sets the data directory, a new temporary one by default. */
        public Builder dataDirectory(Path dataDirectory) {
            this.dataDirectory = dataDirectory;
            return this;
        }

        /** Sets whether the data stay when the node is closed; they are deleted by default. */
        public Builder keepData(boolean keepData) {
            this.keepData = keepData;
            return this;
        }

        /** Adds node settings; they win over ours. */
        public Builder settings(Map<String, String> settings) {
            this.settings.putAll(settings);
            return this;
        }

        /** Returns the node, not started yet. */
        public EmbeddedElasticsearch build() {
            return new EmbeddedElasticsearch(this);
        }
    }
}
