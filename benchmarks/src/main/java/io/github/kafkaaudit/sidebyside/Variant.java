package io.github.kafkaaudit.sidebyside;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What records the messages of the application. */
enum Variant {
    /** Nothing, and nothing of ours on the class path. */
    NONE,
    /** Our starter: full payload, nothing masked. */
    AUDITED,
    /** The same with two fields masked by name and one by pointer. */
    AUDITED_MASKED,
    /** As {@link #AUDITED}, but without the payload: what recorders of metadata record. */
    AUDITED_METADATA,
    /** As {@link #AUDITED}, but the application waits where events come faster than they can be recorded. */
    AUDITED_BLOCKING,
    /** What a team would write itself. */
    HAND_WRITTEN,
    /** The OpenTelemetry Java agent as it comes. */
    OPENTELEMETRY,
    /** The same with room for every span, so that none is dropped. */
    OPENTELEMETRY_ALL;

    private static final Path AGENT = Path.of("benchmarks", "target", "agents", "opentelemetry-javaagent.jar");

    static Variant of(String name) {
        return valueOf(name.strip().toUpperCase(Locale.ROOT).replace('-', '_'));
    }

    String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    boolean isOurs() {
        return name().startsWith("AUDITED");
    }

    boolean isTracing() {
        return this == OPENTELEMETRY || this == OPENTELEMETRY_ALL;
    }

    List<String> jvmOptions(String collector) {
        if (!isTracing()) {
            return List.of();
        }
        if (!Files.isRegularFile(AGENT)) {
            throw new IllegalStateException(
                    AGENT + " is missing: build with -Pside-by-side, in the project's directory");
        }
        List<String> options = new ArrayList<>(List.of(
                "-javaagent:" + AGENT,
                "-Dotel.service.name=side-by-side",
                "-Dotel.exporter.otlp.protocol=http/protobuf",
                "-Dotel.exporter.otlp.endpoint=" + collector,
                "-Dotel.metrics.exporter=none",
                "-Dotel.logs.exporter=none"));
        if (this == OPENTELEMETRY_ALL) {
            options.add("-Dotel.bsp.max.queue.size=1048576");
            options.add("-Dotel.bsp.max.export.batch.size=4096");
        }
        return options;
    }

    List<String> applicationArguments(Path spool, String auditTopic) {
        if (!isOurs()) {
            return List.of("--audit-topic=" + auditTopic);
        }
        List<String> arguments =
                new ArrayList<>(List.of("--kafka.audit.topic=" + auditTopic, "--kafka.audit.spool.directory=" + spool));
        if (this == AUDITED_MASKED) {
            arguments.add("--kafka.audit.masking.fields=password,residentNumber,/applicant/email");
        } else if (this == AUDITED_METADATA) {
            arguments.add("--kafka.audit.payload.capture=none");
        } else if (this == AUDITED_BLOCKING) {
            arguments.add("--kafka.audit.on-overflow=block");
            arguments.add("--kafka.audit.block-timeout=10s");
        }
        return arguments;
    }

    /** Returns how an event about a sent message can be told from the others. */
    String producedMark() {
        return isOurs() ? "\"action\":\"message-produced\"" : "\"action\":\"produced\"";
    }

    /** Returns how an event about a received message can be told from the others. */
    String consumedMark() {
        return isOurs() ? "\"action\":\"message-consumed\"" : "\"action\":\"consumed\"";
    }
}
