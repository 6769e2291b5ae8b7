package io.github.kafkaaudit.sidebyside;

import io.github.kafkaaudit.embedded.EmbeddedKafka;
import io.github.kafkaaudit.sidebyside.application.CpuTimes;
import io.github.kafkaaudit.sidebyside.application.MeasuredApplication;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/** One variant's application, from its start to its end in a JVM of its own. */
final class Round {

    private final Options options;
    private final EmbeddedKafka broker;
    private final SpanCollector collector;
    private final Variant variant;
    private final int number;

    Round(Options options, EmbeddedKafka broker, SpanCollector collector, Variant variant, int number) {
        this.options = options;
        this.broker = broker;
        this.collector = collector;
        this.variant = variant;
        this.number = number;
    }

    Path recording() {
        return options.output().resolve(name() + ".jfr");
    }

    /** Runs it and returns its figures. */
    Map<String, Double> run(boolean profiled) throws IOException, InterruptedException, ExecutionException {
        collector.reset();
        try (Topics topics = new Topics(broker.bootstrapServers(), number)) {
            Process process = new ProcessBuilder(command(topics, profiled))
                    .redirectErrorStream(true)
                    .start();
            Map<String, Double> figures;
            try {
                figures = listen(process);
            } finally {
                process.destroyForcibly();
            }
            if (variant != Variant.NONE) {
                Arrived arrived = variant.isTracing() ? collector.arrived() : topics.arrived(variant);
                figures.put("arrived", arrived.share((long) options.messages() + options.warmUp()));
                figures.put("produced events", (double) arrived.produced());
                figures.put("consumed events", (double) arrived.consumed());
                figures.put("other events", (double) arrived.others());
            }
            return figures;
        }
    }

    private String name() {
        return "round-" + number + '-' + variant.label();
    }

    private List<String> command(Topics topics, boolean profiled) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xms1g",
                "-Xmx1g",
                "-XX:+AlwaysPreTouch",
                // A compiler thread that ends takes its CPU time with it.
                "-XX:-UseDynamicNumberOfCompilerThreads",
                "-XX:+UseG1GC"));
        command.addAll(variant.jvmOptions(collector.address()));
        if (profiled) {
            command.addAll(List.of("-XX:+UnlockDiagnosticVMOptions", "-XX:+DebugNonSafepoints"));
        }
        command.addAll(List.of(
                "-Dvariant=" + variant.label(),
                "-cp",
                ClassPath.of(variant),
                MeasuredApplication.class.getName(),
                "--spring.application.name=side-by-side",
                "--spring.kafka.bootstrap-servers=" + broker.bootstrapServers(),
                "--spring.kafka.producer.client-id=application",
                "--spring.kafka.consumer.group-id=measured-" + number,
                "--spring.kafka.consumer.auto-offset-reset=earliest",
                "--logging.level.root=warn",
                "--messages-topic=" + topics.messages(),
                "--messages=" + options.messages(),
                "--warm-up=" + options.warmUp(),
                "--in-flight=" + options.inFlight(),
                "--rate=" + options.rate()));
        command.addAll(variant.applicationArguments(options.output().resolve(name() + "-spool"), topics.audit()));
        if (profiled) {
            command.add("--recording=" + recording());
        }
        return command;
    }

    private Map<String, Double> listen(Process process) throws IOException, InterruptedException {
        Map<String, Double> figures = new LinkedHashMap<>();
        Path log = options.output().resolve(name() + ".log");
        @Nullable CpuTimes begin = null;
        try (BufferedReader reader = process.inputReader();
                PrintWriter writer = new PrintWriter(Files.newBufferedWriter(log))) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                writer.println(line);
                if (line.equals(MeasuredApplication.BEGIN)) {
                    begin = CpuTimes.now();
                } else if (line.equals(MeasuredApplication.END) && begin != null) {
                    figures.put("broker", CpuTimes.now().since(begin) / 1e3 / options.messages());
                } else if (line.startsWith(MeasuredApplication.LINE)) {
                    int equals = line.lastIndexOf('=');
                    figures.put(
                            line.substring(MeasuredApplication.LINE.length(), equals),
                            Double.valueOf(line.substring(equals + 1)));
                }
            }
        }
        if (process.waitFor() != 0 || !figures.containsKey("heap")) {
            throw new IllegalStateException("The application of " + name() + " failed; see " + log);
        }
        return figures;
    }
}
