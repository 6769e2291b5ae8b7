package io.github.kafkaaudit.sample.verdict;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/** Coordinates, {@code topic/partition/offset}, in their order and as people write them. */
final class Coordinates {

    static final Comparator<String> ORDER =
            Comparator.comparing(Coordinates::partition).thenComparingLong(Coordinates::offset);

    private Coordinates() {}

    /** Writes "offset 5" or "offsets 1, 2", with the partition in front where there are several. */
    static String describe(Collection<String> coordinates) {
        List<String> sorted = coordinates.stream().distinct().sorted(ORDER).toList();
        if (sorted.isEmpty()) {
            return "no offset";
        }
        if (sorted.stream().map(Coordinates::partition).distinct().count() > 1) {
            return String.join(", ", sorted);
        }
        return (sorted.size() == 1 ? "offset " : "offsets ")
                + sorted.stream()
                        .map(coordinate -> Long.toString(offset(coordinate)))
                        .collect(Collectors.joining(", "));
    }

    private static String partition(String coordinate) {
        return coordinate.substring(0, coordinate.lastIndexOf('/'));
    }

    private static long offset(String coordinate) {
        return Long.parseLong(coordinate.substring(coordinate.lastIndexOf('/') + 1));
    }
}
