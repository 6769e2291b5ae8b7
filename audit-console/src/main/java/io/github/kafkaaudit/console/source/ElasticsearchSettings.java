package io.github.kafkaaudit.console.source;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Where Elasticsearch is.
 *
 * @param url its address
 * @param index the indices, as in {@code kafka-audit-*,-kafka-audit-quarantine}
 * @param user a user who may read them
 * @param password the user's password
 * @param apiKey an API key, in place of user and password
 * @param caCertificate file with the certificate of the authority that signed Elasticsearch's, in PEM form
 * @param timeout how long one question may take
 */
public record ElasticsearchSettings(
        URI url,
        String index,
        @Nullable String user,
        @Nullable String password,
        @Nullable String apiKey,
        @Nullable Path caCertificate,
        Duration timeout) {

    /** The indices of the events; what could not be indexed as one is elsewhere. */
    public static final String INDEX = "kafka-audit-*,-kafka-audit-quarantine";

    /** How long one question may take where nothing else is said. */
    public static final Duration TIMEOUT = Duration.ofSeconds(10);

    /** Returns the settings of an Elasticsearch without a login. */
    public static ElasticsearchSettings of(String url) {
        return new ElasticsearchSettings(URI.create(url), INDEX, null, null, null, null, TIMEOUT);
    }

    @Override
    public String toString() {
        return "Elasticsearch at " + url + ", index " + index;
    }
}
