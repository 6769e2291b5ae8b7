package io.github.kafkaaudit.console.source;

import io.github.kafkaaudit.verdict.Traffic;
import io.github.kafkaaudit.verdict.TrailEvent;
import io.github.kafkaaudit.verdict.TrailLife;
import io.github.kafkaaudit.verdict.TrailLives;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A source without an index: every question reads everything, and rejects most of it by its bytes. */
abstract class ScanningSource implements EventSource {

    private static final int MOST_KEYS = 1_000_000;

    /**
     * Hands over every document of a period, in any order; a document may come twice.
     *
     * @param period the events' times, which a document outside may still have
     * @param remarks takes sentences about what could not be read
     * @param documents takes the documents
     */
    abstract void scan(Period period, Consumer<String> remarks, Documents documents);

    @Override
    public Found find(Search search) {
        var matcher = new EventMatcher(search);
        var filter = new ByteFilter(search);
        var earliest = new Earliest(search.limit());
        List<String> remarks = new ArrayList<>();
        var unreadable = new Unreadable();
        scan(search.period(), remarks::add, (document, from, to, where) -> {
            if (filter.passes(document, from, to)) {
                var event = unreadable.parse(document, from, to, where);
                if (event != null && matcher.matches(event)) {
                    earliest.add(event);
                }
            }
        });
        unreadable.addTo(remarks);
        return new Found(earliest.toList(), earliest.cut, remarks);
    }

    @Override
    public List<Traffic> traffic(Period period, Set<String> topics) {
        Map<List<@Nullable String>, long[]> counts = new HashMap<>();
        Set<String> seen = new HashSet<>();
        forEach(period, event -> {
            var topic = event.topic();
            if (topic != null
                    && event.action().startsWith("message-")
                    && (event.isOfSend() || event.group() != null)
                    && (topics.isEmpty() || topics.contains(topic))
                    && seen.add(event.id())) {
                List<@Nullable String> flow = new ArrayList<>();
                flow.add(event.service());
                flow.add(topic);
                flow.add(event.group());
                var count = counts.computeIfAbsent(flow, key -> new long[2]);
                count[0]++;
                count[1] += event.outcome().equals("failure") ? 1 : 0;
            }
        });
        List<Traffic> traffic = new ArrayList<>();
        counts.forEach((flow, count) -> traffic.add(new Traffic(
                String.valueOf(flow.get(0)), String.valueOf(flow.get(1)), flow.get(2), count[0], count[1])));
        return TrafficOrder.sorted(traffic);
    }

    @Override
    public List<TrailLife> lives(Period period, Set<String> services) {
        var lives = new TrailLives();
        forEach(period, event -> {
            if (services.isEmpty() || services.contains(event.service())) {
                lives.add(event);
            }
        });
        return lives.toList();
    }

    @Override
    public RepeatedKeys repeatedKeys(Period period, Filters filters, int limit) {
        Map<String, Set<String>> places = new HashMap<>();
        forEach(period, event -> {
            var key = event.businessKey();
            var place = event.coordinate();
            if (key != null
                    && place != null
                    && (event.isOfSend() || event.action().equals("message-consumed"))
                    && EventMatcher.passes(filters, event)
                    && (places.size() < MOST_KEYS || places.containsKey(key))) {
                places.computeIfAbsent(key, first -> new HashSet<>(2)).add(place);
            }
        });
        var repeated = places.entrySet().stream()
                .filter(entry -> entry.getValue().size() > 1)
                .sorted(Comparator.<Map.Entry<String, Set<String>>>comparingInt(
                                entry -> -entry.getValue().size())
                        .thenComparing(Map.Entry::getKey))
                .map(Map.Entry::getKey)
                .toList();
        return new RepeatedKeys(
                repeated.subList(0, Math.min(limit, repeated.size())),
                repeated.size() > limit || places.size() >= MOST_KEYS);
    }

    private void forEach(Period period, Consumer<TrailEvent> events) {
        var unreadable = new Unreadable();
        scan(period, remark -> {}, (document, from, to, where) -> {
            var event = unreadable.parse(document, from, to, where);
            if (event != null && period.contains(event.time())) {
                events.accept(event);
            }
        });
    }

    /** Takes documents as ranges of bytes, which change when the call returns. */
    interface Documents {

        void accept(byte[] bytes, int from, int to, String where);
    }

    /** Counts what is no event, and remembers the first. */
    private static final class Unreadable {

        private long count;
        private String first = "";

        @Nullable TrailEvent parse(byte[] document, int from, int to, String where) {
            try {
                return TrailEvent.of(new String(document, from, to - from, StandardCharsets.UTF_8));
            } catch (IllegalArgumentException e) {
                if (count++ == 0) {
                    first = where + ": " + e.getMessage();
                }
                return null;
            }
        }

        void addTo(List<String> remarks) {
            if (count > 0) {
                remarks.add(count + (count == 1 ? " document is" : " documents are")
                        + " no event of the audit trail and left out; the first is " + first);
            }
        }
    }

    /** Keeps the earliest events, each once. */
    private static final class Earliest {

        private final int limit;
        private final PriorityQueue<TrailEvent> latestFirst = new PriorityQueue<>(TrailEvent.ORDER.reversed());
        private final Set<String> ids = new HashSet<>();
        private long characters;
        private boolean cut;

        Earliest(int limit) {
            this.limit = limit;
        }

        void add(TrailEvent event) {
            if (!ids.add(event.id())) {
                return;
            }
            latestFirst.add(event);
            characters += event.raw().length();
            while (latestFirst.size() > limit || characters > Search.MOST_CHARACTERS) {
                var dropped = latestFirst.remove();
                characters -= dropped.raw().length();
                cut = true;
            }
        }

        List<TrailEvent> toList() {
            return latestFirst.stream().sorted(TrailEvent.ORDER).toList();
        }
    }
}
