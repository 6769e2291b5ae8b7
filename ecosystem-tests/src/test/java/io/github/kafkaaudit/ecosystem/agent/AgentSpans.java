package io.github.kafkaaudit.ecosystem.agent;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reads spans out of what agents write, each in its own form. */
final class AgentSpans {

    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    private AgentSpans() {}

    /** Returns the spans as texts: their name, kind, and the name of the span that they are part of. */
    static List<String> in(List<String> lines) {
        List<Span> spans = new ArrayList<>();
        for (String line : lines) {
            int openTelemetry = line.indexOf("{\"resource\"");
            int datadog = line.indexOf("[{\"service\"");
            if (openTelemetry >= 0 && line.contains("\"scopeSpans\"")) {
                readOpenTelemetry(MAPPER.readTree(line.substring(openTelemetry)), spans);
            } else if (datadog >= 0) {
                readDatadog(MAPPER.readTree(line.substring(datadog)), spans);
            } else if (line.startsWith("{\"transaction\":") || line.startsWith("{\"span\":")) {
                readElastic(MAPPER.readTree(line), spans);
            }
        }
        Map<String, String> names = new HashMap<>();
        spans.forEach(span -> names.put(span.id, span.name));
        return spans.stream()
                .map(span -> span.name + " (" + span.kind + ") in "
                        + (span.parent.isEmpty() || span.parent.equals("0")
                                ? "nothing"
                                : names.getOrDefault(span.parent, "something else")))
                .toList();
    }

    /** Returns the ids of the Kafka clients that the OpenTelemetry agent has metrics of. */
    static List<String> clients(List<String> lines) {
        TreeSet<String> clients = new TreeSet<>();
        for (String line : lines) {
            int start = line.indexOf("{\"resource\"");
            if (start >= 0 && line.contains("\"scopeMetrics\"")) {
                for (JsonNode attribute : MAPPER.readTree(line.substring(start)).findParents("key")) {
                    if (attribute.path("key").asString("").equals("client-id")) {
                        clients.add(attribute.at("/value/stringValue").asString(""));
                    }
                }
            }
        }
        return List.copyOf(clients);
    }

    private static void readOpenTelemetry(JsonNode batch, List<Span> spans) {
        for (JsonNode scope : batch.path("scopeSpans")) {
            for (JsonNode span : scope.path("spans")) {
                spans.add(new Span(
                        text(span, "spanId"), text(span, "parentSpanId"), text(span, "name"), text(span, "kind")));
            }
        }
    }

    private static void readDatadog(JsonNode trace, List<Span> spans) {
        for (JsonNode span : trace) {
            spans.add(new Span(
                    text(span, "span_id"),
                    text(span, "parent_id"),
                    text(span, "name") + " " + text(span, "resource"),
                    text(span, "type")));
        }
    }

    private static void readElastic(JsonNode line, List<Span> spans) {
        for (String kind : List.of("transaction", "span")) {
            JsonNode span = line.path(kind);
            if (!span.isMissingNode()) {
                spans.add(new Span(text(span, "id"), text(span, "parent_id"), text(span, "name"), kind));
            }
        }
    }

    private static String text(JsonNode node, String name) {
        return node.path(name).asString("");
    }

    private record Span(String id, String parent, String name, String kind) {}
}
