package io.github.kafkaaudit.console.source;

import co.elastic.clients.elasticsearch.ElasticsearchClient;
import co.elastic.clients.elasticsearch._types.ElasticsearchException;
import co.elastic.clients.elasticsearch._types.Time;
import co.elastic.clients.elasticsearch.core.SearchRequest;
import co.elastic.clients.elasticsearch.core.SearchResponse;
import co.elastic.clients.json.JsonData;
import co.elastic.clients.json.SimpleJsonpMapper;
import co.elastic.clients.transport.TransportException;
import co.elastic.clients.transport.rest_client.RestClientTransport;
import io.github.kafkaaudit.console.source.SourceException.Kind;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import org.apache.http.Header;
import org.apache.http.HttpHost;
import org.apache.http.conn.ConnectTimeoutException;
import org.apache.http.impl.nio.client.HttpAsyncClientBuilder;
import org.apache.http.message.BasicHeader;
import org.elasticsearch.client.RestClient;
import org.jspecify.annotations.Nullable;

/** Sends searches to Elasticsearch; what goes wrong becomes a sentence. */
final class ElasticsearchSearches implements AutoCloseable {

    private static final int CONNECT_MILLIS = 3_000;
    private static final int SLACK_MILLIS = 2_000;

    private final ElasticsearchSettings settings;
    private final RestClientTransport transport;
    private final ElasticsearchClient client;
    private final List<String> indices;

    ElasticsearchSearches(ElasticsearchSettings settings) {
        this.settings = settings;
        indices = Arrays.asList(settings.index().split(",", -1));
        var url = settings.url();
        var host = new HttpHost(url.getHost() == null ? "localhost" : url.getHost(), url.getPort(), url.getScheme());
        var builder = RestClient.builder(host)
                .setDefaultHeaders(authorization(settings))
                .setRequestConfigCallback(config -> config.setConnectTimeout(CONNECT_MILLIS)
                        .setSocketTimeout((int) settings.timeout().toMillis() + SLACK_MILLIS));
        if (url.getPath() != null && url.getPath().length() > 1) {
            builder.setPathPrefix(url.getPath());
        }
        var ssl = settings.caCertificate() == null ? null : Certificates.trusting(settings.caCertificate());
        builder.setHttpClientConfigCallback(http -> ssl == null ? http : withSsl(http, ssl));
        transport = new RestClientTransport(builder.build(), SimpleJsonpMapper.INSTANCE);
        client = new ElasticsearchClient(transport);
    }

    String description() {
        return "Elasticsearch at " + settings.url();
    }

    /** Sets what every search has. */
    SearchRequest.Builder prepare(SearchRequest.Builder request, @Nullable String pointInTime) {
        request.timeout(settings.timeout().toMillis() + "ms").trackTotalHits(track -> track.enabled(false));
        return pointInTime == null
                ? request.index(indices).ignoreUnavailable(true).allowNoIndices(true)
                : request.pit(point -> point.id(pointInTime).keepAlive(Time.of(time -> time.time("1m"))));
    }

    HitPage hits(SearchRequest request) {
        return guarded(() -> {
            try (var response = transport.performRequest(request, SearchRequest._ENDPOINT.withBinaryResponse(), null)) {
                var page = HitPage.read(response.content().readAllBytes());
                requireIndex(page.shards());
                return page;
            }
        });
    }

    SearchResponse<JsonData> aggregations(SearchRequest request) {
        return guarded(() -> {
            var response = client.search(request, JsonData.class);
            requireIndex(response.shards().total().intValue());
            return response;
        });
    }

    PointInTime pointInTime() {
        return guarded(() -> new PointInTime(client.openPointInTime(point ->
                        point.index(indices).ignoreUnavailable(true).keepAlive(Time.of(time -> time.time("1m"))))
                .id()));
    }

    @Override
    public void close() {
        try {
            transport.close();
        } catch (IOException e) {
            // The process goes on without it.
        }
    }

    private void requireIndex(int shards) {
        if (shards == 0) {
            throw noIndex(null);
        }
    }

    private <T> T guarded(Call<T> call) {
        try {
            return call.run();
        } catch (ElasticsearchException e) {
            throw explain(e.status(), e);
        } catch (TransportException e) {
            throw explain(e.statusCode(), e);
        } catch (ConnectTimeoutException e) {
            throw unavailable(e);
        } catch (SocketTimeoutException e) {
            throw new SourceException(
                    Kind.TOO_SLOW,
                    "Elasticsearch at " + settings.url() + " has not answered within "
                            + settings.timeout().toSeconds()
                            + " s: ask for a shorter time range, or something that fewer events have.",
                    e);
        } catch (SSLException e) {
            throw new SourceException(
                    Kind.UNAVAILABLE,
                    "Elasticsearch at " + settings.url()
                            + " shows a certificate that is not trusted: name its authority's with --es-ca.",
                    e);
        } catch (IOException e) {
            throw e.getCause() instanceof TimeoutException ? explain(0, e) : unavailable(e);
        }
    }

    private SourceException explain(int status, Exception cause) {
        return switch (status) {
            case 401 ->
                new SourceException(
                        Kind.DENIED,
                        "Elasticsearch does not know who asks (401): set user and password, or an API key.",
                        cause);
            case 403 ->
                new SourceException(
                        Kind.DENIED,
                        "Elasticsearch does not let the console's user read " + settings.index()
                                + " (403): give it the role kafka-audit-reader.",
                        cause);
            case 404 -> noIndex(cause);
            case 400 ->
                new SourceException(
                        Kind.BAD_QUESTION,
                        "Elasticsearch does not understand the question (400): ask for fewer or shorter values.",
                        cause);
            default ->
                new SourceException(
                        Kind.UNAVAILABLE,
                        "Elasticsearch at " + settings.url() + " cannot answer now"
                                + (status <= 0 ? "" : " (" + status + ")") + ": ask again in a moment.",
                        cause);
        };
    }

    private SourceException noIndex(@Nullable Throwable cause) {
        return new SourceException(
                Kind.NOT_FOUND,
                "There is no index " + settings.index() + " at " + settings.url()
                        + ": nothing has been shipped yet, or the events are in another one (--es-index).",
                cause);
    }

    private SourceException unavailable(Exception cause) {
        return new SourceException(
                Kind.UNAVAILABLE,
                "Elasticsearch at " + settings.url() + " does not answer: check the address and that it runs.",
                cause);
    }

    private static Header[] authorization(ElasticsearchSettings settings) {
        if (settings.apiKey() != null) {
            return new Header[] {new BasicHeader("Authorization", "ApiKey " + settings.apiKey())};
        }
        if (settings.user() != null && settings.password() != null) {
            var login = (settings.user() + ":" + settings.password()).getBytes(StandardCharsets.UTF_8);
            return new Header[] {
                new BasicHeader("Authorization", "Basic " + Base64.getEncoder().encodeToString(login))
            };
        }
        return new Header[0];
    }

    private static HttpAsyncClientBuilder withSsl(HttpAsyncClientBuilder http, SSLContext ssl) {
        return http.setSSLContext(ssl);
    }

    private interface Call<T> {

        T run() throws IOException;
    }

    /** A view of the indices that does not change while pages of it are read. */
    final class PointInTime implements AutoCloseable {

        private final String id;

        private PointInTime(String id) {
            this.id = id;
        }

        String id() {
            return id;
        }

        @Override
        public void close() {
            try {
                client.closePointInTime(point -> point.id(id));
            } catch (IOException | ElasticsearchException e) {
                // It ends by itself after a minute.
            }
        }
    }
}
