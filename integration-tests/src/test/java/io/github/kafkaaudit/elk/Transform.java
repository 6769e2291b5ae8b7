package io.github.kafkaaudit.elk;

import static io.github.kafkaaudit.elk.Repository.JSON;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Runs a transform's own query, groups and aggregations on a node that has no transforms, and writes the documents that
 * the transform and its ingest pipeline would write.
 */
final class Transform {

    private final Node node;
    private final JsonNode transform;

    Transform(Node node, String name) {
        this.node = node;
        transform = Repository.json("elasticsearch/transforms/" + name + ".json");
    }

    int run() {
        var destination = transform.at("/dest/index").asString();
        var documents = documents();
        for (var i = 0; i < documents.size(); i++) {
            var status = node.create(
                    destination, Integer.toString(i), documents.get(i).toString());
            if (status != 201) {
                throw new IllegalStateException(status + " for " + documents.get(i));
            }
        }
        node.refresh();
        return documents.size();
    }

    private List<ObjectNode> documents() {
        var groups = transform.at("/pivot/group_by");
        List<Object> sources = new ArrayList<>();
        groups.properties().forEach(group -> sources.add(Map.of(group.getKey(), group.getValue())));
        var pivot = JSON.createObjectNode();
        pivot.set("composite", JSON.valueToTree(Map.of("size", 1_000, "sources", sources)));
        pivot.set("aggregations", transform.at("/pivot/aggregations"));
        var body = JSON.createObjectNode().put("size", 0);
        body.set("query", transform.at("/source/query"));
        body.withObjectProperty("aggregations").set("pivot", pivot);
        var source = transform.at("/source/index/0").asString();

        List<ObjectNode> documents = new ArrayList<>();
        for (var bucket : node.search(source, body.toString()).at("/aggregations/pivot/buckets")) {
            documents.add(document(bucket));
        }
        return documents;
    }

    private ObjectNode document(JsonNode bucket) {
        Map<String, Object> fields = new LinkedHashMap<>();
        bucket.path("key").properties().forEach(key -> fields.put(key.getKey(), key.getValue()));
        for (var name : transform.at("/pivot/aggregations").propertyNames()) {
            fields.put(name, value(bucket.path(name)));
        }
        var document = Story.nested(fields);
        names(document, "services", "service");
        names(document, "hosts", "host");
        return document;
    }

    private static Object value(JsonNode aggregation) {
        if (!aggregation.has("buckets")) {
            return aggregation.has("value_as_string") ? aggregation.path("value_as_string") : aggregation.path("value");
        }
        var counts = JSON.createObjectNode();
        aggregation
                .path("buckets")
                .forEach(entry -> counts.put(
                        entry.path("key").asString(), entry.path("doc_count").asLong()));
        return counts;
    }

    /** The ingest pipeline, which the node cannot run for want of a script language. */
    private static void names(ObjectNode document, String counts, String target) {
        var names = document.withObjectProperty(target).putArray("name");
        document.path(counts).propertyNames().forEach(names::add);
        document.remove(counts);
    }
}
