package io.github.kafkaaudit.verdict;

import io.github.kafkaaudit.json.EventFields;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Compares the publications of one message, field by field. */
final class Differences {

    private static final int MOST = 1_000;
    private static final String MASKED = "***";
    private static final String HMAC = "hmac:";
    private static final Set<String> OURS = Set.of("ka-id", "ka-svc");
    private static final String PAYLOAD = "payload";

    private Differences() {}

    static List<Difference> of(List<Publication> publications) {
        if (publications.size() < 2) {
            return List.of();
        }
        var events = publications.stream().map(Publication::withPayload).toList();
        List<Difference> differences = new ArrayList<>();
        compare("key", events.stream().map(TrailEvent::key).toList(), differences);
        payloads(events, differences);
        headers(events, differences);
        return differences;
    }

    private static void payloads(List<TrailEvent> events, List<Difference> differences) {
        var hashes = events.stream().map(TrailEvent::payloadHash).toList();
        if (hashes.stream().noneMatch(Objects::isNull)
                && hashes.stream().distinct().count() == 1) {
            return;
        }
        if (events.stream()
                .anyMatch(event -> event.at(EventFields.PAYLOAD_TRUNCATED).asBoolean(false))) {
            differences.add(new Difference(PAYLOAD, texts(events), false));
            return;
        }
        List<Map<String, String>> fields = events.stream()
                .map(event -> leaves(event.at(EventFields.PAYLOAD_JSON)))
                .toList();
        if (fields.stream().anyMatch(Map::isEmpty)) {
            var texts = texts(events);
            if (texts.stream().anyMatch(Objects::isNull)) {
                compare(PAYLOAD, hashes, differences);
            } else {
                compare(PAYLOAD, texts, differences);
            }
            return;
        }
        var places = fields.stream()
                .flatMap(each -> each.keySet().stream())
                .distinct()
                .limit(MOST)
                .toList();
        for (var place : places) {
            compare(place, fields.stream().map(each -> each.get(place)).toList(), differences);
        }
    }

    private static void headers(List<TrailEvent> events, List<Difference> differences) {
        var headers = events.stream()
                .map(event -> event.at(EventFields.RECORD_HEADERS))
                .toList();
        var names = headers.stream()
                .flatMap(each -> each.isObject() ? each.propertyNames().stream() : Stream.empty())
                .filter(name -> !OURS.contains(name))
                .distinct()
                .sorted()
                .limit(MOST)
                .toList();
        for (var name : names) {
            compare(
                    "header " + name,
                    headers.stream()
                            .map(each -> each.get(name) == null ? null : scalar(each.get(name)))
                            .toList(),
                    differences);
        }
    }

    private static void compare(String place, List<@Nullable String> values, List<Difference> differences) {
        if (values.stream().distinct().count() > 1) {
            differences.add(new Difference(place, values, isComparable(values)));
        } else if (values.stream().anyMatch(value -> value != null && value.contains(MASKED))) {
            differences.add(new Difference(place, values, false));
        }
    }

    /** Masked values say whether they are equal only as HMACs of the same secret. */
    private static boolean isComparable(List<@Nullable String> values) {
        if (values.stream().anyMatch(value -> value != null && value.contains(MASKED))) {
            return false;
        }
        var secrets = values.stream()
                .filter(Objects::nonNull)
                .map(value -> value.startsWith(HMAC) ? value.substring(0, value.lastIndexOf(':')) : "")
                .collect(Collectors.toSet());
        return secrets.size() < 2;
    }

    private static List<@Nullable String> texts(List<TrailEvent> events) {
        List<@Nullable String> texts = new ArrayList<>();
        for (var event : events) {
            var json = event.at(EventFields.PAYLOAD_JSON);
            texts.add(
                    json.isContainer()
                            ? json.toString()
                            : event.text(EventFields.PAYLOAD_TEXT) != null
                                    ? event.text(EventFields.PAYLOAD_TEXT)
                                    : event.text(EventFields.PAYLOAD_BASE64));
        }
        return texts;
    }

    private static Map<String, String> leaves(JsonNode payload) {
        Map<String, String> leaves = new LinkedHashMap<>();
        collect("", payload, leaves);
        return leaves;
    }

    private static void collect(String pointer, JsonNode node, Map<String, String> leaves) {
        if (node.isObject() && !node.isEmpty()) {
            new TreeMap<>(node.properties().stream().collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue)))
                    .forEach((name, child) ->
                            collect(pointer + "/" + name.replace("~", "~0").replace("/", "~1"), child, leaves));
        } else if (node.isArray() && !node.isEmpty()) {
            for (var at = 0; at < node.size(); at++) {
                collect(pointer + "/" + at, node.get(at), leaves);
            }
        } else if (!node.isMissingNode()) {
            leaves.put(pointer, scalar(node));
        }
    }

    private static String scalar(JsonNode node) {
        return node.isValueNode() && !node.isNull() ? node.asString() : node.toString();
    }
}
