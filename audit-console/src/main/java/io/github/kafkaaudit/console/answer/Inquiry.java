package io.github.kafkaaudit.console.answer;

import io.github.kafkaaudit.console.source.Criterion;
import io.github.kafkaaudit.console.source.Criterion.Place;
import io.github.kafkaaudit.console.source.EventSource;
import io.github.kafkaaudit.console.source.Filters;
import io.github.kafkaaudit.console.source.Found;
import io.github.kafkaaudit.console.source.Period;
import io.github.kafkaaudit.console.source.Search;
import io.github.kafkaaudit.verdict.Circumstances;
import io.github.kafkaaudit.verdict.Traffic;
import io.github.kafkaaudit.verdict.TrailEvent;
import io.github.kafkaaudit.verdict.TrailLife;
import io.github.kafkaaudit.verdict.Verdict;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Answers questions from a source.
 *
 * <p><b>Threading</b>: safe if the source is.
 */
public final class Inquiry {

    private static final int ROUNDS = 4;
    private static final int CHUNK = 1_000;
    private static final int MOST_SENDS = 20_000;
    private static final int MOST_ORIGINALS = 200;

    private final EventSource source;
    private final Clock clock;
    private final Duration grace;

    /** Answers from a source, by the clock of the system. */
    public Inquiry(EventSource source) {
        this(source, Clock.systemUTC(), Circumstances.GRACE);
    }

    /**
     * Answers from a source.
     *
     * @param source where the events are
     * @param clock what time it is
     * @param grace how long a group may take to consume a record
     */
    public Inquiry(EventSource source, Clock clock, Duration grace) {
        this.source = source;
        this.clock = clock;
        this.grace = grace;
    }

    /** Returns the source. */
    public EventSource source() {
        return source;
    }

    /** Returns what the trail says about one message, or about each of several that the question fits. */
    public Answer ask(Question question) {
        var gathered = new Gathered();
        gathered.add(source.find(
                new Search(question.period(), question.criteria(), question.filters(), Search.LIMIT, true)));
        for (var round = 1; round < ROUNDS; round++) {
            var criteria = gathered.related();
            if (criteria.isEmpty() || gathered.cut) {
                break;
            }
            gathered.add(source.find(new Search(question.period(), criteria, Filters.NONE, Search.LIMIT, true)));
        }
        var circumstances = circumstances(gathered.events(), question.period());
        return new Answer(
                question,
                Verdict.of(gathered.events(), circumstances),
                gathered.events(),
                circumstances.lives(),
                gathered.remarks(),
                gathered.cut,
                clock.instant(),
                source.description());
    }

    /** Returns the messages that were published more than once, or stored more than once. */
    public Listing duplicates(Period period, Filters filters, int limit) {
        var keys = source.repeatedKeys(period, filters, limit * 2);
        var gathered = new Gathered();
        for (var chunk : chunks(keys.keys(), CHUNK / 10)) {
            gathered.add(source.find(new Search(
                    period, List.of(Criterion.of(Place.BUSINESS_KEY, chunk)), Filters.NONE, MOST_SENDS, true)));
        }
        // What a copy is, the deliveries behind it tell, and those have the same business key.
        var verdicts = judge(gathered, period).stream()
                .filter(verdict -> verdict.publications().stream()
                                .mapToInt(send -> send.coordinates().size())
                                .sum()
                        > 1)
                .filter(verdict -> filters.topic() == null || filters.topic().equals(verdict.topic()))
                .toList();
        return Listing.of(verdicts, limit, keys.cut() || gathered.cut, gathered.remarks());
    }

    /** Returns the messages that a group which reads the topic has not consumed, and may not consume any more. */
    public Listing notConsumed(Period period, Filters filters, int limit) {
        var sends = source.find(new Search(
                period,
                List.of(),
                new Filters(filters.service(), filters.topic(), null, Set.of("message-produced")),
                MOST_SENDS,
                false));
        var gathered = new Gathered();
        gathered.add(sends);
        var coordinates = sends.events().stream()
                .map(TrailEvent::coordinate)
                .filter(Objects::nonNull)
                .toList();
        for (var chunk : chunks(coordinates, CHUNK)) {
            gathered.add(source.find(new Search(
                    period, List.of(Criterion.of(Place.COORDINATE, chunk)), Filters.NONE, MOST_SENDS, false)));
        }
        var verdicts = judge(gathered, period).stream()
                .filter(verdict -> verdict.fates().stream()
                        .filter(fate ->
                                filters.group() == null || filters.group().equals(fate.group()))
                        .anyMatch(fate -> switch (fate.fate()) {
                            case NOT_CONSUMED, NOT_KNOWN -> true;
                            default -> false;
                        }))
                .toList();
        return Listing.of(verdicts, limit, gathered.cut, gathered.remarks());
    }

