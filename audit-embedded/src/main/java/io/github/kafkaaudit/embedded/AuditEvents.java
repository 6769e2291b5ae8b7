package io.github.kafkaaudit.embedded;

import io.github.kafkaaudit.elasticsearch.ElasticsearchConnection;
import io.github.kafkaaudit.elasticsearch.ElasticsearchResponse;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Asks Elasticsearch for audit events; each question sees everything that has been indexed before it.
 *
 * <p>A query is Elasticsearch's JSON, such as {@code {"term":{"event.action":"message-produced"}}}, or a map of fields
 * and the values that they must have.
 *
 * <p><b>Threading</b>: safe.
 */
public final class AuditEvents {

    private static final String EVENTS = "kafka-audit-*,-" + Quarantine.INDEX;
    private static final String MISSING_ALLOWED = "ignore_unavailable=true&allow_no_indices=true";
    private static final Duration NOT_READY = Duration.ofSeconds(10);
    private static final int PAGE = 5_000;
    private static final Duration POLL = Duration.ofMillis(100);

    private final JsonMapper json = JsonMapper.builder().build();
    private final ElasticsearchConnection connection;

    /** Asks the Elasticsearch at the given address. */
    public AuditEvents(String elasticsearchUrl) {
        this(ElasticsearchConnection.builder(URI.create(elasticsearchUrl)).build());
    }

    /** Asks through the given connection. */
    public AuditEvents(ElasticsearchConnection connection) {
        this.connection = connection;
    }

    /** Returns the events that match, each trail's in the order of its sequence. */
    public List<JsonNode> search(String query) {
        return search(EVENTS, query, Order.SEQUENCE);
    }

    /** Returns the events with these values, each trail's in the order of its sequence. */
    public List<JsonNode> search(Map<String, ?> terms) {
        return search(query(terms));
    }

    /** Returns the events that match in the given order. */
    public List<JsonNode> search(String query, Order order) {
        return search(EVENTS, query, order);
    }

    /** Returns the events with these values in the given order. */
    public List<JsonNode> search(Map<String, ?> terms, Order order) {
        return search(query(terms), order);
    }

    /** Returns the documents of the quarantine, the oldest first. */
    public List<JsonNode> quarantined() {
        return search(Quarantine.INDEX, query(Map.of()), Order.TIME);
    }

    /** Returns how many events match. */
    public long count(String query) {
        refresh();
        var body = json.createObjectNode();
        body.set("query", json.readTree(query));
        return ask("POST", "/" + EVENTS + "/_count?" + MISSING_ALLOWED, body)
                .path("count")
                .asLong();
    }

    /** Returns how many events have these values. */
    public long count(Map<String, ?> terms) {
        return count(query(terms));
    }

    /**
     * Waits until exactly the expected number of events match, and returns them in the order of their sequence.
     *
     * <p><b>Failure</b>: an {@link AssertionError} that lists what was found, as soon as there are more than expected
     * or when the time is over.
     */
    public List<JsonNode> await(String query, int expected, Duration timeout) {
        var end = System.nanoTime() + timeout.toNanos();
        while (true) {
            var isOver = System.nanoTime() > end;
            try {
                var found = count(query);
                if (found == expected) {
                    return search(query);
                }
                if (found > expected || isOver) {
                    throw new AssertionError("Expected %d events within %s, found %d for %s%s"
                            .formatted(expected, timeout, found, query, summary(query)));
                }
            } catch (UnavailableException e) {
                // A node that is starting; only a wait that is over makes it a failure.
                if (isOver) {
                    throw e;
                }
            }
            pause();
        }
    }

    /**
     * Waits until exactly the expected number of events have these values; see {@link #await(String, int, Duration)}.
     */
    public List<JsonNode> await(Map<String, ?> terms, int expected, Duration timeout) {
        return await(query(terms), expected, timeout);
    }

    /**
     * Tells for every life of a service's trail that has events in a time range whether they are all there.
     *
     * @param service the service's name
     * @param from the beginning of the range
     * @param to the end of the range, not included
     */
    public List<Completeness> completeness(String service, Instant from, Instant to) {
        refresh();
        var path = "/" + EVENTS + "/_search?" + MISSING_ALLOWED;
        return new CompletenessQuestion(body -> ask("POST", path, body), service).ask(from, to);
    }

    /** Makes everything that has been indexed visible to searches. */
    public void refresh() {
        ask("POST", "/kafka-audit-*/_refresh?" + MISSING_ALLOWED, null);
    }

