package io.github.kafkaaudit.console.source;

import co.elastic.clients.elasticsearch._types.FieldValue;
import co.elastic.clients.elasticsearch._types.SortOptions;
import co.elastic.clients.elasticsearch._types.SortOrder;
import co.elastic.clients.elasticsearch._types.mapping.FieldType;
import co.elastic.clients.elasticsearch._types.query_dsl.Query;
import co.elastic.clients.elasticsearch.core.SearchRequest;
import io.github.kafkaaudit.json.EventFields;
import io.github.kafkaaudit.verdict.Traffic;
import io.github.kafkaaudit.verdict.TrailEvent;
import io.github.kafkaaudit.verdict.TrailLife;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Events in Elasticsearch, version 8 or 9. Only plain queries and aggregations, which the bare server has as well; the
 * role {@code kafka-audit-reader} is enough.
 */
public final class ElasticsearchSource implements EventSource {

    private static final int PAGE = 500;

    private static final List<SortOptions> BY_TIME = List.of(
            sort(EventFields.TIMESTAMP, FieldType.Date),
            sort(EventFields.SERVICE_EPHEMERAL_ID, FieldType.Keyword),
            sort(EventFields.EVENT_SEQUENCE, FieldType.Long),
            sort(EventFields.EVENT_ID, FieldType.Keyword));

    private final ElasticsearchSearches searches;
    private final ElasticsearchSummaries summaries;

    /** Asks an Elasticsearch. */
    public ElasticsearchSource(ElasticsearchSettings settings) {
        searches = new ElasticsearchSearches(settings);
        summaries = new ElasticsearchSummaries(searches);
    }

    @Override
    public String description() {
        return searches.description();
    }

    @Override
    public Found find(Search search) {
        var query = Queries.of(search);
        if (search.limit() < PAGE) {
            return found(search, query, null);
        }
        try (var point = searches.pointInTime()) {
            return found(search, query, point.id());
        }
    }

    @Override
    public List<Traffic> traffic(Period period, Set<String> topics) {
        return summaries.traffic(period, topics);
    }

    @Override
    public List<TrailLife> lives(Period period, Set<String> services) {
        return summaries.lives(period, services);
    }

    @Override
    public RepeatedKeys repeatedKeys(Period period, Filters filters, int limit) {
        return summaries.repeatedKeys(period, filters, limit);
    }

    @Override
    public void close() {
        searches.close();
    }

    private Found found(Search search, Query query, @Nullable String pointInTime) {
        List<TrailEvent> events = new ArrayList<>();
        List<String> remarks = new ArrayList<>();
        List<FieldValue> after = null;
        var unreadable = 0;
        long characters = 0;
        while (true) {
            var size = Math.min(PAGE, search.limit() + 1 - events.size());
            var page = searches.hits(request(search, query, pointInTime, after, size));
            addRemarks(page, remarks);
            for (var document : page.documents()) {
                characters += document.length();
                if (events.size() == search.limit() || characters > Search.MOST_CHARACTERS) {
                    addUnreadable(unreadable, remarks);
                    return new Found(sorted(events), true, remarks);
                }
                try {
                    events.add(TrailEvent.of(document));
                } catch (IllegalArgumentException e) {
                    unreadable++;
                }
            }
            if (page.documents().size() < size || page.timedOut()) {
                addUnreadable(unreadable, remarks);
                return new Found(sorted(events), page.timedOut(), remarks);
            }
            after = page.sorts().get(page.sorts().size() - 1);
        }
    }

    private SearchRequest request(
            Search search, Query query, @Nullable String pointInTime, @Nullable List<FieldValue> after, int size) {
        return SearchRequest.of(request -> {
            searches.prepare(request, pointInTime).query(query).size(size).sort(BY_TIME);
            if (!search.withPayload()) {
                request.source(source -> source.filter(filter -> filter.excludes(
                        EventFields.PAYLOAD_JSON,
                        EventFields.PAYLOAD_TEXT,
                        EventFields.PAYLOAD_BASE64,
                        EventFields.RECORD_HEADERS,
                        EventFields.ERROR_STACK_TRACE)));
            }
            return after == null ? request : request.searchAfter(after);
        });
    }

    static void addRemarks(HitPage page, List<String> remarks) {
        if (page.timedOut()) {
            remarks.add("Elasticsearch ran out of time: there may be more; ask for a shorter time range.");
        }
        if (page.failedShards() > 0) {
            remarks.add(page.failedShards() + " of " + page.shards()
                    + " shards of Elasticsearch did not answer: events may be missing here.");
        }
    }

    private static void addUnreadable(int unreadable, List<String> remarks) {
        if (unreadable > 0) {
            remarks.add(unreadable + (unreadable == 1 ? " document is" : " documents are")
                    + " no event of the audit trail and left out.");
        }
    }

    /** Elasticsearch sorts by milliseconds. */
    private static List<TrailEvent> sorted(List<TrailEvent> events) {
        return events.stream().distinct().sorted(TrailEvent.ORDER).toList();
    }

    static SortOptions sort(String field, FieldType type) {
        return SortOptions.of(
                sort -> sort.field(by -> by.field(field).order(SortOrder.Asc).unmappedType(type)));
    }
}
