package io.github.kafkaaudit.console.web;

import io.github.kafkaaudit.console.source.ElasticsearchSettings;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The settings {@code console.*}.
 *
 * @param source Where the events are: elasticsearch, topic or files.
 * @param elasticsearch Where Elasticsearch is.
 * @param topic Where the audit topic is.
 * @param files Files and directories with events.
 * @param users Who may log in with a password.
 * @param allowWithoutLogin Whether anybody may ask without a login although the console listens beyond loopback.
 * @param zone The time zone of times; the system's where none is set.
 * @param longestRange The longest time range of one question.
 * @param concurrentQuestions How many questions are answered at the same time.
 * @param hmacSecret The services' secret, so that masked values are found by the value itself.
 * @param hmacKeyId The id of that secret.
 * @param kibanaUrl An address of Kibana with {q} for the query, to be linked from a message.
 * @param traceUrl An address of a tracing UI with {trace} for the trace, to be linked from an event.
 */
@ConfigurationProperties("console")
public record ConsoleProperties(
        @DefaultValue("elasticsearch") Source source,
        @DefaultValue Elasticsearch elasticsearch,
        @DefaultValue Topic topic,
        @DefaultValue List<Path> files,
        @DefaultValue List<User> users,
        @DefaultValue("false") boolean allowWithoutLogin,
        @Nullable String zone,
        @DefaultValue("31d") Duration longestRange,
        @DefaultValue("4") int concurrentQuestions,
        @Nullable String hmacSecret,
        @DefaultValue("k1") String hmacKeyId,
        @Nullable String kibanaUrl,
        @Nullable String traceUrl) {

    /** Copies the lists. */
    public ConsoleProperties {
        files = List.copyOf(files);
        users = List.copyOf(users);
    }

    /** Where the events are. */
    public enum Source {
        /** In Elasticsearch. */
        ELASTICSEARCH,
        /** On the audit topic. */
        TOPIC,
        /** In files. */
        FILES
    }

    /**
     * Where Elasticsearch is.
     *
     * @param url Its address.
     * @param index The indices of the events.
     * @param user A user with the role kafka-audit-reader.
     * @param password The user's password.
     * @param apiKey An API key, in place of user and password.
     * @param caCertificate File with the certificate of the authority that signed Elasticsearch's, in PEM form.
     * @param timeout How long one question may take.
     */
    public record Elasticsearch(
            @DefaultValue("http://localhost:9200") URI url,
            @DefaultValue(ElasticsearchSettings.INDEX) String index,
            @Nullable String user,
            @Nullable String password,
            @Nullable String apiKey,
            @Nullable Path caCertificate,
            @DefaultValue("10s") Duration timeout) {}

    /**
     * Where the audit topic is.
     *
     * @param bootstrapServers The brokers.
     * @param name The topic.
     * @param properties More consumer properties, such as those of security.
     */
    public record Topic(
            @DefaultValue("localhost:9092") String bootstrapServers,
            @DefaultValue("kafka-audit") String name,
            @DefaultValue Map<String, String> properties) {

        /** Copies the map. */
        public Topic {
            properties = Map.copyOf(properties);
        }
    }

    /**
     * Who may log in.
     *
     * @param name The name.
     * @param password The password's hash with its kind in front, as in {bcrypt}$2a$10$…; never the password itself.
     */
    public record User(String name, String password) {}
}
