package io.github.kafkaaudit.ecosystem.agent;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** An agent as the build has fetched it, told to say what it would otherwise send to its server. */
enum Agent {
    NONE {
        @Override
        List<String> arguments(String server) {
            return List.of();
        }
    },
    OPENTELEMETRY {
        @Override
        List<String> arguments(String server) {
            return with(
                    "opentelemetry-javaagent.jar",
                    "otel.traces.exporter=logging-otlp",
                    "otel.metrics.exporter=logging-otlp",
                    "otel.metric.export.interval=3600000",
                    "otel.logs.exporter=none",
                    "otel.service.name=observed");
        }
    },
    ELASTIC_APM {
        @Override
        List<String> arguments(String server) {
            return with(
                    "elastic-apm-agent.jar",
                    "elastic.apm.server_url=" + server,
                    "elastic.apm.service_name=observed",
                    "elastic.apm.central_config=false",
                    "elastic.apm.cloud_provider=NONE",
                    "elastic.apm.metrics_interval=0",
                    "elastic.apm.span_compression_enabled=false",
                    "elastic.apm.api_request_time=1s");
        }
    },
    DATADOG {
        @Override
        List<String> arguments(String server) {
            return with(
                    "dd-java-agent.jar",
                    "dd.writer.type=LoggingWriter",
                    "dd.service=observed",
                    "dd.instrumentation.telemetry.enabled=false",
                    "dd.remote_config.enabled=false",
                    "dd.jmxfetch.enabled=false",
                    "dd.profiling.enabled=false");
        }
    };

    private static final Path DIRECTORY = Path.of(System.getProperty("agents", "target/agents"));

    /** The arguments of the JVM; what is sent to a server goes to the given one. */
    abstract List<String> arguments(String server);

    private static List<String> with(String jar, String... properties) {
        List<String> arguments = new ArrayList<>();
        arguments.add("-javaagent:" + DIRECTORY.resolve(jar).toAbsolutePath());
        for (String property : properties) {
            arguments.add("-D" + property);
        }
        return arguments;
    }
}
