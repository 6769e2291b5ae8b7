package io.github.kafkaaudit.console.picture;

import io.github.kafkaaudit.console.picture.Lane.Kind;
import io.github.kafkaaudit.verdict.Publication;
import io.github.kafkaaudit.verdict.TrailEvent;
import io.github.kafkaaudit.verdict.Verdict;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * The marks of a verdict in the order of time, and the lanes that they are in.
 *
 * @param lanes the lanes, from top to bottom
 * @param marks the marks, from left to right
 * @param collapsed how many events stand behind another one's mark
 */
record Timeline(List<Lane> lanes, List<Mark> marks, int collapsed) {

    private static final int MOST_MARKS = 60;

    static Timeline of(Verdict verdict) {
        Map<String, Integer> numbers = new HashMap<>();
        var number = 0;
        for (var publication : verdict.publications()) {
            number++;
            for (var event : publication.events()) {
                numbers.put(event.id(), number);
            }
        }
        Set<String> copies = new HashSet<>(verdict.copyCoordinates());
        copies.addAll(verdict.claimedCopyCoordinates());
        List<Mark> marks = new ArrayList<>();
        Set<String> withSend = new HashSet<>();
        for (var event : verdict.events()) {
            if (event.isOfSend()) {
                withSend.add(String.valueOf(event.coordinate()));
            }
        }
        for (var publication : verdict.publications()) {
            unseenSend(publication, withSend, numbers, marks);
        }
        for (var event : verdict.events()) {
            marks.add(mark(event, numbers.getOrDefault(event.id(), 0), copies));
        }
        marks.sort(Comparator.comparing(mark -> mark.events().get(0).time()));
        var kept = collapse(marks);
        Set<Lane> lanes = new LinkedHashSet<>();
        for (var kind : Kind.values()) {
            kept.stream().map(Mark::lane).filter(lane -> lane.kind() == kind).forEach(lanes::add);
            if (kind == Kind.PARTITION) {
                kept.stream()
                        .filter(mark -> mark.lane().kind() != Kind.COPIES)
                        .map(Mark::place)
                        .filter(Objects::nonNull)
                        .map(Timeline::partition)
                        .forEach(partition -> lanes.add(new Lane(Kind.PARTITION, partition)));
            }
        }
        return new Timeline(List.copyOf(lanes), kept, marks.size() - kept.size());
    }

    /** A send that only consumers have seen, where its publisher is known by name at least. */
    private static void unseenSend(
            Publication publication, Set<String> withSend, Map<String, Integer> numbers, List<Mark> marks) {
        var coordinates = publication.coordinates();
        if (publication.service() != null && coordinates.stream().noneMatch(withSend::contains)) {
            marks.add(new Mark(
                    new Lane(Kind.PUBLISHER, publication.service()),
                    Mark.Kind.SENT,
                    "#" + numbers.getOrDefault(publication.evidence().id(), 0),
                    coordinates.isEmpty() ? null : coordinates.get(0),
                    List.of(publication.evidence())));
        }
    }

    private static Mark mark(TrailEvent event, int number, Set<String> copies) {
        var place = event.coordinate();
        if (place != null && copies.contains(place)) {
            return new Mark(
                    new Lane(Kind.COPIES, partition(place)), copyKind(event), label(event), place, List.of(event));
        }
        if (event.isOfSend()) {
            var sent = event.action().equals("message-produced");
            return new Mark(
                    new Lane(Kind.PUBLISHER, event.service()),
                    sent ? Mark.Kind.SENT : Mark.Kind.NOT_SENT,
                    sent ? "#" + number : "✗",
                    place,
                    List.of(event));
        }
        return new Mark(
                new Lane(Kind.GROUP, Objects.requireNonNullElse(event.group(), event.service())),
                kind(event),
                label(event),
                place,
                List.of(event));
    }

    private static Mark.Kind copyKind(TrailEvent event) {
        return event.isOfSend() ? Mark.Kind.COPIED : kind(event);
    }

    private static Mark.Kind kind(TrailEvent event) {
        return switch (event.action()) {
            case "message-consumed" -> Mark.Kind.CONSUMED;
            case "message-consume-failed", "message-deserialization-failed", "message-rejected" -> Mark.Kind.FAILED;
            case "message-filtered", "message-skipped" -> Mark.Kind.SET_ASIDE;
            case "message-dead-lettered", "message-retry-scheduled" -> Mark.Kind.DEAD_LETTERED;
            default -> Mark.Kind.SEEN;
        };
    }

    private static String label(TrailEvent event) {
        var attempt = event.attempt();
        return attempt != null && attempt > 1 ? "×" + attempt : "";
    }

    /** Where there are too many, equal marks beside each other become one. */
    private static List<Mark> collapse(List<Mark> marks) {
        if (marks.size() <= MOST_MARKS) {
            return List.copyOf(marks);
        }
        List<Mark> kept = new ArrayList<>();
        for (var mark : marks) {
            var last = kept.isEmpty() ? null : kept.get(kept.size() - 1);
            if (last != null && last.isLike(mark)) {
                merge(kept, kept.size() - 1, mark);
            } else {
                kept.add(mark);
            }
        }
        // Runs that alternate: the last of the same kind takes what is too much.
        while (kept.size() > MOST_MARKS) {
            var mark = kept.remove(kept.size() - 1);
            var at = lastLike(kept, mark);
            if (at < 0) {
                kept.add(mark);
                break;
            }
            merge(kept, at, mark);
        }
        return List.copyOf(kept);
    }

    private static int lastLike(List<Mark> marks, Mark mark) {
        for (var at = marks.size() - 1; at >= 0; at--) {
            if (marks.get(at).isLike(mark)) {
                return at;
            }
        }
        return -1;
    }

    private static void merge(List<Mark> marks, int at, Mark more) {
        var mark = marks.get(at);
        List<TrailEvent> events = new ArrayList<>(mark.events());
        events.addAll(more.events());
        marks.set(at, new Mark(mark.lane(), mark.kind(), events.size() + "×", mark.place(), events));
    }

    static String partition(String coordinate) {
        var slash = coordinate.lastIndexOf('/');
        return slash < 0 ? coordinate : coordinate.substring(0, slash);
    }
}
