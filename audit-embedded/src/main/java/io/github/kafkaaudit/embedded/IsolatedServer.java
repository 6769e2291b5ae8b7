package io.github.kafkaaudit.embedded;

import java.io.Closeable;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * One server in a class loader of its own, started and stopped as often as wanted through a runner in that loader.
 *
 * <p>The class loader lives as long as this object: the servers keep state in static fields, and loading their classes
 * is most of their start.
 */
final class IsolatedServer {

    private static final Duration STOP_TIMEOUT = Duration.ofSeconds(60);

    private final String name;
    private final String runnerType;
    private final Path scratch;
    private final IsolatedClassLoader loader;
    private @Nullable Closeable runner;

    IsolatedServer(String name, String runnerType, Path logFile) throws IOException {
        this.name = name;
        this.runnerType = runnerType;
        scratch = Files.createTempDirectory("kafka-audit-" + name + "-");
        var configuration = Files.createDirectory(scratch.resolve("configuration"));
        try (var stream = Files.newOutputStream(configuration.resolve("log4j2.properties"))) {
            logging(logFile).store(stream, null);
        }
        List<URL> urls = new ArrayList<>();
        urls.add(ServerJars.url(configuration));
        urls.addAll(new ServerJars(name).locate(scratch.resolve("jars")));
        loader = new IsolatedClassLoader("embedded-" + name, urls.toArray(URL[]::new));
    }

    /** A directory for files that are needed while the server lives; deleted when it is closed. */
    Path scratch() {
        return scratch;
    }

    boolean isRunning() {
        return runner != null;
    }

    int start(Map<String, String> settings) throws Exception {
        var before = enter();
        try {
            var created = create(settings);
            try {
                @SuppressWarnings("unchecked")
                var port = ((Callable<Integer>) created).call();
                runner = created;
                return port;
            } catch (Throwable e) {
                closeAfter(e, created);
                throw e;
            }
        } finally {
            leave(before);
        }
    }

    void stop() throws IOException {
        var running = runner;
        runner = null;
        if (running != null) {
            closeInTime(running);
        }
    }

    /** In a thread of its own, because a server that does not come to its end must not keep the JVM from ending. */
    private void closeInTime(Closeable running) throws IOException {
        var closing = new FutureTask<>(() -> {
            running.close();
            return true;
        });
        var thread = new Thread(closing, "embedded-" + name + "-stop");
        thread.setDaemon(true);
        thread.setContextClassLoader(loader);
        thread.start();
        try {
            closing.get(STOP_TIMEOUT.toSeconds(), TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw new IOException(e.getCause());
        } catch (TimeoutException e) {
            throw new IOException("It did not stop within " + STOP_TIMEOUT.toSeconds() + " seconds.", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    void close() throws IOException {
        try {
            stop();
        } finally {
            loader.close();
            Directories.delete(scratch);
        }
    }

    private Closeable create(Map<String, String> settings) throws Exception {
        try {
            return (Closeable)
                    loader.loadClass(runnerType).getConstructor(Map.class).newInstance(settings);
        } catch (InvocationTargetException e) {
            throw e.getCause() instanceof Exception cause
                    ? cause
                    : new EmbeddedServerException("The embedded " + name + " server did not start.", e.getCause());
        }
    }

    /** Both servers log through Log4j, which looks for this in its class loader; the console is the application's. */
    private static Properties logging(Path file) {
        var logging = new Properties();
        logging.setProperty("status", "error");
        logging.setProperty("shutdownHook", "disable");
        logging.setProperty("appender.file.type", "File");
        logging.setProperty("appender.file.name", "file");
        logging.setProperty("appender.file.fileName", file.toString());
        logging.setProperty("appender.file.layout.type", "PatternLayout");
        logging.setProperty("appender.file.layout.pattern", "%d{ISO8601} %-5p %c{1} %m%n%throwable");
        logging.setProperty("rootLogger.level", "warn");
        logging.setProperty("rootLogger.appenderRef.file.ref", "file");
        return logging;
    }

    private static void closeAfter(Throwable failure, Closeable created) {
        try {
            created.close();
        } catch (IOException | RuntimeException e) {
            failure.addSuppressed(e);
        }
    }

    /** The servers look up services and logging through the context class loader, and their threads inherit it. */
    private @Nullable ClassLoader enter() {
        var before = Thread.currentThread().getContextClassLoader();
        Thread.currentThread().setContextClassLoader(loader);
        return before;
    }

    private static void leave(@Nullable ClassLoader before) {
        Thread.currentThread().setContextClassLoader(before);
    }
}
