package io.github.kafkaaudit.elk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs the set-up script against a server that answers as Elasticsearch and Kibana do and remembers what it got. */
class SetupScriptTests {

    private static final String PASSWORD = "with \"quotes\" and \\ in it";

    private final List<String> requests = Collections.synchronizedList(new ArrayList<>());
    private final List<String> bodies = Collections.synchronizedList(new ArrayList<>());
    private final Set<String> existing = Collections.synchronizedSet(new HashSet<>());
    private HttpServer server = noServer();

    @TempDir
    private Path directory = Path.of("");

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void installsWhatOthersNeedFirstAndEverythingOnce() throws IOException, InterruptedException {
        assertThat(setup("all", Map.of())).isZero();

        assertThat(requests)
                .containsSubsequence(
                        "PUT /_ilm/policy/kafka-audit",
                        "PUT /_component_template/kafka-audit-core",
                        "PUT /_component_template/kafka-audit-additions",
                        "PUT /_component_template/kafka-audit-lifecycle",
                        "PUT /_index_template/kafka-audit",
                        "PUT /_security/role/kafka-audit-writer",
                        "PUT /_security/user/kafka-audit-writer",
                        "PUT /_ingest/pipeline/kafka-audit-transforms",
                        "PUT /_transform/kafka-audit-ledger",
                        "POST /_transform/kafka-audit-ledger/_start",
                        "PUT /_transform/kafka-audit-publications",
                        "POST /_transform/kafka-audit-publications/_start",
                        "POST /api/saved_objects/_import?overwrite=true",
                        "POST /api/actions/connector/5d2f6e0c-3a70-4c53-9a51-6f6f0a4d8b11",
                        "POST /api/alerting/rule/7b8c1d52-90f4-4d0e-8a6a-2f1f5c3e9a42");
        assertThat(requests).noneMatch(request -> request.startsWith("DELETE"));
        assertThat(bodies)
                .allSatisfy(body ->
                        assertThat(Repository.JSON.readTree(body).isObject()).isTrue());
    }

    @Test
    void canBeRepeatedAndLeavesTransformsAndRulesAlone() throws IOException, InterruptedException {
        setup("all", Map.of());
        requests.clear();

        assertThat(setup("all", Map.of())).isZero();

        assertThat(requests)
                .contains("POST /_transform/kafka-audit-ledger/_update")
                .doesNotContain("PUT /_transform/kafka-audit-ledger")
                .noneMatch(request -> request.startsWith("POST /api/alerting") || request.startsWith("DELETE"));
    }

    @Test
    void replacesATransformOfAnotherVersion() throws IOException, InterruptedException {
        existing.add("/_transform/kafka-audit-ledger");

        assertThat(setup("elasticsearch", Map.of())).isZero();

        assertThat(requests)
                .containsSubsequence(
                        "POST /_transform/kafka-audit-ledger/_stop?force=true&wait_for_completion=true&timeout=60s",
                        "DELETE /_transform/kafka-audit-ledger?delete_dest_index=true",
                        "PUT /_transform/kafka-audit-ledger");
    }

    @Test
    void keepsEventsForAsManyDaysAsItIsTold() throws IOException, InterruptedException {
        setup("elasticsearch", Map.of("AUDIT_RETENTION_DAYS", "90"));

        assertThat(bodies)
                .filteredOn(body -> body.contains("\"min_age\"") && body.contains("\"90d\""))
                .hasSize(1);
        assertThat(bodies)
                .filteredOn(body -> body.contains("\"max_age\""))
                .hasSize(2)
                .allSatisfy(body -> assertThat(body).contains("\"90d\""));
    }

    @Test
    void refusesARetentionThatWouldDeleteEverything() throws IOException, InterruptedException {
        assertThat(setup("elasticsearch", Map.of("AUDIT_RETENTION_DAYS", "0"))).isEqualTo(1);
        assertThat(requests).isEmpty();
    }

    @Test
    void leavesTheTransformsOutWhereTheyAreNotWanted() throws IOException, InterruptedException {
        assertThat(setup("elasticsearch", Map.of("AUDIT_TRANSFORMS", "false"))).isZero();
        assertThat(requests).noneMatch(request -> request.contains("_transform/"));
    }

    private int setup(String what, Map<String, String> more) throws IOException, InterruptedException {
        var url = "http://127.0.0.1:" + server.getAddress().getPort();
        var output = directory.resolve("output.txt");
        var script = new ProcessBuilder(
                        "sh", Repository.path("elasticsearch/setup").toString(), what)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        script.environment()
                .putAll(Map.of(
                        "ELASTICSEARCH_URL", url,
                        "KIBANA_URL", url,
                        "ELASTIC_PASSWORD", PASSWORD,
                        "KIBANA_SYSTEM_PASSWORD", PASSWORD,
                        "AUDIT_WRITER_PASSWORD", PASSWORD,
                        "WAIT_SECONDS", "60"));
        script.environment().putAll(more);
        try {
            var process = script.start();
            assertThat(process.waitFor(4, TimeUnit.MINUTES)).isTrue();
            assumeTrue(process.exitValue() != 127, "no POSIX shell or no curl here");
            assertThat(Files.readString(output)).doesNotContain(PASSWORD);
            return process.exitValue();
        } catch (IOException e) {
            assumeTrue(false, "no POSIX shell here: " + e.getMessage());
            throw e;
        }
    }

    private void answer(HttpExchange exchange) throws IOException {
        var body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        var path = exchange.getRequestURI().toString();
        requests.add(exchange.getRequestMethod() + " " + path);
        var authorized = basic(PASSWORD).equals(exchange.getRequestHeaders().getFirst("Authorization"));
        if (authorized && body.startsWith("{")) {
            bodies.add(body);
        }
        var answer = authorized ? content(exchange.getRequestMethod(), path) : null;
        var bytes = (answer == null ? "{}" : answer).getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(!authorized ? 401 : answer == null ? 404 : 200, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    private @Nullable String content(String method, String path) {
        if (path.equals("/")) {
            return "{\"cluster_name\":\"fake\"}";
        }
        if (path.equals("/api/status")) {
            return "{\"status\":{\"overall\":{\"level\":\"available\"}}}";
        }
        if (path.startsWith("/api/saved_objects")) {
            return "{\"success\":true}";
        }
        if (method.equals("GET")) {
            return existing.contains(path)
                    ? "{}"
                    : existing.contains(path + "#1") ? "{\"_meta\":{\"kafka_audit_version\":1}}" : null;
        }
        existing.add(path + "#1");
        return "{\"acknowledged\":true}";
    }

    private static String basic(String password) {
        var credentials = ("elastic:" + password).getBytes(StandardCharsets.UTF_8);
        return "Basic " + Base64.getEncoder().encodeToString(credentials);
    }

    private static HttpServer noServer() {
        try {
            return HttpServer.create();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
