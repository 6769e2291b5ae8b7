package io.github.kafkaaudit.console.source;

import io.github.kafkaaudit.verdict.Traffic;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/** The order in which every source tells of traffic. */
final class TrafficOrder {

    private static final Comparator<Traffic> ORDER = Comparator.comparing(Traffic::topic)
            .thenComparing(Traffic::group, Comparator.nullsFirst(Comparator.naturalOrder()))
            .thenComparing(Traffic::service);

    private TrafficOrder() {}

    static List<Traffic> sorted(Collection<Traffic> traffic) {
        return traffic.stream().sorted(ORDER).toList();
    }
}
