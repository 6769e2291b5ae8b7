package io.github.kafkaaudit.verdict;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/** Coordinates, {@code topic/partition/offset}, in their order and as people write them. */
final class Coordinates {

    static final Comparator<String> ORDER = Comparator.comparing(Coordinates::partition)
            .thenComparingLong(Coordinates::offset)
            .thenComparing(Comparator.naturalOrder());

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
                        .map(coordinate -> coordinate.substring(coordinate.lastIndexOf('/') + 1))
                        .collect(Collectors.joining(", "));
    }

    /** The topic and the partition; everything, where it is no coordinate. */
    static String partition(String coordinate) {
        var slash = coordinate.lastIndexOf('/');
        return slash < 0 ? coordinate : coordinate.substring(0, slash);
    }

    static String topic(String coordinate) {
        return partition(partition(coordinate));
    }

    /** The offset; -1 where it is none, as in a header that anybody may have written. */
    static long offset(String coordinate) {
        try {
            return Long.parseLong(coordinate.substring(coordinate.lastIndexOf('/') + 1));
        } catch (NumberFormatException e) {
            return -1;
        }
    }
}
