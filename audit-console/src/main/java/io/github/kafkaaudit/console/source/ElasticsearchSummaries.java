package io.github.kafkaaudit.console.source;

import co.elastic.clients.elasticsearch._types.FieldValue;
import co.elastic.clients.elasticsearch._types.SortOrder;
import co.elastic.clients.elasticsearch._types.aggregations.Aggregate;
import co.elastic.clients.elasticsearch._types.aggregations.Aggregation;
import co.elastic.clients.elasticsearch._types.aggregations.StringTermsBucket;
import co.elastic.clients.elasticsearch._types.mapping.FieldType;
import co.elastic.clients.elasticsearch._types.query_dsl.Query;
import co.elastic.clients.elasticsearch.core.SearchRequest;
import co.elastic.clients.util.NamedValue;
import io.github.kafkaaudit.json.EventFields;
import io.github.kafkaaudit.verdict.Traffic;
import io.github.kafkaaudit.verdict.TrailEvent;
import io.github.kafkaaudit.verdict.TrailLife;
import io.github.kafkaaudit.verdict.TrailLives;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Answers from counts, not from documents. */
final class ElasticsearchSummaries {

    private static final int MOST_TOPICS = 1_000;
    private static final int MOST_GROUPS = 200;
    private static final int MOST_SERVICES = 200;
    private static final int MOST_LIVES = 5_000;
    private static final int MOST_GAPS = 1_000;
    private static final int PAGE = 10_000;
    private static final List<String> SENDS = List.of("message-produced", "message-produce-failed");

    private final ElasticsearchSearches searches;

    ElasticsearchSummaries(ElasticsearchSearches searches) {
        this.searches = searches;
    }

    List<Traffic> traffic(Period period, Set<String> topics) {
        var messages = Queries.prefix(EventFields.EVENT_ACTION, "message-");
        var query = topics.isEmpty()
                ? Queries.of(period, Filters.NONE, messages)
                : Queries.of(
                        period, Filters.NONE, messages, Queries.terms(EventFields.MESSAGING_DESTINATION_NAME, topics));
        var failures =
                Map.of("failures", Aggregation.of(of -> of.filter(Queries.term(EventFields.EVENT_OUTCOME, "failure"))));
        var services = Map.of("services", terms(EventFields.SERVICE_NAME, MOST_SERVICES, failures));
        var byTopic = terms(
                EventFields.MESSAGING_DESTINATION_NAME,
                MOST_TOPICS,
                Map.of(
                        "sent",
                        Aggregation.of(of -> of.filter(Queries.terms(EventFields.EVENT_ACTION, SENDS))
                                .aggregations(services)),
                        "groups",
                        terms(EventFields.MESSAGING_CONSUMER_GROUP_NAME, MOST_GROUPS, services)));
        List<Traffic> traffic = new ArrayList<>();
        for (var topic : buckets(ask(query, Map.of("topics", byTopic)).get("topics"))) {
            var sent = topic.aggregations().get("sent");
            if (sent != null) {
                add(topic.key(), null, sent.filter().aggregations().get("services"), traffic);
            }
            for (var group : buckets(topic.aggregations().get("groups"))) {
                add(topic.key(), group.key().stringValue(), group.aggregations().get("services"), traffic);
            }
        }
        return TrafficOrder.sorted(traffic);
    }

    List<TrailLife> lives(Period period, Set<String> services) {
        List<Query> ofServices =
                services.isEmpty() ? List.of() : List.of(Queries.terms(EventFields.SERVICE_NAME, services));
        var query = Queries.of(period, Filters.NONE, ofServices.toArray(Query[]::new));
        var ofLife = Map.of(
                "from", Aggregation.of(of -> of.min(min -> min.field(EventFields.EVENT_SEQUENCE))),
                "to", Aggregation.of(of -> of.max(max -> max.field(EventFields.EVENT_SEQUENCE))),
                "first", Aggregation.of(of -> of.min(min -> min.field(EventFields.TIMESTAMP))),
                "last", Aggregation.of(of -> of.max(max -> max.field(EventFields.TIMESTAMP))),
                "service", terms(EventFields.SERVICE_NAME, 1, Map.of()),
                "host", terms(EventFields.HOST_NAME, 1, Map.of()),
                "stopped",
                        Aggregation.of(of -> of.filter(Queries.term(EventFields.EVENT_ACTION, "audit-stopped"))
                                .aggregations(
                                        "at",
                                        Aggregation.of(at -> at.max(max -> max.field(EventFields.EVENT_SEQUENCE))))));
        var lives = new TrailLives();
        var found = ask(query, Map.of("lives", terms(EventFields.SERVICE_EPHEMERAL_ID, MOST_LIVES, ofLife)));
        for (var life : buckets(found.get("lives"))) {
            add(life, period, lives);
        }
        gaps(Queries.of(period, Filters.actions("audit-gap"), ofServices.toArray(Query[]::new)))
                .forEach(lives::add);
        return lives.toList();
    }

