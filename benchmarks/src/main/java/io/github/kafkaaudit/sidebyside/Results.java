package io.github.kafkaaudit.sidebyside;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The figures of all rounds, as Markdown with their medians. */
final class Results {

    private static final String THREAD = "thread ";
    // A thread that takes less in every variant is not worth a line.
    private static final double SMALL = 0.05;

    private final Map<Variant, List<Map<String, Double>>> rounds = new EnumMap<>(Variant.class);

    void add(Variant variant, Map<String, Double> figures) {
        rounds.computeIfAbsent(variant, any -> new ArrayList<>()).add(figures);
    }

    /** Returns the median of one figure, not a number if no round has it. */
    double median(Variant variant, String figure) {
        double[] sorted = rounds.getOrDefault(variant, List.of()).stream()
                .filter(each -> each.containsKey(figure))
                .mapToDouble(each -> each.get(figure))
                .sorted()
                .toArray();
        if (sorted.length == 0) {
            return Double.NaN;
        }
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    String comparison() {
        List<String> lines = new ArrayList<>();
        lines.add("| recorder | messages/s | throughput | app CPU per message | surplus | broker CPU per message"
                + " | median in `send` | p99 in `send` | per record in the container | added | arrived"
                + " | busy afterwards | heap after GC |");
        lines.add("|---|---|---|---|---|---|---|---|---|---|---|---|---|");
        for (Variant variant : rounds.keySet()) {
            lines.add(row(
                    variant.label(),
                    format("%,.0f", median(variant, "throughput")),
                    format("%.2f", median(variant, "throughput") / median(Variant.NONE, "throughput")),
                    format("%.1f µs", median(variant, "cpu")),
                    format("%.1f µs", surplus(variant, "cpu")),
                    format("%.1f µs", median(variant, "broker")),
                    format("%.2f µs", median(variant, "send")),
                    format("%.1f µs", median(variant, "send-p99")),
                    format("%.2f µs", median(variant, "record")),
                    format("%.2f µs", surplus(variant, "record")),
                    format("%.2f %%", 100 * median(variant, "arrived")),
                    format("%.1f s", median(variant, "rest")),
                    format("%.0f MB", median(variant, "heap"))));
        }
        return String.join("\n", lines);
    }

    /** Returns where the CPU goes. */
    String threads() {
        Set<String> names = new TreeSet<>();
        rounds.forEach((variant, figures) -> figures.get(0).keySet().stream()
                .filter(name -> name.startsWith(THREAD) && median(variant, name) >= SMALL)
                .forEach(names::add));
        List<String> lines = new ArrayList<>();
        lines.add(row("thread, µs per message", labels()));
        lines.add("|---".repeat(rounds.size() + 1) + '|');
        for (String name : names) {
            lines.add(row('`' + name.substring(THREAD.length()) + '`', cells(name)));
        }
        lines.add(row("left out above: JIT compilers", cells("compilers")));
        return String.join("\n", lines);
    }

    /** Returns every figure of every round. */
    String csv() {
        StringBuilder csv = new StringBuilder("variant,round,figure,value\n");
        rounds.forEach((variant, all) -> {
            for (int round = 0; round < all.size(); round++) {
                for (Map.Entry<String, Double> figure : all.get(round).entrySet()) {
                    csv.append(variant.label())
                            .append(',')
                            .append(round + 1)
                            .append(',')
                            .append(figure.getKey())
                            .append(',')
                            .append(figure.getValue())
                            .append('\n');
                }
            }
        });
        return csv.toString();
    }

    private double surplus(Variant variant, String figure) {
        return variant == Variant.NONE ? Double.NaN : median(variant, figure) - median(Variant.NONE, figure);
    }

    private String[] labels() {
        return rounds.keySet().stream().map(Variant::label).toArray(String[]::new);
    }

    private String[] cells(String figure) {
        return rounds.keySet().stream()
                .map(variant -> format("%.2f", median(variant, figure)))
                .toArray(String[]::new);
    }

    private static String row(String first, @Nullable String... others) {
        return List.of(others).stream().collect(Collectors.joining(" | ", "| " + first + " | ", " |"));
    }

    private static String format(String pattern, double value) {
        return Double.isNaN(value) ? "–" : String.format(Locale.ROOT, pattern, value);
    }
}
