package io.github.kafkaaudit.ecosystem.agent;

import io.github.kafkaaudit.ecosystem.Broker;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** One run of {@link ObservedApplication}: beside an agent or none, with the starter or without it. */
final class ObservedProcess {

    private static final String PLACE = "<prefix>";

    private final String prefix;
    private final List<String> lines;
    private final List<String> sent;

    private ObservedProcess(String prefix, List<String> lines, List<String> sent) {
        this.prefix = prefix;
        this.lines = lines;
        this.sent = sent;
    }

    static ObservedProcess run(Agent agent, boolean audited)
            throws IOException, InterruptedException, ExecutionException {
        String prefix = agent.name().toLowerCase(Locale.ROOT) + (audited ? "-with." : "-without.");
        List<String> topics = new ArrayList<>();
        for (String topic : List.of("record", "batch", "poll", "failing", "failing-dlt", "audit")) {
            topics.add(prefix + topic);
        }
        Broker.createTopics(topics.toArray(String[]::new));
        try (ApmServer server = new ApmServer()) {
            List<String> command = new ArrayList<>();
            command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
            command.addAll(agent.arguments(server.url()));
            command.addAll(List.of(
                    "-XX:TieredStopAtLevel=1",
                    "-XX:+UseSerialGC",
                    "-Xmx256m",
                    "-cp",
                    classPath(audited),
                    ObservedApplication.class.getName(),
                    "--prefix=" + prefix,
                    "--spring.application.name=observed",
                    "--spring.main.banner-mode=off",
                    "--spring.kafka.bootstrap-servers=" + Broker.servers(),
                    "--spring.kafka.consumer.auto-offset-reset=earliest",
                    "--spring.kafka.listener.auto-startup=false",
                    "--kafka.audit.topic=" + prefix + "audit",
                    "--kafka.audit.spool.enabled=false"));
            // Where agents write, beside what the application says: in one stream they would cut each other's lines.
            Path errors = Files.createTempFile("observed", ".log");
            Process process =
                    new ProcessBuilder(command).redirectError(errors.toFile()).start();
            List<String> lines = new ArrayList<>();
            try (BufferedReader reader = process.inputReader()) {
                reader.lines().forEach(lines::add);
            }
            if (!process.waitFor(10, TimeUnit.SECONDS) || process.exitValue() != 0) {
                throw new IllegalStateException(String.join("\n", lines));
            }
            lines.addAll(Files.readAllLines(errors));
            Files.delete(errors);
            return new ObservedProcess(prefix, lines, List.copyOf(server.lines()));
        }
    }

    /** What the application said that it saw. */
    List<String> saw() {
        return said("SAW ");
    }

    /** The meters of the application's registry that are not the audit's own. */
    List<String> meters() {
        return said("METER ").stream()
                .filter(meter -> !meter.startsWith("kafka.audit."))
                .distinct()
                .toList();
    }

    /** Each span with its kind and the span that it is part of. */
    List<String> spans() {
        List<String> spans = new ArrayList<>(AgentSpans.in(lines));
        spans.addAll(AgentSpans.in(sent));
        return spans.stream().map(this::withoutPrefix).sorted().toList();
    }

    /** The clients whose metrics an agent reported. */
    List<String> meteredClients() {
        return AgentSpans.clients(lines);
    }

    String auditTopic() {
        return prefix + "audit";
    }

    String withoutPrefix(String text) {
        return text.replace(prefix, PLACE);
    }

    private List<String> said(String what) {
        return lines.stream()
                .filter(line -> line.startsWith(what))
                .map(line -> withoutPrefix(line.substring(what.length())))
                .sorted()
                .toList();
    }

    /** Without what else is tested here, which would change what every application context is made of. */
    private static String classPath(boolean audited) {
        String all = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        return Arrays.stream(all.split(File.pathSeparator))
                .filter(entry -> audited || !entry.contains("audit-spring-boot-"))
                .filter(entry -> !entry.contains("spring-cloud") && !entry.contains("spring-integration"))
                .collect(Collectors.joining(File.pathSeparator));
    }
}