    RepeatedKeys repeatedKeys(Period period, Filters filters, int limit) {
        var keys = Queries.of(
                period, filters, Query.of(query -> query.exists(exists -> exists.field(EventFields.DEDUP_KEY))));
        var sent = Aggregation.of(of -> of.filter(Queries.terms(EventFields.EVENT_ACTION, SENDS))
                .aggregations(
                        "keys",
                        Aggregation.of(terms -> terms.terms(by ->
                                by.field(EventFields.DEDUP_KEY).minDocCount(2).size(limit + 1)))));
        var places = Map.of(
                "places",
                Aggregation.of(of -> of.cardinality(
                        places1 -> places1.field(EventFields.RECORD_COORDINATE).precisionThreshold(2))));
        // A service that is not audited is seen by its consumers alone.
        var consumed = Aggregation.of(of -> of.filter(Queries.term(EventFields.EVENT_ACTION, "message-consumed"))
                .aggregations(
                        "keys",
                        Aggregation.of(terms -> terms.terms(by -> by.field(EventFields.DEDUP_KEY)
                                        .minDocCount(2)
                                        .size(limit + 1)
                                        .order(List.of(NamedValue.of("places", SortOrder.Desc))))
                                .aggregations(places))));
        var found = ask(keys, Map.of("sent", sent, "consumed", consumed));
        Map<String, Long> counts = new HashMap<>();
        for (var key : buckets(aggregate(found.get("sent"), "keys"))) {
            counts.merge(key.key().stringValue(), key.docCount(), Math::max);
        }
        for (var key : buckets(aggregate(found.get("consumed"), "keys"))) {
            var at = key.aggregations().get("places");
            if (at != null && at.cardinality().value() > 1) {
                counts.merge(key.key().stringValue(), at.cardinality().value(), Math::max);
            }
        }
        var repeated = counts.entrySet().stream()
                .sorted(Map.Entry.<String, Long>comparingByValue(Comparator.reverseOrder())
                        .thenComparing(Map.Entry.comparingByKey()))
                .map(Map.Entry::getKey)
                .toList();
        return new RepeatedKeys(repeated.subList(0, Math.min(limit, repeated.size())), repeated.size() > limit);
    }

    private void add(StringTermsBucket bucket, Period period, TrailLives lives) {
        var trail = bucket.key().stringValue();
        var from = number(bucket, "from");
        var to = number(bucket, "to");
        var service = only(bucket, "service");
        var host = only(bucket, "host");
        var stoppedAt = bucket.aggregations().get("stopped");
        var isStopped = stoppedAt != null
                && stoppedAt.filter().docCount() > 0
                && number(stoppedAt.filter().aggregations().get("at")) == to;
        if (bucket.docCount() == to - from + 1) {
            lives.addRun(
                    String.valueOf(service),
                    trail,
                    host,
                    from,
                    to,
                    Instant.ofEpochMilli(number(bucket, "first")),
                    Instant.ofEpochMilli(number(bucket, "last")),
                    isStopped);
            return;
        }
        var query = Queries.of(period, Filters.NONE, Queries.term(EventFields.SERVICE_EPHEMERAL_ID, trail));
        List<FieldValue> after = null;
        while (true) {
            var page = searches.hits(sequences(query, after));
            for (var place : page.sorts()) {
                lives.add(
                        String.valueOf(service),
                        trail,
                        host,
                        place.get(0).longValue(),
                        Instant.ofEpochMilli(place.get(1).longValue()),
                        isStopped && place.get(0).longValue() == to);
            }
            if (page.sorts().size() < PAGE) {
                return;
            }
            after = page.sorts().get(PAGE - 1);
        }
    }

    private SearchRequest sequences(Query query, @Nullable List<FieldValue> after) {
        return SearchRequest.of(request -> {
            searches.prepare(request, null)
                    .query(query)
                    .size(PAGE)
                    .source(source -> source.fetch(false))
                    .sort(
                            ElasticsearchSource.sort(EventFields.EVENT_SEQUENCE, FieldType.Long),
                            ElasticsearchSource.sort(EventFields.TIMESTAMP, FieldType.Date),
                            ElasticsearchSource.sort(EventFields.EVENT_ID, FieldType.Keyword));
            return after == null ? request : request.searchAfter(after);
        });
    }

    private List<TrailEvent> gaps(Query query) {
        var page = searches.hits(SearchRequest.of(
                request -> searches.prepare(request, null).query(query).size(MOST_GAPS)));
        return page.documents().stream().map(TrailEvent::of).toList();
    }

    private Map<String, Aggregate> ask(Query query, Map<String, Aggregation> aggregations) {
        return searches.aggregations(SearchRequest.of(request ->
                        searches.prepare(request, null).query(query).size(0).aggregations(aggregations)))
                .aggregations();
    }

    private static Aggregation terms(String field, int size, Map<String, Aggregation> below) {
        return Aggregation.of(
                of -> of.terms(terms -> terms.field(field).size(size)).aggregations(below));
    }

    private static void add(
            FieldValue topic, @Nullable String group, @Nullable Aggregate services, List<Traffic> traffic) {
        for (var service : buckets(services)) {
            var failures = service.aggregations().get("failures");
            traffic.add(new Traffic(
                    service.key().stringValue(),
                    topic.stringValue(),
                    group,
                    service.docCount(),
                    failures == null ? 0 : failures.filter().docCount()));
        }
    }

    /** An index without the field, or without any document, answers in another type. */
    private static List<StringTermsBucket> buckets(@Nullable Aggregate terms) {
        return terms == null || !terms.isSterms()
                ? List.of()
                : terms.sterms().buckets().array();
    }

    private static @Nullable Aggregate aggregate(@Nullable Aggregate filter, String name) {
        return filter == null ? null : filter.filter().aggregations().get(name);
    }

    private static @Nullable String only(StringTermsBucket bucket, String name) {
        var buckets = buckets(bucket.aggregations().get(name));
        return buckets.isEmpty() ? null : buckets.get(0).key().stringValue();
    }

    private static long number(StringTermsBucket bucket, String name) {
        return number(bucket.aggregations().get(name));
    }

    private static long number(@Nullable Aggregate value) {
        if (value == null) {
            return 0;
        }
        var number = value.isMin() ? value.min().value() : value.max().value();
        return Double.isInfinite(number) || Double.isNaN(number) ? 0 : (long) number;
    }
}
