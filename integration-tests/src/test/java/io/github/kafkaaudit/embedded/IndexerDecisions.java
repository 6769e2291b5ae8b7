package io.github.kafkaaudit.embedded;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.github.kafkaaudit.elasticsearch.BulkClient;
import io.github.kafkaaudit.elasticsearch.ElasticsearchConnection;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** What the indexer would send to Elasticsearch for a record, as it arrives there. */
public final class IndexerDecisions implements AutoCloseable {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final HttpServer elasticsearch;
    private final EventRouter router;
    private final BulkDelivery bulk;
    private List<String> received = List.of();

    /** Decides at the given time, with a retention of 30 days. */
    public IndexerDecisions(Instant now) {
        try {
            elasticsearch = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        elasticsearch.createContext("/", this::answer);
        elasticsearch.start();
        var address = URI.create("http://" + elasticsearch.getAddress().getHostString() + ":"
                + elasticsearch.getAddress().getPort());
        router = new EventRouter(Clock.fixed(now, ZoneOffset.UTC), Duration.ofDays(30));
        bulk = new BulkDelivery(
                new BulkClient(ElasticsearchConnection.builder(address).build()),
                router,
                new RefusedFile(Path.of("target", "refused.ndjson")));
    }

    /** Returns what becomes of the record. */
    public Decision decide(byte @Nullable [] value, String topic, int partition, long offset) {
        try {
            var delivery = router.route(new ConsumerRecord<>(topic, partition, offset, new byte[0], value));
            if (!bulk.attempt(List.of(delivery)).isEmpty()) {
                throw new IllegalStateException(bulk.problem());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        var target = JSON.readTree(received.get(0)).path("create");
        return new Decision(target.path("_index").asString(), target.path("_id").asString(), received.get(1));
    }

    /** Returns a limit of the indexer's rules. */
    public static int limit(String name) {
        return switch (name) {
            case "MAX_BYTES" -> AdmissionRules.MAX_BYTES;
            case "MAX_DEPTH" -> AdmissionRules.MAX_DEPTH;
            case "MAX_VALUES" -> AdmissionRules.MAX_VALUES;
            case "MAX_ID_BYTES" -> AdmissionRules.MAX_ID_BYTES;
            case "MAX_ORIGINAL_BYTES" -> AdmissionRules.MAX_ORIGINAL_BYTES;
            case "EXCERPT_LENGTH" -> AdmissionRules.EXCERPT_LENGTH;
            default -> throw new IllegalArgumentException(name);
        };
    }

    /** Returns the names that a document may have at its root. */
    public static Set<String> rootNames() {
        return AdmissionRules.ROOT_NAMES;
    }

    @Override
    public void close() {
        elasticsearch.stop(0);
    }

    private void answer(HttpExchange exchange) throws IOException {
        received = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8)
                .lines()
                .toList();
        var answer = "{\"items\":[{\"create\":{\"status\":201}}]}".getBytes(StandardCharsets.US_ASCII);
        exchange.sendResponseHeaders(200, answer.length);
        exchange.getResponseBody().write(answer);
        exchange.close();
    }

    /**
     * What becomes of a record.
     *
     * @param index the index
     * @param id the document's id
     * @param document the document
     */
    public record Decision(String index, String id, String document) {}
}
