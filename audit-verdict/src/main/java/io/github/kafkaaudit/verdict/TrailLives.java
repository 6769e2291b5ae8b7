package io.github.kafkaaudit.verdict;

import io.github.kafkaaudit.json.EventFields;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Finds out which lives of which services' trails the events tell of, and what is missing in them.
 *
 * <p>A life that ended without {@code audit-stopped} counts as cut off when another life of the same service on the
 * same host began behind it: then what it had not written yet may be missing.
 *
 * <p><b>Threading</b>: for one thread.
 */
public final class TrailLives {

    private static final Comparator<TrailLife> ORDER = Comparator.comparing(TrailLife::service)
            .thenComparing(TrailLife::first)
            .thenComparing(TrailLife::trail);

    private final Map<String, Life> lives = new LinkedHashMap<>();
    private final List<Reported> reported = new ArrayList<>();

    /** Creates it without any event. */
    public TrailLives() {}

    /** Adds an event, in any order; one that has been added already changes nothing. */
    public void add(TrailEvent event) {
        add(event.service(), event.trail(), event.host(), event.sequence(), event.time(), event.is(Actions.STOPPED));
        if (event.is(Actions.GAP)) {
            reported.add(new Reported(
                    Objects.requireNonNullElse(event.text(EventFields.GAP_EPHEMERAL_ID), event.trail()),
                    event.at(EventFields.GAP_FROM).asLong(0),
                    event.at(EventFields.GAP_TO).asLong(0),
                    event));
        }
    }

    /**
     * Adds what is needed of an event that is no {@code audit-gap}.
     *
     * @param service the service
     * @param trail the life
     * @param host its host
     * @param sequence the event's place
     * @param time its time
     * @param stopped whether it is {@code audit-stopped}
     */
    public void add(String service, String trail, @Nullable String host, long sequence, Instant time, boolean stopped) {
        lives.computeIfAbsent(trail, id -> new Life(service, id, host)).add(sequence, time, stopped);
    }

    /**
     * Adds events that follow each other without a hole.
     *
     * @param service the service
     * @param trail the life
     * @param host its host
     * @param from the first sequence
     * @param to the last sequence
     * @param first the time of the earliest
     * @param last the time of the latest
     * @param stopped whether the last is {@code audit-stopped}
     */
    public void addRun(
            String service,
            String trail,
            @Nullable String host,
            long from,
            long to,
            Instant first,
            Instant last,
            boolean stopped) {
        var life = lives.computeIfAbsent(trail, id -> new Life(service, id, host));
        life.add(from, first, stopped && from == to);
        if (to > from) {
            life.add(to, last, stopped);
            life.runs.put(from, to);
        }
    }

    /** Returns the lives, by service and beginning. */
    public List<TrailLife> toList() {
        var found = lives.values().stream().map(this::finish).sorted(ORDER).toList();
        return found.stream().map(life -> withCutOffEnd(life, found)).toList();
    }

    private TrailLife finish(Life life) {
        var gaps = life.holes();
        for (var report : reported) {
            // A hole that was also reported is one loss; what lies behind the last event only the report tells of.
            if (report.trail.equals(life.trail) && report.to > life.lastSequence()) {
                gaps.add(new TrailGap(
                        life.service,
                        life.trail,
                        Math.max(report.from, life.lastSequence() + 1),
                        report.to,
                        life.lastTime(),
                        report.event.time()));
            }
        }
        return life.finish(gaps);
    }

    private static TrailLife withCutOffEnd(TrailLife life, List<TrailLife> all) {
        if (life.stopped() || life.host() == null) {
            return life;
        }
        return all.stream()
                .filter(other -> other.service().equals(life.service())
                        && life.host().equals(other.host())
                        && other.first().isAfter(life.last()))
                .findFirst()
                .map(next -> {
                    var gaps = new ArrayList<>(life.gaps());
                    gaps.add(new TrailGap(life.service(), life.trail(), 0, 0, life.last(), next.first()));
                    return new TrailLife(
                            life.service(),
                            life.trail(),
                            life.host(),
                            life.firstSequence(),
                            life.lastSequence(),
                            life.first(),
                            life.last(),
                            life.events(),
                            gaps,
                            false);
                })
                .orElse(life);
    }

    private record Reported(String trail, long from, long to, TrailEvent event) {}

    /** The sequences and times of one life, as pairs in one array: there may be millions. */
    private static final class Life {

        private final String service;
        private final String trail;
        private final @Nullable String host;
        private final Map<Long, Long> runs = new HashMap<>();
        private long[] places = new long[32];
        private int size;
        private boolean sorted = true;
        private long stoppedAt = -1;

        Life(String service, String trail, @Nullable String host) {
            this.service = service;
            this.trail = trail;
            this.host = host;
        }

        void add(long sequence, Instant time, boolean stopped) {
            if (size * 2 == places.length) {
                places = Arrays.copyOf(places, places.length * 2);
            }
            sorted &= size == 0 || places[size * 2 - 2] < sequence;
            places[size * 2] = sequence;
            places[size * 2 + 1] = time.toEpochMilli();
            size++;
            if (stopped) {
                stoppedAt = sequence;
            }
        }

        long lastSequence() {
            sort();
            return places[size * 2 - 2];
        }

        Instant lastTime() {
            sort();
            return time(size - 1);
        }

        List<TrailGap> holes() {
            sort();
            List<TrailGap> holes = new ArrayList<>();
            for (var place = 1; place < size; place++) {
                var before = places[place * 2 - 2];
                var sequence = places[place * 2];
                if (sequence > before + 1 && runs.getOrDefault(before, before) < sequence) {
                    holes.add(new TrailGap(service, trail, before + 1, sequence - 1, time(place - 1), time(place)));
                }
            }
            return holes;
        }

        TrailLife finish(List<TrailGap> gaps) {
            sort();
            var first = time(0);
            var last = first;
            for (var place = 1; place < size; place++) {
                var time = time(place);
                first = time.isBefore(first) ? time : first;
                last = time.isAfter(last) ? time : last;
            }
            return new TrailLife(
                    service,
                    trail,
                    host,
                    places[0],
                    lastSequence(),
                    first,
                    last,
                    size
                            + runs.entrySet().stream()
                                    .mapToLong(run -> run.getValue() - run.getKey() - 1)
                                    .sum(),
                    gaps,
                    stoppedAt >= 0 && stoppedAt == lastSequence());
        }

        private Instant time(int place) {
            return Instant.ofEpochMilli(places[place * 2 + 1]);
        }

        /** Sorts by sequence, and drops what is there twice. */
        private void sort() {
            if (sorted) {
                return;
            }
            var order = new Long[size][];
            for (var place = 0; place < size; place++) {
                order[place] = new Long[] {places[place * 2], places[place * 2 + 1]};
            }
            Arrays.sort(order, Comparator.comparing(pair -> pair[0]));
            var kept = 0;
            for (var pair : order) {
                if (kept == 0 || places[kept * 2 - 2] != pair[0]) {
                    places[kept * 2] = pair[0];
                    places[kept * 2 + 1] = pair[1];
                    kept++;
                }
            }
            size = kept;
            sorted = true;
        }
    }
}
