package io.github.kafkaaudit.console.source;

import co.elastic.clients.elasticsearch._types.FieldValue;
import co.elastic.clients.elasticsearch._types.query_dsl.BoolQuery;
import co.elastic.clients.elasticsearch._types.query_dsl.Query;
import io.github.kafkaaudit.json.EventFields;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes searches as Elasticsearch's queries, of those kinds that the bare server has. */
final class Queries {

    private Queries() {}

    static Query of(Search search) {
        var all = base(search.period(), search.filters());
        if (!search.anyOf().isEmpty()) {
            List<Query> either = new ArrayList<>();
            search.anyOf().forEach(criterion -> add(criterion, either));
            all.add(Query.of(query -> query.bool(bool -> bool.should(either).minimumShouldMatch("1"))));
        }
        return all(all);
    }

    static Query of(Period period, Filters filters, Query... more) {
        var all = base(period, filters);
        all.addAll(List.of(more));
        return all(all);
    }

    static Query terms(String field, Collection<String> values) {
        var accepted = values.stream().map(FieldValue::of).toList();
        return Query.of(query -> query.terms(terms -> terms.field(field).terms(value -> value.value(accepted))));
    }

    static Query term(String field, String value) {
        return Query.of(query -> query.term(term -> term.field(field).value(value)));
    }

    static Query prefix(String field, String value) {
        return Query.of(query -> query.prefix(prefix -> prefix.field(field).value(value)));
    }

    private static Query all(List<Query> queries) {
        return Query.of(query -> query.bool(bool -> bool.filter(queries)));
    }

    private static List<Query> base(Period period, Filters filters) {
        List<Query> all = new ArrayList<>();
        all.add(Query.of(query -> query.range(range -> range.date(date -> date.field(EventFields.TIMESTAMP)
                .gte(period.since().toString())
                .lt(period.until().toString())))));
        addTerm(EventFields.SERVICE_NAME, filters.service(), all);
        addTerm(EventFields.MESSAGING_DESTINATION_NAME, filters.topic(), all);
        addTerm(EventFields.MESSAGING_CONSUMER_GROUP_NAME, filters.group(), all);
        if (!filters.actions().isEmpty()) {
            all.add(terms(EventFields.EVENT_ACTION, filters.actions()));
        }
        return all;
    }

    private static void addTerm(String field, @Nullable String value, List<Query> queries) {
        if (value != null) {
            queries.add(term(field, value));
        }
    }

    private static void add(Criterion criterion, List<Query> queries) {
        var values = criterion.values();
        switch (criterion.place()) {
            case BUSINESS_KEY -> queries.add(terms(EventFields.DEDUP_KEY, values));
            case BUSINESS_KEY_START -> values.forEach(value -> queries.add(prefix(EventFields.DEDUP_KEY, value)));
            case MESSAGE_ID -> queries.add(terms(EventFields.MESSAGING_MESSAGE_ID, values));
            case COORDINATE -> queries.add(terms(EventFields.RECORD_COORDINATE, values));
            case KEY -> queries.add(terms(EventFields.MESSAGING_KAFKA_MESSAGE_KEY, values));
            case PAYLOAD_FIELD -> queries.add(terms(EventFields.PAYLOAD_JSON + "." + criterion.name(), values));
            case PAYLOAD_VALUE -> queries.add(terms(EventFields.PAYLOAD_JSON, values));
            case HEADER -> queries.add(terms(EventFields.RECORD_HEADERS + "." + criterion.name(), values));
            case HEADER_VALUE -> queries.add(terms(EventFields.RECORD_HEADERS, values));
            case ORIGINAL -> values.forEach(value -> queries.add(original(value)));
            case DEAD_LETTER -> queries.add(terms(EventFields.DEAD_LETTER_COORDINATE, values));
            case TRANSACTION_END ->
                queries.add(Query.of(query -> query.bool(BoolQuery.of(bool -> bool.filter(
                        prefix(EventFields.EVENT_ACTION, "transaction-"),
                        terms(EventFields.TRANSACTION_ID, values))))));
        }
    }

    private static Query original(String coordinate) {
        var offset = coordinate.lastIndexOf('/');
        var partition = coordinate.lastIndexOf('/', offset - 1);
        if (partition < 0) {
            return Query.of(query -> query.matchNone(none -> none));
        }
        return Query.of(query -> query.bool(bool -> bool.filter(
                term(EventFields.ORIGINAL_TOPIC, coordinate.substring(0, partition)),
                term(EventFields.ORIGINAL_PARTITION, coordinate.substring(partition + 1, offset)),
                term(EventFields.ORIGINAL_OFFSET, coordinate.substring(offset + 1)))));
    }
}
