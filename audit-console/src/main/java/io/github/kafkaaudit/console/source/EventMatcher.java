package io.github.kafkaaudit.console.source;

import io.github.kafkaaudit.json.EventFields;
import io.github.kafkaaudit.verdict.TrailEvent;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Tells whether an event answers a search: the same events as Elasticsearch finds, by the same rules. */
final class EventMatcher {

    // The mapping's ignore_above: longer values are stored and not searchable.
    private static final int LONGEST_PAYLOAD = 8_191;
    private static final int LONGEST_HEADER = 512;
    private static final int LONGEST_KEY = 1_024;

    private final Search search;

    EventMatcher(Search search) {
        this.search = search;
    }

    boolean matches(TrailEvent event) {
        return search.period().contains(event.time())
                && passes(search.filters(), event)
                && (search.anyOf().isEmpty() || search.anyOf().stream().anyMatch(criterion -> holds(criterion, event)));
    }

    static boolean passes(Filters filters, TrailEvent event) {
        return (filters.service() == null || filters.service().equals(event.service()))
                && (filters.topic() == null || filters.topic().equals(event.topic()))
                && (filters.group() == null || filters.group().equals(event.group()))
                && (filters.actions().isEmpty() || filters.actions().contains(event.action()));
    }

    private static boolean holds(Criterion criterion, TrailEvent event) {
        var values = criterion.values();
        return switch (criterion.place()) {
            case BUSINESS_KEY -> has(values, event.businessKey(), LONGEST_KEY);
            case BUSINESS_KEY_START -> {
                var key = event.businessKey();
                yield key != null
                        && key.length() <= LONGEST_KEY
                        && values.stream().anyMatch(key::startsWith);
            }
            case MESSAGE_ID -> has(values, event.messageId(), Integer.MAX_VALUE);
            case COORDINATE -> has(values, event.coordinate(), Integer.MAX_VALUE);
            case KEY -> has(values, event.key(), LONGEST_KEY);
            case PAYLOAD_FIELD ->
                hasLeaf(node(event, EventFields.PAYLOAD_JSON), "", criterion.name(), values, LONGEST_PAYLOAD);
            case PAYLOAD_VALUE -> hasLeaf(node(event, EventFields.PAYLOAD_JSON), "", null, values, LONGEST_PAYLOAD);
            case HEADER ->
                hasLeaf(node(event, EventFields.RECORD_HEADERS), "", criterion.name(), values, LONGEST_HEADER);
            case HEADER_VALUE -> hasLeaf(node(event, EventFields.RECORD_HEADERS), "", null, values, LONGEST_HEADER);
            case ORIGINAL -> has(values, event.original(), Integer.MAX_VALUE);
            case DEAD_LETTER -> has(values, event.deadLetter(), Integer.MAX_VALUE);
            case TRANSACTION_END ->
                event.action().startsWith("transaction-") && has(values, event.transaction(), Integer.MAX_VALUE);
        };
    }

    private static boolean has(Set<String> values, @Nullable String value, int longest) {
        return value != null && value.length() <= longest && values.contains(value);
    }

    private static JsonNode node(TrailEvent event, String field) {
        return event.document().at("/" + field.replace('.', '/'));
    }

    /** A flattened field knows no arrays, and in its paths the names are joined by dots. */
    private static boolean hasLeaf(
            JsonNode node, String path, @Nullable String wanted, Set<String> values, int longest) {
        if (node.isObject()) {
            for (Map.Entry<String, JsonNode> member : node.properties()) {
                var below = path.isEmpty() ? member.getKey() : path + "." + member.getKey();
                if (wanted == null || wanted.equals(below) || wanted.startsWith(below + ".")) {
                    if (hasLeaf(member.getValue(), below, wanted, values, longest)) {
                        return true;
                    }
                }
            }
            return false;
        }
        if (node.isArray()) {
            for (var element : node) {
                if (hasLeaf(element, path, wanted, values, longest)) {
                    return true;
                }
            }
            return false;
        }
        return node.isValueNode()
                && !node.isNull()
                && (wanted == null || Objects.equals(wanted, path))
                && has(values, node.asString(), longest);
    }
}
