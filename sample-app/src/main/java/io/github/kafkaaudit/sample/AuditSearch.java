package io.github.kafkaaudit.sample;

import io.github.kafkaaudit.elasticsearch.ElasticsearchConnection;
import io.github.kafkaaudit.json.EventFields;
import io.github.kafkaaudit.verdict.TrailEvent;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Asks Elasticsearch for the events of the audit trail. */
final class AuditSearch {

    private static final String INDICES = "/kafka-audit-*,-kafka-audit-quarantine";
    private static final String OPTIONS = "?ignore_unavailable=true&allow_no_indices=true";
    private static final int MOST = 1_000;
    private static final int FORBIDDEN = 403;
    private static final int NOT_READY = 503;

    private final JsonMapper json = JsonMapper.builder().build();
    private final ElasticsearchConnection connection;
    private boolean mayRefresh = true;

    AuditSearch(ElasticsearchConnection connection) {
        this.connection = connection;
    }

    /**
     * Returns, in the order of time, all events since then about the records whose payload names an applicant: also
     * those events that do not show the payload.
     */
    List<TrailEvent> about(String applicantId, Instant since) {
        refresh();
        var payload = term(EventFields.PAYLOAD_JSON + ".applicantId", applicantId);
        var coordinates = search(since, List.of(payload)).stream()
                .map(TrailEvent::coordinate)
                .filter(Objects::nonNull)
                .distinct()
                .toList();
        return search(since, List.of(payload, terms(EventFields.RECORD_COORDINATE, coordinates)));
    }

    /** Returns, for each topic, the consumer groups with any event on it since a time. */
    Map<String, Set<String>> groups(Instant since) {
        var body = body(since, List.of());
        body.put("size", 0);
        terms(body, "topics", EventFields.MESSAGING_DESTINATION_NAME);
        terms(body.withObject("/aggs/topics"), "groups", EventFields.MESSAGING_CONSUMER_GROUP_NAME);
        Map<String, Set<String>> groups = new HashMap<>();
        for (var topic : ask("POST", "/_search", body).at("/aggregations/topics/buckets")) {
            Set<String> names = new HashSet<>();
            topic.at("/groups/buckets")
                    .forEach(group -> names.add(group.path("key").asString()));
            groups.put(topic.path("key").asString(), names);
        }
        return groups;
    }

    private List<TrailEvent> search(Instant since, List<ObjectNode> anyOf) {
        var body = body(since, anyOf);
        body.put("size", MOST);
        body.putArray("sort")
                .add(EventFields.TIMESTAMP)
                .add(EventFields.SERVICE_EPHEMERAL_ID)
                .add(EventFields.EVENT_SEQUENCE);
        return ask("POST", "/_search", body)
                .at("/hits/hits")
                .valueStream()
                .map(hit -> TrailEvent.of(hit.path("_source")))
                .toList();
    }

    private ObjectNode body(Instant since, List<ObjectNode> anyOf) {
        var body = json.createObjectNode();
        var bool = body.putObject("query").putObject("bool");
        bool.putArray("filter")
                .addObject()
                .putObject("range")
                .putObject(EventFields.TIMESTAMP)
                .put("gte", since.toString());
        if (!anyOf.isEmpty()) {
            bool.put("minimum_should_match", 1).putArray("should").addAll(anyOf);
        }
        return body;
    }

    private ObjectNode term(String field, String value) {
        var query = json.createObjectNode();
        query.putObject("term").put(field, value);
        return query;
    }

    private ObjectNode terms(String field, Collection<String> values) {
        var query = json.createObjectNode();
        var accepted = query.putObject("terms").putArray(field);
        values.forEach(accepted::add);
        return query;
    }

    private static void terms(ObjectNode parent, String name, String field) {
        parent.withObjectProperty("aggs")
                .putObject(name)
                .putObject("terms")
                .put("field", field)
                .put("size", MOST);
    }

    /** Who may only read has to wait until Elasticsearch shows new documents by itself, which it does every second. */
    private void refresh() {
        if (mayRefresh) {
            ask("POST", "/_refresh", null);
        }
    }

    /** What is not there yet is an empty answer: the caller asks again. */
    private JsonNode ask(String method, String path, @Nullable ObjectNode body) {
        var bytes = body == null ? null : json.writeValueAsBytes(body);
        try {
            var response =
                    connection.send(method, INDICES + path + OPTIONS, bytes).join();
            if (response.isSuccess()) {
                return json.readTree(response.body());
            }
            if (response.status() == FORBIDDEN && path.equals("/_refresh")) {
                mayRefresh = false;
            } else if (response.status() != NOT_READY) {
                throw new SampleException(
                        "Elasticsearch answered " + response.status() + " to " + path
                                + "; check sample.elasticsearch.url, .user and .password.",
                        null);
            }
        } catch (CompletionException e) {
            // Elasticsearch may be starting.
        }
        return json.createObjectNode();
    }
}