    /** Returns the events of records that were given up. */
    public Found deadLetters(Period period, Filters filters, int limit) {
        return source.find(new Search(period, List.of(), filters.withActions("message-dead-lettered"), limit, false));
    }

    /** Returns the lives of trails, and what is missing in them. */
    public List<TrailLife> completeness(Period period, Set<String> services) {
        return source.lives(period, services);
    }

    /** Returns which services publish to and read from which topics. */
    public List<Traffic> traffic(Period period) {
        return source.traffic(period, Set.of());
    }

    /** Returns the time. */
    public Instant now() {
        return clock.instant();
    }

    private List<Verdict> judge(Gathered gathered, Period period) {
        return gathered.events.isEmpty()
                ? List.of()
                : Verdict.of(gathered.events(), circumstances(gathered.events(), period));
    }

    private Circumstances circumstances(Collection<TrailEvent> events, Period period) {
        var topics = events.stream()
                .map(TrailEvent::topic)
                .filter(Objects::nonNull)
                .collect(Collectors.toCollection(LinkedHashSet::new));
        var since = period.until().minus(Circumstances.SEEN_BEFORE);
        var seen = since.isBefore(period.since()) ? period.since(since) : period;
        var traffic = topics.isEmpty() ? List.<Traffic>of() : source.traffic(seen, topics);
        Set<String> services = new LinkedHashSet<>();
        traffic.forEach(each -> services.add(each.service()));
        events.forEach(event -> services.add(event.service()));
        return new Circumstances(traffic, source.lives(period, services), clock.instant(), grace);
    }

    private static List<Set<String>> chunks(Collection<String> values, int size) {
        List<Set<String>> chunks = new ArrayList<>();
        Set<String> chunk = new LinkedHashSet<>();
        for (var value : values) {
            chunk.add(value);
            if (chunk.size() == size) {
                chunks.add(chunk);
                chunk = new LinkedHashSet<>();
            }
        }
        if (!chunk.isEmpty()) {
            chunks.add(chunk);
        }
        return chunks;
    }

    /** What has been found so far, and what belongs to it. */
    private static final class Gathered {

        private final Map<String, TrailEvent> events = new LinkedHashMap<>();
        private final Set<String> remarks = new LinkedHashSet<>();
        private final Map<Place, Set<String>> asked = new LinkedHashMap<>();
        private boolean cut;

        void add(Found found) {
            found.events().forEach(event -> events.putIfAbsent(event.id(), event));
            remarks.addAll(found.remarks());
            cut |= found.cut();
        }

        List<TrailEvent> events() {
            return events.values().stream().sorted(TrailEvent.ORDER).toList();
        }

        List<String> remarks() {
            return List.copyOf(remarks);
        }

        /** Criteria for what has not been asked for yet: deliveries, copies, replays, transactions. */
        List<Criterion> related() {
            Map<Place, Set<String>> related = new LinkedHashMap<>();
            for (var event : events.values()) {
                if (!event.action().startsWith("message-")) {
                    continue;
                }
                relate(related, Place.BUSINESS_KEY, event.businessKey());
                relate(related, Place.MESSAGE_ID, event.messageId());
                relate(related, Place.COORDINATE, event.coordinate());
                relate(related, Place.COORDINATE, event.deadLetter());
                relate(related, Place.COORDINATE, event.original());
                if (related.getOrDefault(Place.ORIGINAL, Set.of()).size() < MOST_ORIGINALS) {
                    relate(related, Place.ORIGINAL, event.coordinate());
                }
                relate(related, Place.DEAD_LETTER, event.coordinate());
                relate(related, Place.TRANSACTION_END, event.transaction());
            }
            List<Criterion> criteria = new ArrayList<>();
            related.forEach((place, values) -> {
                values.removeAll(asked.computeIfAbsent(place, first -> new HashSet<>()));
                asked.get(place).addAll(values);
                if (!values.isEmpty()) {
                    criteria.add(Criterion.of(place, values));
                }
            });
            return criteria;
        }

        private static void relate(Map<Place, Set<String>> related, Place place, @Nullable String value) {
            if (value != null) {
                related.computeIfAbsent(place, first -> new LinkedHashSet<>()).add(value);
            }
        }
    }
}
