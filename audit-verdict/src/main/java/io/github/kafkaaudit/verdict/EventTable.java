package io.github.kafkaaudit.verdict;

import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Events as lines of aligned columns. */
public final class EventTable {

    private static final List<String> HEADINGS = List.of("time", "action", "service", "coordinate", "group", "attempt");
    private static final String GAP = "  ";

    private final DateTimeFormatter time;

    /** Shows times in the given zone. */
    public EventTable(ZoneId zone) {
        time = DateTimeFormatter.ofPattern("HH:mm:ss.SSS").withZone(zone);
    }

    /** Returns a line with the headings and one for each event, in order. */
    public List<String> lines(Collection<TrailEvent> events) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(HEADINGS);
        events.stream().sorted(TrailEvent.ORDER).map(this::row).forEach(rows::add);
        var widths = new int[HEADINGS.size()];
        for (var row : rows) {
            for (var column = 0; column < widths.length; column++) {
                widths[column] = Math.max(widths[column], row.get(column).length());
            }
        }
        return rows.stream().map(row -> line(row, widths)).toList();
    }

    private List<String> row(TrailEvent event) {
        return List.of(
                time.format(event.time()),
                event.action(),
                event.service(),
                orDash(event.coordinate()),
                orDash(event.group()),
                orDash(event.attempt()));
    }

    private static String orDash(@Nullable Object value) {
        return value == null ? "-" : value.toString();
    }

    private static String line(List<String> row, int[] widths) {
        var line = new StringBuilder();
        for (var column = 0; column < widths.length; column++) {
            line.append(row.get(column))
                    .append(" ".repeat(widths[column] - row.get(column).length()))
                    .append(GAP);
        }
        return line.toString().stripTrailing();
    }
}