    private List<JsonNode> search(String indices, String query, Order order) {
        refresh();
        List<JsonNode> found = new ArrayList<>();
        JsonNode after = null;
        do {
            var hits = page(indices, query, order, after);
            for (var hit : hits) {
                found.add(hit.path("_source"));
            }
            after = hits.size() < PAGE ? null : hits.get(hits.size() - 1).get("sort");
        } while (after != null);
        return found;
    }

    private JsonNode page(String indices, String query, Order order, @Nullable JsonNode after) {
        var body = json.createObjectNode();
        body.put("size", PAGE);
        body.set("query", json.readTree(query));
        body.set("sort", sort(order));
        if (after != null) {
            body.set("search_after", after);
        }
        return ask("POST", "/" + indices + "/_search?" + MISSING_ALLOWED, body)
                .path("hits")
                .path("hits");
    }

    private ArrayNode sort(Order order) {
        var sort = json.createArrayNode();
        for (var field : order.fields.split(",", -1)) {
            var type = field.equals("@timestamp") ? "date" : field.equals("event.sequence") ? "long" : "keyword";
            sort.addObject().putObject(field).put("order", "asc").put("unmapped_type", type);
        }
        return sort;
    }

    private String query(Map<String, ?> terms) {
        if (terms.isEmpty()) {
            return "{\"match_all\":{}}";
        }
        var query = json.createObjectNode();
        var filter = query.putObject("bool").putArray("filter");
        terms.forEach((field, value) -> filter.addObject().putObject("term").putPOJO(field, value));
        return json.writeValueAsString(query);
    }

    private JsonNode ask(String method, String path, @Nullable ObjectNode body) {
        // The day's first events create its index; until its shard is there, a search is refused.
        var end = System.nanoTime() + NOT_READY.toNanos();
        while (true) {
            try {
                return askOnce(method, path, body);
            } catch (UnavailableException e) {
                if (System.nanoTime() - end >= 0) {
                    throw e;
                }
                pause();
            }
        }
    }

    private JsonNode askOnce(String method, String path, @Nullable ObjectNode body) {
        try {
            var response = connection
                    .send(method, path, body == null ? null : json.writeValueAsBytes(body))
                    .join();
            if (response.isRetryable()) {
                throw new UnavailableException("Elasticsearch answered " + response.status() + ".", null);
            }
            if (!response.isSuccess()) {
                throw new IllegalStateException(explain(path, response));
            }
            var answer = json.readTree(response.body());
            if (answer.path("_shards").path("failed").asInt(0) > 0) {
                throw new UnavailableException("Elasticsearch could not ask all its shards.", null);
            }
            return answer;
        } catch (CompletionException e) {
            throw new UnavailableException("Elasticsearch did not answer.", e.getCause());
        }
    }

    /** The answer to a question of a developer: what is wrong with the query is what it says. */
    private static String explain(String path, ElasticsearchResponse response) {
        var body = new String(response.body(), StandardCharsets.UTF_8);
        return "Elasticsearch answered " + response.status() + " to " + path + ": "
                + body.substring(0, Math.min(body.length(), 500));
    }

    private String summary(String query) {
        var lines = new StringBuilder();
        for (var event : search(query, Order.TIME).stream().limit(20).toList()) {
            lines.append("%n  %s %s %s sequence %s"
                    .formatted(
                            text(event, "event", "action"),
                            text(event, "service", "name"),
                            text(event, "kafka_audit", "record", "coordinate"),
                            text(event, "event", "sequence")));
        }
        return lines.toString();
    }

    private static String text(JsonNode event, String... path) {
        var node = event;
        for (var name : path) {
            node = node.path(name);
        }
        return node.asString("-");
    }

    private static void pause() {
        try {
            Thread.sleep(POLL.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while waiting for audit events.", e);
        }
    }

    private static final class UnavailableException extends IllegalStateException {

        private static final long serialVersionUID = 1L;

        UnavailableException(String message, @Nullable Throwable cause) {
            super(message, cause);
        }
    }

    /** The order in which events are returned. */
    public enum Order {

        /** By trail, and within it as the events happened in the process, without a gap. */
        SEQUENCE("service.ephemeral_id,event.sequence,event.id"),

        /** By the time at which they happened, over all services. */
        TIME("@timestamp,service.ephemeral_id,event.sequence,event.id");

        private final String fields;

        Order(String fields) {
            this.fields = fields;
        }
    }
}
