package io.github.kafkaaudit.embedded.server;

import java.io.Closeable;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Exit;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;

/**
 * Formats the data directory where that has not been done, and runs one KRaft broker and controller.
 *
 * <p><b>Lifecycle</b>: {@link #call()} returns when the broker serves requests; {@link #close()} when it is gone.
 */
public final class KafkaRunner implements Callable<Integer>, Closeable {

    private final Map<String, String> settings;
    private final KafkaRaftServer server;

    /** Formats the directory and creates the server, not started yet. */
    public KafkaRunner(Map<String, String> settings) throws Exception {
        this.settings = Map.copyOf(settings);
        // A broker that hits a fatal fault halts its process; here that process is the application.
        Exit.setExitProcedure(KafkaRunner::refuseToEndTheProcess);
        Exit.setHaltProcedure(KafkaRunner::refuseToEndTheProcess);
        format();
        server = new KafkaRaftServer(new KafkaConfig(new HashMap<>(settings), false), Time.SYSTEM);
    }

    @Override
    public Integer call() {
        server.startup();
        return 0;
    }

    @Override
    public void close() {
        server.shutdown();
        server.awaitShutdown();
    }

    private void format() throws Exception {
        // A formatted directory keeps the cluster id that it has.
        if (Files.exists(Path.of(setting("log.dirs"), "meta.properties"))) {
            return;
        }
        try (var silence = new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8)) {
            new Formatter()
                    .setPrintStream(silence)
                    .setClusterId(Uuid.randomUuid().toString())
                    .setNodeId(Integer.parseInt(setting("node.id")))
                    .addDirectory(setting("log.dirs"))
                    .setMetadataLogDirectory(setting("log.dirs"))
                    .setControllerListenerName(setting("controller.listener.names"))
                    .run();
        }
    }

    private String setting(String name) {
        var value = settings.get(name);
        if (value == null) {
            throw new IllegalArgumentException("The broker's setting " + name + " is missing.");
        }
        return value;
    }

    private static void refuseToEndTheProcess(int status, String message) {
        throw new IllegalStateException("The broker gave up with status " + status + ".");
    }
}
