package io.github.kafkaaudit.embedded;

import io.github.kafkaaudit.embedded.Completeness.Hole;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Finds the holes in the sequences of a service's trails. */
final class CompletenessQuestion {

    private static final int PAGE = 10_000;
    private static final String OTHER_LIFE = "kafka_audit.gap.ephemeral_id";

    private final JsonMapper json = JsonMapper.builder().build();
    private final Searches searches;
    private final String service;

    CompletenessQuestion(Searches searches, String service) {
        this.searches = searches;
        this.service = service;
    }

    List<Completeness> ask(Instant from, Instant to) {
        ObjectNode body = json.createObjectNode().put("size", 0);
        ArrayNode filter = filter(body);
        filter.addObject()
                .putObject("range")
                .putObject("@timestamp")
                .put("gte", from.toString())
                .put("lt", to.toString());
        ObjectNode lives = body.putObject("aggs").putObject("lives");
        lives.putObject("terms").put("field", "service.ephemeral_id").put("size", 10_000);
        ObjectNode ends = lives.putObject("aggs");
        ends.putObject("first").putObject("min").put("field", "event.sequence");
        ends.putObject("last").putObject("max").put("field", "event.sequence");
        List<Completeness> answers = new ArrayList<>();
        for (JsonNode life : searches.search(body).at("/aggregations/lives/buckets")) {
            answers.add(life(
                    life.path("key").asString(),
                    life.at("/first/value").asLong(),
                    life.at("/last/value").asLong()));
        }
        return answers;
    }

    private Completeness life(String ephemeralId, long first, long last) {
        // The sequence begins at 1; what is missing before the first event of the range reaches back to the one before.
        Long before = neighbour(ephemeralId, "lt", first, "desc");
        Long after = neighbour(ephemeralId, "gt", last, "asc");
        long previous = before == null ? 0 : before;
        long end = after == null ? last : after;
        List<Hole> holes = new ArrayList<>();
        long events = 0;
        long missing = 0;
        long duplicates = 0;
        JsonNode page = page(ephemeralId, first, end, null);
        while (!page.isEmpty()) {
            JsonNode sort = json.nullNode();
            for (JsonNode hit : page) {
                sort = hit.path("sort");
                long sequence = sort.get(0).asLong();
                if (sequence == previous) {
                    duplicates++;
                    continue;
                }
                if (sequence > previous + 1) {
                    Hole hole = new Hole(previous + 1, sequence - 1);
                    holes.add(hole);
                    missing += hole.count();
                }
                events += sequence <= last ? 1 : 0;
                previous = sequence;
            }
            page = page.size() < PAGE ? json.createArrayNode() : page(ephemeralId, first, end, sort);
        }
        boolean tailKnown = after != null || hasStopped(ephemeralId, last);
        return new Completeness(ephemeralId, events, missing, holes, duplicates, disclosed(ephemeralId), tailKnown);
    }

    private @Nullable Long neighbour(String ephemeralId, String comparison, long sequence, String order) {
        ObjectNode body = body(ephemeralId, 1);
        filterOf(body)
                .addObject()
                .putObject("range")
                .putObject("event.sequence")
                .put(comparison, sequence);
        sort(body, order);
        JsonNode hit = searches.search(body).at("/hits/hits/0/sort/0");
        return hit.isMissingNode() ? null : hit.asLong();
    }

    private JsonNode page(String ephemeralId, long from, long to, @Nullable JsonNode after) {
        ObjectNode body = body(ephemeralId, PAGE);
        filterOf(body)
                .addObject()
                .putObject("range")
                .putObject("event.sequence")
                .put("gte", from)
                .put("lte", to);
        sort(body, "asc");
        if (after != null) {
            body.set("search_after", after);
        }
        return searches.search(body).at("/hits/hits");
    }

    private boolean hasStopped(String ephemeralId, long last) {
        ObjectNode body = body(ephemeralId, 1);
        term(filterOf(body), "event.action", "audit-stopped");
        filterOf(body).addObject().putObject("term").put("event.sequence", last);
        return !searches.search(body).at("/hits/hits").isEmpty();
    }

    /** What a life finds out about the spool of a dead one, it discloses under its own name and says whose it was. */
    private long disclosed(String ephemeralId) {
        ObjectNode body = json.createObjectNode().put("size", 0);
        ArrayNode filter = filter(body);
        term(filter, "event.action", "audit-gap");
        ArrayNode either = filter.addObject().putObject("bool").putArray("should");
        either.addObject().putObject("term").put(OTHER_LIFE, ephemeralId);
        ObjectNode own = either.addObject().putObject("bool");
        term(own.putArray("filter"), "service.ephemeral_id", ephemeralId);
        own.putArray("must_not").addObject().putObject("exists").put("field", OTHER_LIFE);
        body.putObject("aggs").putObject("lost").putObject("sum").put("field", "kafka_audit.gap.count");
        return searches.search(body).at("/aggregations/lost/value").asLong();
    }

    private ObjectNode body(String ephemeralId, int size) {
        ObjectNode body = json.createObjectNode().put("size", size).put("_source", false);
        term(filter(body), "service.ephemeral_id", ephemeralId);
        return body;
    }

    private ArrayNode filter(ObjectNode body) {
        ArrayNode filter = body.putObject("query").putObject("bool").putArray("filter");
        term(filter, "service.name", service);
        return filter;
    }

    private static ArrayNode filterOf(ObjectNode body) {
        return (ArrayNode) body.at("/query/bool/filter");
    }

    private static void term(ArrayNode filter, String field, String value) {
        filter.addObject().putObject("term").put(field, value);
    }

    private static void sort(ObjectNode body, String order) {
        ArrayNode sort = body.putArray("sort");
        sort.addObject().putObject("event.sequence").put("order", order).put("unmapped_type", "long");
        sort.addObject().putObject("event.id").put("order", order).put("unmapped_type", "keyword");
    }

    /** Sends a search to the audit indices. */
    interface Searches {

        JsonNode search(ObjectNode body);
    }
}
