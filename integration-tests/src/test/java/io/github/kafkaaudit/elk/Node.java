package io.github.kafkaaudit.elk;

import static io.github.kafkaaudit.elk.Repository.JSON;

import io.github.kafkaaudit.embedded.EmbeddedElasticsearch;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import tools.jackson.databind.JsonNode;

/** A real Elasticsearch node with the templates that its distribution understands. */
final class Node implements AutoCloseable {

    private final EmbeddedElasticsearch server = EmbeddedElasticsearch.builder().build();
    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(10)).build();

    Node() {
        server.start();
        put("/_component_template/kafka-audit-core", "component-templates/kafka-audit-core.json");
        for (var template : List.of(
                "kafka-audit",
                "kafka-audit-quarantine",
                "kafka-audit-restored",
                "ledger-kafka-audit",
                "publications-kafka-audit")) {
            put("/_index_template/" + template, "index-templates/" + template + ".json");
        }
    }

    /** Sends a file of {@code elasticsearch/} as it is. */
    void put(String path, String file) {
        var answer = send("PUT", path, Repository.text("elasticsearch/" + file));
        if (answer.status() != 200) {
            throw new IllegalStateException(file + ": " + answer);
        }
    }

    /**
     * Creates a document; the status is 201, or 409 when the id was there. A new index may take its time to be ready.
     */
    int create(String index, String id, String document) {
        return send("PUT", "/" + index + "/_create/" + id + "?timeout=3m", document)
                .status();
    }

    void refresh() {
        send("POST", "/_refresh", "");
    }

    /** The sources of the documents that match. */
    List<JsonNode> search(String index, Map<String, Object> query) {
        var answer = search(index, JSON.writeValueAsString(Map.of("query", query, "size", 1_000)));
        return StreamSupport.stream(answer.at("/hits/hits").spliterator(), false)
                .map(hit -> hit.path("_source"))
                .toList();
    }

    JsonNode search(String index, String body) {
        var answer = send("POST", "/" + index + "/_search", body);
        if (answer.status() != 200) {
            throw new IllegalStateException(answer.toString());
        }
        return answer.body();
    }

    Answer send(String method, String path, String body) {
        var request = HttpRequest.newBuilder(URI.create(server.url() + path))
                .header("Content-Type", "application/json")
                .timeout(Duration.ofMinutes(4))
                .method(method, BodyPublishers.ofString(body))
                .build();
        try {
            var response = http.send(request, BodyHandlers.ofString());
            return new Answer(response.statusCode(), JSON.readTree(response.body()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        server.close();
    }

    record Answer(int status, JsonNode body) {}
}
