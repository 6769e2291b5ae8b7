package io.github.kafkaaudit.delivery;

import io.github.kafkaaudit.embedded.EmbeddedKafka;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/** A broker in a JVM of its own, which can be frozen: it then neither takes nor refuses, and its connections stay. */
final class BrokerProcess implements AutoCloseable {

    private final Process process;
    private final String bootstrapServers;

    private BrokerProcess(Process process, String bootstrapServers) {
        this.process = process;
        this.bootstrapServers = bootstrapServers;
    }

    static BrokerProcess start() throws IOException {
        String classPath = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        Process process = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-Xmx256m",
                        "-cp",
                        classPath,
                        BrokerProcess.class.getName()))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        BufferedReader reader = process.inputReader();
        for (String line = reader.readLine(); line != null; line = reader.readLine()) {
            if (line.startsWith("broker ")) {
                return new BrokerProcess(process, line.substring("broker ".length()));
            }
        }
        throw new IllegalStateException("The broker did not start.");
    }

    String bootstrapServers() {
        return bootstrapServers;
    }

    void freeze() throws IOException, InterruptedException {
        signal("-STOP");
    }

    void thaw() throws IOException, InterruptedException {
        signal("-CONT");
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }

    private void signal(String signal) throws IOException, InterruptedException {
        int exit = new ProcessBuilder("kill", signal, String.valueOf(process.pid()))
                .inheritIO()
                .start()
                .waitFor();
        if (exit != 0) {
            throw new IOException("kill " + signal + " ended with " + exit);
        }
    }

    public static void main(String[] arguments) throws InterruptedException {
        try (EmbeddedKafka kafka = EmbeddedKafka.builder().build()) {
            kafka.start();
            System.out.println("broker " + kafka.bootstrapServers());
            new CountDownLatch(1).await();
        }
    }
}
