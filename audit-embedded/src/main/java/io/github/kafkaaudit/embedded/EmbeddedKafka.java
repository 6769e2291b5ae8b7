package io.github.kafkaaudit.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A Kafka broker in this JVM, apart from the application's classes, on the loopback interface.
 *
 * <p>Applications use the listener {@code CLIENT}, whose security can be set through the properties
 * ({@code listener.security.protocol.map=CLIENT:SASL_PLAINTEXT,INTERNAL:PLAINTEXT,CONTROLLER:PLAINTEXT}); the listener
 * {@code INTERNAL} stays plain.
 *
 * <p><b>Lifecycle</b>: {@link #start()} and {@link #stop()} as often as wanted, on the same port and with the same
 * data; {@link #close()} deletes the data unless it is to be kept.
 *
 * <p><b>Threading</b>: safe.
 */
public final class EmbeddedKafka implements AutoCloseable {

    private static final String RUNNER = EmbeddedKafka.class.getPackageName() + ".server.KafkaRunner";
    private static final int ATTEMPTS = 3;

    private final Builder settings;
    private final DataDirectory directory;
    private int port;
    private int internalPort;
    private @Nullable IsolatedServer server;

    private EmbeddedKafka(Builder settings) {
        this.settings = settings;
        port = settings.port;
        directory = new DataDirectory(settings.dataDirectory, "kafka", settings.keepData);
    }

    /** Returns a builder of a broker on a free port with a temporary data directory. */
    public static Builder builder() {
        return new Builder();
    }

    /** Starts the broker; returns when it serves requests. */
    public synchronized void start() {
        if (isRunning()) {
            return;
        }
        requireFreePort();
        for (var attempt = 1; ; attempt++) {
            try {
                start(port == 0 ? Ports.free() : port);
                return;
            } catch (Exception e) {
                if (!Ports.isTaken(e)) {
                    throw EmbeddedServerException.notStarted("Kafka broker", e);
                }
                if (port != 0) {
                    throw EmbeddedServerException.portTaken(port, EmbeddedAuditStack.KAFKA_PORT);
                }
                // Somebody took the free port between the choice and the bind.
                if (attempt == ATTEMPTS) {
                    throw new EmbeddedServerException("No free port was found for the embedded Kafka broker.", e);
                }
            }
        }
    }

    /** Stops the broker; its port and its data stay. */
    public synchronized void stop() {
        try {
            if (server != null) {
                server.stop();
            }
        } catch (IOException | RuntimeException e) {
            throw new EmbeddedServerException("The embedded Kafka broker did not stop cleanly: " + e, e);
        }
    }

    @Override
    public synchronized void close() {
        try {
            if (server != null) {
                server.close();
            }
        } catch (IOException | RuntimeException e) {
            throw new EmbeddedServerException("The embedded Kafka broker did not stop cleanly: " + e, e);
        } finally {
            server = null;
            release();
        }
    }

    /** Returns whether the broker is started. */
    public synchronized boolean isRunning() {
        return server != null && server.isRunning();
    }

    /** Returns the address for applications, as {@code host:port}. */
    public synchronized String bootstrapServers() {
        return Ports.HOST + ":" + port;
    }

    /** Returns the address of the plain listener, which stays usable when the other one is secured. */
    public synchronized String internalBootstrapServers() {
        return Ports.HOST + ":" + internalPort;
    }

    /** Returns the port for applications; 0 before the first start with any port. */
    public synchronized int port() {
        return port;
    }

    /** Returns the directory of the broker's data. */
    public Path dataDirectory() {
        return directory.path();
    }

    /** Fails early with the sentence that says which setting to change. */
    synchronized void requireFreePort() {
        if (port != 0 && !Ports.isFree(port)) {
            throw EmbeddedServerException.portTaken(port, EmbeddedAuditStack.KAFKA_PORT);
        }
    }

    private void start(int chosenPort) throws Exception {
        directory.lock();
        if (server == null) {
            server = new IsolatedServer("kafka", RUNNER, directory.path().resolve("kafka.log"));
        }
        // The same as before after a stop: clients of both listeners come back to the port they know.
        var chosenInternalPort = internalPort == 0 ? Ports.free(chosenPort) : internalPort;
        var controllerPort = Ports.free(chosenPort, chosenInternalPort);
        server.start(brokerProperties(chosenPort, chosenInternalPort, controllerPort));
        port = chosenPort;
        internalPort = chosenInternalPort;
    }

    private Map<String, String> brokerProperties(int clientPort, int plainPort, int controllerPort) {
        var addresses = "CLIENT://%1$s:%2$d,INTERNAL://%1$s:%3$d".formatted(Ports.HOST, clientPort, plainPort);
        var controller = Ports.HOST + ":" + controllerPort;
        Map<String, String> properties = new HashMap<>();
        properties.put("process.roles", "broker,controller");
        properties.put("node.id", "1");
        properties.put("controller.quorum.voters", "1@" + controller);
        properties.put("controller.listener.names", "CONTROLLER");
        properties.put("listeners", addresses + ",CONTROLLER://" + controller);
        properties.put("advertised.listeners", addresses);
        properties.put("inter.broker.listener.name", "INTERNAL");
        properties.put("listener.security.protocol.map", "CLIENT:PLAINTEXT,INTERNAL:PLAINTEXT,CONTROLLER:PLAINTEXT");
        properties.put("log.dirs", directory.path().resolve("log").toString());
        for (var topic : new String[] {"offsets.topic", "transaction.state.log", "share.coordinator.state.topic"}) {
            properties.put(topic + ".replication.factor", "1");
            properties.put(topic + ".num.partitions", "1");
        }
        properties.put("transaction.state.log.min.isr", "1");
        properties.put("share.coordinator.state.topic.min.isr", "1");
        properties.put("group.initial.rebalance.delay.ms", "0");
        // Two brokers of one JVM, or a test's clients, would fight for the same JMX names.
        properties.put("metric.reporters", "");
        properties.putAll(settings.properties);
        return properties;
    }

    private void release() {
        try {
            directory.release();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The settings of an {@link EmbeddedKafka}. */
    public static final class Builder {

        private final Map<String, String> properties = new HashMap<>();
        private int port;
        private @Nullable Path dataDirectory;
        private boolean keepData;

        private Builder() {}

        /** Sets the port for applications; 0, the default, takes any free one. */
        public Builder port(int port) {
            this.port = port;
            return this;
        }

        /** Sets the data directory, a new temporary one by default. */
        public Builder dataDirectory(Path dataDirectory) {
            this.dataDirectory = dataDirectory;
            return this;
        }

        /** Sets whether the data stay when the broker is closed; they are deleted by default. */
        public Builder keepData(boolean keepData) {
            this.keepData = keepData;
            return this;
        }

        /** Adds broker properties; they win over ours. */
        public Builder properties(Map<String, String> properties) {
            this.properties.putAll(properties);
            return this;
        }

        /** Returns the broker, not started yet. */
        public EmbeddedKafka build() {
            return new EmbeddedKafka(this);
        }
    }
}
