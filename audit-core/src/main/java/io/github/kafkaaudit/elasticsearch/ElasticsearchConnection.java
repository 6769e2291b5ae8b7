package io.github.kafkaaudit.elasticsearch;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * Addresses, credentials and time limits of an Elasticsearch cluster, and the requests sent with them.
 *
 * <p>With several addresses one is asked until it does not answer, then the next one: a request that failed is not sent
 * again, but its repetition goes elsewhere.
 *
 * <p><b>Threading</b>: safe; requests run on daemon threads of the JDK's HTTP client.
 *
 * <p><b>Failure</b>: the future fails with an {@link java.io.IOException} when there is no answer, a
 * {@link java.net.http.HttpTimeoutException} included; every answer, whatever its status, completes it.
 */
public final class ElasticsearchConnection {

    static final String JSON = "application/json";

    private final HttpClient client;
    private final List<URI> addresses;
    private final AtomicInteger current = new AtomicInteger();
    private final Duration requestTimeout;
    private final @Nullable String authorization;

    private ElasticsearchConnection(Builder settings) {
        addresses = settings.addresses;
        requestTimeout = settings.requestTimeout;
        authorization = settings.authorization;
        // HTTP/1.1: Elasticsearch speaks nothing newer, and an upgrade offer only costs a header.
        var builder = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(settings.connectTimeout)
                .followRedirects(HttpClient.Redirect.NEVER);
        if (settings.sslContext != null) {
            builder.sslContext(settings.sslContext);
        }
        client = builder.build();
    }

    /**
     * Returns a builder of a connection.
     *
     * @param address the server's, for example {@code https://search.example.org:9200}
     * @return a builder with time limits that suit a server in the same network
     */
    public static Builder builder(URI address) {
        return builder(List.of(Objects.requireNonNull(address, "address")));
    }

    /**
     * Returns a builder of a connection to a cluster.
     *
     * @param addresses those of one or more of its nodes, none with credentials in it
     * @return a builder with time limits that suit servers in the same network
     */
    public static Builder builder(List<URI> addresses) {
        if (addresses.isEmpty()) {
            throw new IllegalArgumentException("There is no address.");
        }
        return new Builder(List.copyOf(addresses));
    }

    /**
     * Sends a request.
     *
     * @param method the HTTP method
     * @param path the path and query, such as {@code /_refresh}
     * @param json the body; null for none
     * @return the answer, whatever its status
     */
    public CompletableFuture<ElasticsearchResponse> send(String method, String path, byte @Nullable [] json) {
        return send(method, path, JSON, json);
    }

    List<URI> addresses() {
        return addresses;
    }

    CompletableFuture<ElasticsearchResponse> send(
            String method, String path, String contentType, byte @Nullable [] body) {
        int asked = current.get();
        var request = HttpRequest.newBuilder(uri(addresses.get(asked), path))
                .timeout(requestTimeout)
                .header("Accept", JSON)
                .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(body));
        if (body != null) {
            request.header("Content-Type", contentType);
        }
        if (authorization != null) {
            request.header("Authorization", authorization);
        }
        return client.sendAsync(request.build(), BodyHandlers.ofByteArray())
                .whenComplete((response, failure) -> {
                    if (failure != null || isAway(response.statusCode())) {
                        // Requests that were under way together move on by one address together.
                        current.compareAndSet(asked, (asked + 1) % addresses.size());
                    }
                })
                .thenApply(response -> new ElasticsearchResponse(response.statusCode(), response.body()));
    }

    /** A proxy without a node behind it, or a node without a cluster. */
    private static boolean isAway(int status) {
        return status >= 502 && status <= 504;
    }

    /** Keeps a path that the address has of its own, as behind a reverse proxy. */
    private static URI uri(URI address, String path) {
        var base = address.toString();
        return URI.create((base.endsWith("/") ? base.substring(0, base.length() - 1) : base) + path);
    }

    /** The settings of an {@link ElasticsearchConnection}. */
    public static final class Builder {

        private final List<URI> addresses;
        private Duration connectTimeout = Duration.ofSeconds(5);
        private Duration requestTimeout = Duration.ofSeconds(30);
        private @Nullable String authorization;
        private @Nullable SSLContext sslContext;

        private Builder(List<URI> addresses) {
            this.addresses = addresses;
        }

        /**
         * Sends name and password with every request.
         *
         * @param name the user's name
         * @param password the user's password
         * @return this builder
         */
        public Builder basicAuthentication(String name, String password) {
            var credentials = (name + ":" + password).getBytes(StandardCharsets.UTF_8);
            authorization = "Basic " + Base64.getEncoder().encodeToString(credentials);
            return this;
        }

        /**
         * Sends an API key with every request.
         *
         * @param key the key, as {@code id:key} or in the encoded form in which Elasticsearch hands it out
         * @return this builder
         */
        public Builder apiKey(String key) {
            authorization = "ApiKey "
                    + (key.indexOf(':') < 0
                            ? key
                            : Base64.getEncoder().encodeToString(key.getBytes(StandardCharsets.UTF_8)));
            return this;
        }

        /**
         * Sets what is trusted and shown on TLS connections; the JVM's default otherwise.
         *
         * @param sslContext the context of every connection
         * @return this builder
         */
        public Builder sslContext(SSLContext sslContext) {
            this.sslContext = sslContext;
            return this;
        }

        /**
         * Sets the time that a connection may take to come about; 5 seconds otherwise.
         *
         * @param connectTimeout more than zero
         * @return this builder
         */
        public Builder connectTimeout(Duration connectTimeout) {
            this.connectTimeout = connectTimeout;
            return this;
        }

        /**
         * Sets the time in which a request must be answered; 30 seconds otherwise.
         *
         * @param requestTimeout more than zero
         * @return this builder
         */
        public Builder requestTimeout(Duration requestTimeout) {
            this.requestTimeout = requestTimeout;
            return this;
        }

        /** {@return the connection; nothing is sent yet} */
        public ElasticsearchConnection build() {
            return new ElasticsearchConnection(this);
        }
    }
}
