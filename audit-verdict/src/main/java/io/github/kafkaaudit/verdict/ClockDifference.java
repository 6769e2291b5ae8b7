package io.github.kafkaaudit.verdict;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * A proof that the clocks of two services differ: a record was handed out before it was sent.
 *
 * @param behind the service whose clock is behind
 * @param ahead the service whose clock is ahead of it
 * @param atLeast by how much, at least
 */
public record ClockDifference(String behind, String ahead, Duration atLeast) {

    static List<ClockDifference> of(List<Publication> publications) {
        List<ClockDifference> differences = new ArrayList<>();
        for (var publication : publications) {
            var sent = publication.evidence();
            if (!sent.isOfSend()) {
                continue;
            }
            for (var event : publication.events()) {
                // What a listener had finished before the send began was, in truth, finished behind it.
                if (event.group() != null && event.time().isBefore(sent.start())) {
                    add(
                            differences,
                            new ClockDifference(
                                    event.service(), sent.service(), Duration.between(event.time(), sent.start())));
                }
            }
        }
        return differences;
    }

    private static void add(List<ClockDifference> differences, ClockDifference found) {
        for (var at = 0; at < differences.size(); at++) {
            var known = differences.get(at);
            if (known.behind.equals(found.behind) && known.ahead.equals(found.ahead)) {
                if (known.atLeast.compareTo(found.atLeast) < 0) {
                    differences.set(at, found);
                }
                return;
            }
        }
        differences.add(found);
    }
}
