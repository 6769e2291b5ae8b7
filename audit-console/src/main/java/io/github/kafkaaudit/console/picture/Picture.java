package io.github.kafkaaudit.console.picture;

import io.github.kafkaaudit.console.Words;
import io.github.kafkaaudit.console.picture.Lane.Kind;
import io.github.kafkaaudit.verdict.TrailEvent;
import io.github.kafkaaudit.verdict.Verdict;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Draws the life of one message: a lane for each publishing service, for each partition and for each consumer group;
 * time runs to the right. It is styled by classes, so that a page decides about its colours.
 */
public final class Picture {

    private static final double LABELS = 210;
    private static final double LANE = 78;
    private static final double TOP = 34;
    private static final double NARROWEST = 30;
    private static final double WIDEST = 150;
    private static final double WIDTH = 1_000;

    private final Verdict verdict;
    private final Timeline timeline;
    private final Words words;
    private final DateTimeFormatter time;
    private final double column;
    private final Map<Lane, Double> heights = new HashMap<>();
    private final Map<String, double[]> places = new HashMap<>();

    private Picture(Verdict verdict, Words words) {
        this.verdict = verdict;
        this.words = words;
        timeline = Timeline.of(verdict);
        time = DateTimeFormatter.ofPattern("HH:mm:ss.SSS").withZone(words.zone());
        column = Math.max(
                NARROWEST,
                Math.min(WIDEST, (WIDTH - LABELS) / Math.max(1, timeline.marks().size())));
        var y = TOP + LANE / 2;
        for (var lane : timeline.lanes()) {
            heights.put(lane, y);
            y += LANE;
        }
    }

    /** Returns the picture of a verdict, as one SVG element. */
    public static String of(Verdict verdict, Words words) {
        return new Picture(verdict, words).draw();
    }

    private String draw() {
        var width = LABELS + column * timeline.marks().size() + 20;
        var height = TOP + LANE * timeline.lanes().size() + 12;
        var svg = new Svg();
        svg.open(
                "svg",
                "xmlns",
                "http://www.w3.org/2000/svg",
                "class",
                "picture",
                "role",
                "img",
                "viewBox",
                "0 0 " + Math.round(width) + " " + Math.round(height),
                "width",
                Math.round(width),
                "height",
                Math.round(height));
        svg.text("title", words.headline(verdict));
        svg.text("desc", verdict.sentence(words.zone()));
        for (var lane : timeline.lanes()) {
            drawLane(svg, lane, width);
        }
        drawRecords(svg);
        var x = LABELS + column / 2;
        for (var mark : timeline.marks()) {
            drawMark(svg, mark, x);
            x += column;
        }
        return svg.close("svg").toString();
    }

    private void drawLane(Svg svg, Lane lane, double width) {
        var y = heights.getOrDefault(lane, 0.0);
        svg.empty(
                "rect",
                "class",
                "lane " + style(lane.kind()),
                "x",
                0.0,
                "y",
                y - LANE / 2 + 2,
                "width",
                width,
                "height",
                LANE - 4,
                "rx",
                6);
        svg.text("text", words.get("picture." + style(lane.kind())), "class", "lane-kind", "x", 12.0, "y", y - 8);
        svg.open("text", "class", "lane-name", "x", 12.0, "y", y + 12)
                .text("title", lane.name())
                .text("tspan", Svg.cut(lane.name(), 26))
                .close("text");
    }

    /** The record stands in its partition's lane where its first mark is; what belongs to it is tied to it. */
    private void drawRecords(Svg svg) {
        var x = LABELS + column / 2;
        for (var mark : timeline.marks()) {
            var place = mark.place();
            if (place != null && mark.lane().kind() != Kind.COPIES) {
                var lane = new Lane(Kind.PARTITION, Timeline.partition(place));
                var y = heights.getOrDefault(lane, 0.0);
                var box = places.get(place);
                if (box == null) {
                    box = new double[] {x, y};
                    places.put(place, box);
                    svg.empty(
                            "rect",
                            "class",
                            "record",
                            "x",
                            x - Math.min(26, column / 2 - 1),
                            "y",
                            y - 15,
                            "width",
                            Math.min(52, column - 2),
                            "height",
                            30.0,
                            "rx",
                            3);
                    svg.text(
                            "text",
                            Svg.cut(place.substring(place.lastIndexOf('/') + 1), 9),
                            "class",
                            "offset",
                            "x",
                            x,
                            "y",
                            y + 5);
                }
                drawTie(svg, mark, x, box);
            }
            x += column;
        }
    }

    private void drawTie(Svg svg, Mark mark, double x, double[] box) {
        var y = heights.getOrDefault(mark.lane(), 0.0);
        var isAbove = y < box[1];
        svg.empty(
                "line",
                "class",
                "tie " + mark.kind().style(),
                "x1",
                isAbove ? x : box[0],
                "y1",
                isAbove ? y + 13 : box[1] + 15,
                "x2",
                isAbove ? box[0] : x,
                "y2",
                isAbove ? box[1] - 15 : y - 13);
    }

    private void drawMark(Svg svg, Mark mark, double x) {
        var y = heights.getOrDefault(mark.lane(), 0.0);
        svg.open("g", "class", "mark " + mark.kind().style());
        svg.text("title", describe(mark.events()));
        switch (mark.kind()) {
            case SENT, CONSUMED, SEEN -> svg.empty("circle", "cx", x, "cy", y, "r", 13.0);
            case NOT_SENT, FAILED, SET_ASIDE ->
                svg.empty("rect", "x", x - 12, "y", y - 12, "width", 24.0, "height", 24.0, "rx", 4);
            case DEAD_LETTERED, COPIED ->
                svg.empty(
                        "path", "d", "M " + Math.round(x) + " " + Math.round(y - 15) + " l 15 15 l -15 15 l -15 -15 z");
        }
        svg.text("text", sign(mark), "class", "sign", "x", x, "y", y + 5);
        if (!mark.label().isEmpty() && mark.kind() != Mark.Kind.SENT) {
            svg.text("text", mark.label(), "class", "label", "x", x, "y", y + 28);
        }
        svg.close("g");
        if (column >= 64 || timeline.marks().indexOf(mark) % 3 == 0) {
            svg.text("text", time.format(mark.events().get(0).time()), "class", "time", "x", x, "y", TOP - 12);
        }
    }

    private static String sign(Mark mark) {
        return switch (mark.kind()) {
            case SENT -> mark.events().size() > 1 ? "+" : mark.label().replace("#", "");
            case NOT_SENT, FAILED -> "✗";
            case CONSUMED -> "✓";
            case SET_ASIDE -> "–";
            case DEAD_LETTERED -> "!";
            case SEEN -> "?";
            case COPIED -> "=";
        };
    }

    private String describe(List<TrailEvent> events) {
        var first = events.get(0);
        var line = time.format(first.time()) + " " + first.action() + " " + first.service() + " "
                + (first.coordinate() == null ? "" : first.coordinate());
        return events.size() == 1
                ? line
                : words.get(
                        "picture.run",
                        events.size(),
                        line,
                        time.format(events.get(events.size() - 1).time()));
    }

    private static String style(Kind kind) {
        return switch (kind) {
            case PUBLISHER -> "publisher";
            case PARTITION -> "partition";
            case GROUP -> "group";
            case COPIES -> "copies";
        };
    }

    /** Returns how many events of a verdict stand behind another one's mark in its picture. */
    public static int collapsed(Verdict verdict) {
        return Timeline.of(verdict).collapsed();
    }
}
