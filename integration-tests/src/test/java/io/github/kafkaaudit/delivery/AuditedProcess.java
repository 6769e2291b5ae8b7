package io.github.kafkaaudit.delivery;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** A service in a JVM of its own that says which of its events are safe, until it is killed. */
final class AuditedProcess {

    private final Process process;
    private final Thread listener;
    private volatile String ephemeralId = "";
    private volatile long safe;

    private AuditedProcess(Process process) {
        this.process = process;
        this.listener = new Thread(this::listen, "listener");
        listener.setDaemon(true);
        listener.start();
    }

    /** Starts a service that records and says what it flushed. */
    static AuditedProcess start(String service, String bootstrapServers, Path spool) throws IOException {
        return start(AuditedProcess.class, service, bootstrapServers, spool);
    }

    static AuditedProcess start(Class<?> program, String service, String bootstrapServers, Path spool)
            throws IOException {
        String classPath = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        List<String> command = List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Xmx128m",
                "-cp",
                classPath,
                program.getName(),
                service,
                bootstrapServers,
                spool.toString());
        return new AuditedProcess(new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start());
    }

    String ephemeralId() {
        return ephemeralId;
    }

    /** Returns the sequence up to which it said that its events are safe. */
    long safe() {
        return safe;
    }

    /** Kills it as {@code kill -9} does. */
    void kill() throws InterruptedException {
        // Process.destroyForcibly would close the pipe with what it already said.
        process.toHandle().destroyForcibly();
        process.waitFor();
        listener.join();
    }

    private void listen() {
        try (BufferedReader reader = process.inputReader()) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                if (line.startsWith("life ")) {
                    ephemeralId = line.substring(5);
                } else if (line.startsWith("safe ") && line.endsWith(" .")) {
                    safe = Long.parseLong(line.substring(5, line.length() - 2));
                }
            }
        } catch (IOException e) {
            // The process was killed.
            return;
        }
    }

    @SuppressWarnings("InfiniteLoopStatement") // it is killed
    public static void main(String[] arguments) {
        try (AuditedLife life = AuditedLife.of(arguments[0], arguments[1])
                .spool(Path.of(arguments[2]))
                .start()) {
            System.out.println("life " + life.ephemeralId());
            while (true) {
                life.record(40);
                if (life.trail().flush(Duration.ofSeconds(10))) {
                    // The first sequence is that of audit-started.
                    System.out.println("safe " + (life.recorded() + 1) + " .");
                }
            }
        }
    }
}
