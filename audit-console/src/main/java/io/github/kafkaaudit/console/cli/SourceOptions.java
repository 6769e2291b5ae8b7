package io.github.kafkaaudit.console.cli;

import io.github.kafkaaudit.console.source.ElasticsearchSettings;
import io.github.kafkaaudit.console.source.ElasticsearchSource;
import io.github.kafkaaudit.console.source.EventSource;
import io.github.kafkaaudit.console.source.FileSource;
import io.github.kafkaaudit.console.source.Progress;
import io.github.kafkaaudit.console.source.SourceException;
import io.github.kafkaaudit.console.source.TopicSource;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

/** Where the events are. */
final class SourceOptions {

    private static final String DEFAULT_TOPIC = "kafka-audit";

    @ArgGroup(heading = "Where the events are; Elasticsearch, where nothing else is said:%n")
    private @Nullable Other other;

    @Option(
            names = "--es",
            paramLabel = "URL",
            defaultValue = "${env:KAFKA_AUDIT_ES_URL:-http://localhost:9200}",
            description = "Elasticsearch's address (KAFKA_AUDIT_ES_URL; ${DEFAULT-VALUE}).")
    private String url = "";

    @Option(
            names = "--es-index",
            paramLabel = "INDEX",
            defaultValue = ElasticsearchSettings.INDEX,
            description = "The indices (${DEFAULT-VALUE}).")
    private String index = "";

    @Option(
            names = "--es-user",
            paramLabel = "NAME",
            defaultValue = "${env:KAFKA_AUDIT_ES_USER:-}",
            description =
                    "Who asks (KAFKA_AUDIT_ES_USER). The password is taken from KAFKA_AUDIT_ES_PASSWORD, an API key"
                            + " from KAFKA_AUDIT_ES_API_KEY: neither belongs on a command line.")
    private String user = "";

    @Option(
            names = "--es-ca",
            paramLabel = "FILE",
            description = "The certificate of the authority that signed Elasticsearch's, in PEM form.")
    private @Nullable Path caCertificate;

    @Option(
            names = "--bootstrap-servers",
            paramLabel = "HOST:PORT",
            defaultValue = "${env:KAFKA_AUDIT_BOOTSTRAP_SERVERS:-localhost:9092}",
            description = "The brokers, for --from-topic (KAFKA_AUDIT_BOOTSTRAP_SERVERS; ${DEFAULT-VALUE}).")
    private String bootstrapServers = "";

    @Option(
            names = "--kafka-properties",
            paramLabel = "FILE",
            description = "More consumer properties, such as those of security.")
    private @Nullable Path kafkaProperties;

    EventSource open(Progress progress) {
        if (other != null && other.files != null) {
            return new FileSource(other.files, progress);
        }
        if (other != null && other.topic != null) {
            return new TopicSource(bootstrapServers, other.topic, consumerProperties(), progress);
        }
        return new ElasticsearchSource(new ElasticsearchSettings(
                address(url),
                index,
                user.isEmpty() ? null : user,
                System.getenv("KAFKA_AUDIT_ES_PASSWORD"),
                System.getenv("KAFKA_AUDIT_ES_API_KEY"),
                caCertificate,
                ElasticsearchSettings.TIMEOUT));
    }

    private static URI address(String url) {
        try {
            var address = URI.create(url);
            if (address.getHost() != null && List.of("http", "https").contains(address.getScheme())) {
                return address;
            }
        } catch (IllegalArgumentException e) {
            // It is said below.
        }
        throw new SourceException(
                SourceException.Kind.BAD_QUESTION,
                url + " is no address of Elasticsearch: write one such as https://elasticsearch:9200.");
    }

    private Map<String, Object> consumerProperties() {
        Map<String, Object> properties = new HashMap<>();
        if (kafkaProperties != null) {
            var read = new Properties();
            try (var reader = Files.newBufferedReader(kafkaProperties)) {
                read.load(reader);
            } catch (IOException | IllegalArgumentException e) {
                throw new SourceException(
                        SourceException.Kind.NOT_FOUND,
                        "The Kafka properties " + kafkaProperties + " cannot be read: name a properties file.",
                        e);
            }
            read.stringPropertyNames().forEach(name -> properties.put(name, read.getProperty(name)));
        }
        return properties;
    }

    /** In place of Elasticsearch. */
    private static final class Other {

        @Option(
                names = "--from-topic",
                paramLabel = "TOPIC",
                arity = "0..1",
                fallbackValue = DEFAULT_TOPIC,
                description =
                        "The audit topic itself (" + DEFAULT_TOPIC + " where none is named): needs no Elasticsearch.")
        private @Nullable String topic;

        @Option(
                names = "--from-files",
                paramLabel = "PATH",
                arity = "1..*",
                description = "Files or directories: NDJSON, plain or gzipped, such as objects of the S3 archive.")
        private @Nullable List<Path> files;
    }
}
