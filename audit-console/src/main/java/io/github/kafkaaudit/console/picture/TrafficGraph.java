package io.github.kafkaaudit.console.picture;

import io.github.kafkaaudit.console.Words;
import io.github.kafkaaudit.verdict.Traffic;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Draws which service publishes and which group consumes which topic. */
public final class TrafficGraph {

    /** How many topics are drawn at most: the busiest. */
    public static final int MOST_TOPICS = 40;

    private static final double WIDTH = 1_000;
    private static final double NODE = 240;
    private static final double HEIGHT = 30;
    private static final double STEP = 44;

    private TrafficGraph() {}

    /** Returns whether there are more topics than are drawn. */
    public static boolean isCut(List<Traffic> traffic) {
        return traffic.stream().map(Traffic::topic).distinct().count() > MOST_TOPICS;
    }

    /** Returns the graph, as one SVG element. */
    public static String of(List<Traffic> traffic, Words words) {
        var topics = busiest(traffic);
        var drawn =
                traffic.stream().filter(flow -> topics.contains(flow.topic())).toList();
        var left = places(drawn.stream()
                .filter(Traffic::isProducing)
                .map(Traffic::service)
                .distinct()
                .toList());
        var middle = places(new ArrayList<>(topics));
        var right = places(drawn.stream()
                .filter(flow -> !flow.isProducing())
                .map(flow -> String.valueOf(flow.group()))
                .distinct()
                .toList());
        var height = 20 + STEP * Math.max(1, Math.max(left.size(), Math.max(middle.size(), right.size())));
        var svg = new Svg();
        svg.open(
                "svg",
                "xmlns",
                "http://www.w3.org/2000/svg",
                "class",
                "graph",
                "role",
                "img",
                "viewBox",
                "0 0 " + Math.round(WIDTH) + " " + Math.round(height),
                "width",
                Math.round(WIDTH),
                "height",
                Math.round(height));
        svg.text("title", words.get("overview.heading"));
        svg.text("desc", words.get("overview.graph"));
        for (var flow : drawn) {
            var topic = middle.getOrDefault(flow.topic(), 0.0);
            if (flow.isProducing()) {
                edge(svg, flow, NODE + 10, left.getOrDefault(flow.service(), 0.0), WIDTH / 2 - NODE / 2, topic);
            } else {
                edge(
                        svg,
                        flow,
                        WIDTH / 2 + NODE / 2,
                        topic,
                        WIDTH - NODE - 10,
                        right.getOrDefault(String.valueOf(flow.group()), 0.0));
            }
        }
        nodes(svg, left, 10, "node");
        nodes(svg, middle, WIDTH / 2 - NODE / 2, "node topic");
        nodes(svg, right, WIDTH - NODE - 10, "node");
        return svg.close("svg").toString();
    }

    private static Set<String> busiest(List<Traffic> traffic) {
        return traffic.stream()
                .collect(Collectors.groupingBy(Traffic::topic, Collectors.summingLong(Traffic::events)))
                .entrySet()
                .stream()
                .sorted(Map.Entry.<String, Long>comparingByValue(Comparator.reverseOrder())
                        .thenComparing(Map.Entry.comparingByKey()))
                .limit(MOST_TOPICS)
                .map(Map.Entry::getKey)
                .sorted()
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    private static Map<String, Double> places(List<String> names) {
        Map<String, Double> places = new LinkedHashMap<>();
        var y = 10 + STEP / 2;
        for (var name : names.stream().sorted().toList()) {
            places.put(name, y);
            y += STEP;
        }
        return places;
    }

    private static void edge(Svg svg, Traffic flow, double fromX, double fromY, double toX, double toY) {
        var bend = (toX - fromX) / 2;
        var width = 1 + Math.min(5, Math.log10((double) Math.max(1, flow.events())));
        svg.open(
                "path",
                "class",
                flow.failures() > 0 ? "edge failing" : "edge",
                "stroke-width",
                width,
                "d",
                "M " + Math.round(fromX) + " " + Math.round(fromY) + " C " + Math.round(fromX + bend) + " "
                        + Math.round(fromY) + " " + Math.round(toX - bend) + " " + Math.round(toY) + " "
                        + Math.round(toX) + " " + Math.round(toY));
        svg.text("title", flow.service() + " " + flow.topic() + ": " + flow.events() + " / " + flow.failures());
        svg.close("path");
    }

    private static void nodes(Svg svg, Map<String, Double> places, double x, String style) {
        places.forEach((name, y) -> {
            svg.empty("rect", "class", style, "x", x, "y", y - HEIGHT / 2, "width", NODE, "height", HEIGHT, "rx", 5);
            svg.open("text", "x", x + 10, "y", y + 5)
                    .text("title", name)
                    .text("tspan", Svg.cut(name, 32))
                    .close("text");
        });
    }
}
