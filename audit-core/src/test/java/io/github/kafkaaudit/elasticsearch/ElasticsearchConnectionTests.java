package io.github.kafkaaudit.elasticsearch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ElasticsearchConnectionTests {

    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    private final FakeElasticsearch server = new FakeElasticsearch();

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void sendsNameAndPassword() {
        server.answers(200, "{}");
        var connection = ElasticsearchConnection.builder(server.address())
                .basicAuthentication("writer", "päss:word")
                .build();

        assertThat(connection.send("GET", "/", null)).succeedsWithin(TIMEOUT);

        assertThat(server.request().headers().getFirst("Authorization")).isEqualTo("Basic d3JpdGVyOnDDpHNzOndvcmQ=");
    }

    @Test
    void sendsAnApiKey() {
        server.answers(200, "{}");
        var connection =
                ElasticsearchConnection.builder(server.address()).apiKey("a2V5").build();

        assertThat(connection.send("GET", "/", null)).succeedsWithin(TIMEOUT);

        assertThat(server.request().headers().getFirst("Authorization")).isEqualTo("ApiKey a2V5");
    }

    @Test
    void encodesAnApiKeyThatIsNot() {
        server.answers(200, "{}");
        var connection = ElasticsearchConnection.builder(server.address())
                .apiKey("id:key")
                .build();

        assertThat(connection.send("GET", "/", null)).succeedsWithin(TIMEOUT);

        assertThat(server.request().headers().getFirst("Authorization")).isEqualTo("ApiKey aWQ6a2V5");
    }

    @Test
    void asksTheNextAddressAfterOneThatDidNotAnswer() throws IOException {
        server.answers(503, "{}").answers(200, "{}");
        URI gone;
        try (var free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            gone = URI.create("http://127.0.0.1:" + free.getLocalPort());
        }
        var connection = ElasticsearchConnection.builder(List.of(gone, server.address(), server.address()))
                .build();

        assertThat(connection.send("GET", "/", null)).failsWithin(TIMEOUT);
        assertThat(connection.send("GET", "/", null))
                .succeedsWithin(TIMEOUT)
                .satisfies(response -> assertThat(response.status()).isEqualTo(503));
        assertThat(connection.send("GET", "/", null))
                .succeedsWithin(TIMEOUT)
                .satisfies(response -> assertThat(response.status()).isEqualTo(200));
    }

    @Test
    void keepsThePathOfTheAddress() {
        server.answers(200, "{}");
        var connection = ElasticsearchConnection.builder(URI.create(server.address() + "/search/"))
                .build();

        assertThat(connection.send(
                        "PUT", "/_index_template/a?master_timeout=1s", "{}".getBytes(StandardCharsets.UTF_8)))
                .succeedsWithin(TIMEOUT);

        assertThat(server.request().uri()).hasToString("/search/_index_template/a?master_timeout=1s");
        assertThat(server.request().headers().getFirst("Content-Type")).isEqualTo("application/json");
        assertThat(server.request().headers()).doesNotContainKey("Authorization");
    }

    @Test
    void returnsEveryAnswerWhateverItsStatus() {
        server.answers(500, "broken").answers(404, "");
        var connection = ElasticsearchConnection.builder(server.address()).build();

        assertThat(connection.send("GET", "/", null)).succeedsWithin(TIMEOUT).satisfies(response -> {
            assertThat(response.status()).isEqualTo(500);
            assertThat(response.body()).asString().isEqualTo("broken");
            assertThat(response.isSuccess()).isFalse();
            assertThat(response.isRetryable()).isTrue();
            assertThat(response).hasToString("status 500, 6 bytes");
        });
        assertThat(connection.send("GET", "/", null))
                .succeedsWithin(TIMEOUT)
                .satisfies(response -> assertThat(response.isRetryable()).isFalse());
    }

    @Test
    void givesUpWhenNoAnswerComesInTime() throws IOException {
        try (var silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            var connection = ElasticsearchConnection.builder(URI.create(
                            "http://" + silent.getInetAddress().getHostAddress() + ":" + silent.getLocalPort()))
                    .connectTimeout(Duration.ofSeconds(1))
                    .requestTimeout(Duration.ofMillis(50))
                    .build();

            assertThat(connection.send("GET", "/", null))
                    .failsWithin(TIMEOUT)
                    .withThrowableThat()
                    .withCauseInstanceOf(HttpTimeoutException.class);
        }
    }
}
