package io.github.kafkaaudit.verdict;

import io.github.kafkaaudit.json.EventFields;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * What one consumer group did with one record.
 *
 * @param group the consumer group
 * @param coordinate the record
 * @param fate how it ended
 * @param events the group's events about it, in order
 * @param gaps what is missing of the group's trail since the record was published
 */
public record GroupFate(String group, String coordinate, Fate fate, List<TrailEvent> events, List<TrailGap> gaps) {

    /** Copies the lists. */
    public GroupFate {
        events = List.copyOf(events);
        gaps = List.copyOf(gaps);
    }

    static GroupFate of(
            String group,
            String coordinate,
            Publication publication,
            Collection<TrailEvent> copies,
            Circumstances circumstances) {
        var events = publication.events().stream()
                .filter(event -> group.equals(event.group()) && coordinate.equals(event.coordinate()))
                .toList();
        var gaps = circumstances.gapsOfGroup(
                group,
                publication.topic(),
                events.stream().map(TrailEvent::service).toList(),
                publication.time());
        var overdue = circumstances.isOverdue(publication.time());
        return new GroupFate(group, coordinate, fate(events, copies, overdue, !gaps.isEmpty()), events, gaps);
    }

    private static Fate fate(
            List<TrailEvent> events, Collection<TrailEvent> copies, boolean isOverdue, boolean isIncomplete) {
        var consumed = count(events, Actions.CONSUMED);
        if (consumed > 0) {
            return consumed == 1 ? Fate.CONSUMED_ONCE : Fate.REDELIVERED;
        }
        if (events.stream()
                .anyMatch(event ->
                        event.is(Actions.DEAD_LETTERED) && !event.outcome().equals("failure"))) {
            return Fate.DEAD_LETTERED;
        }
        if (count(events, Actions.FILTERED) > 0) {
            return Fate.FILTERED;
        }
        if (count(events, Actions.SKIPPED) > 0) {
            return Fate.SKIPPED;
        }
        if (count(events, Actions.RETRY_SCHEDULED) > 0) {
            if (copies.stream().anyMatch(copy -> copy.is(Actions.CONSUMED))) {
                return Fate.CONSUMED_FROM_RETRY;
            }
            if (copies.stream().anyMatch(copy -> copy.is(Actions.DEAD_LETTERED, "success"))) {
                return Fate.DEAD_LETTERED;
            }
        }
        if (events.stream().anyMatch(event -> event.action().equals("message-delivered"))) {
            return Fate.DELIVERED;
        }
        return isIncomplete ? Fate.NOT_KNOWN : isOverdue ? Fate.NOT_CONSUMED : Fate.PENDING;
    }

    /** Returns how many times the listener ended normally. */
    public long timesConsumed() {
        return count(events, Actions.CONSUMED);
    }

    /** Returns the failed attempts, in order. */
    public List<TrailEvent> failures() {
        return events.stream()
                .filter(event -> Actions.FAILURES.contains(event.action()))
                .toList();
    }

    long timesFailed() {
        return times(failures());
    }

    /** Returns how far the record got in this group, in words. */
    public String furthestStep() {
        return events.stream()
                .max(Comparator.comparingInt(TrailEvent::step))
                .map(event -> event.action().replaceFirst("^message-", ""))
                .orElse("never delivered");
    }

    List<String> deadLetters() {
        return events.stream()
                .filter(event -> event.is(Actions.DEAD_LETTERED))
                .map(TrailEvent::deadLetter)
                .filter(Objects::nonNull)
                .distinct()
                .toList();
    }

    /** Why the record was handed out again after it had been consumed, as far as the events tell. */
    String redelivery() {
        var consumed =
                events.stream().filter(event -> event.is(Actions.CONSUMED)).toList();
        if (several(consumed.stream().map(TrailEvent::trail))) {
            return several(consumed.stream().map(event -> event.service() + event.host()))
                    ? "in two processes: a rebalance or a restart came before the commit"
                    : "before and after a restart: the commit had not come before it";
        }
        if (several(consumed.stream()
                .map(event -> event.text(EventFields.CONSUMER_MEMBER_ID))
                .filter(Objects::nonNull))) {
            return "by two members of the group: a rebalance came before the commit";
        }
        return "look for its offset-commit-failed events and rebalances near that time";
    }

    private static boolean several(Stream<String> values) {
        return values.distinct().count() > 1;
    }

    private static long count(List<TrailEvent> events, String action) {
        return times(events.stream().filter(event -> event.is(action)).toList());
    }

    /**
     * How many occurrences events of one action stand for. Events that repeat carry the count since their first, which
     * had an event of its own: counts are not added up.
     */
    private static long times(List<TrailEvent> events) {
        Map<String, Long> repeats = new HashMap<>();
        var single = 0L;
        for (var event : events) {
            var since = event.text(EventFields.REPEAT_FIRST);
            if (event.repeats() > 1) {
                repeats.merge(String.valueOf(since), event.repeats(), Math::max);
            } else {
                single++;
            }
        }
        var repeated = repeats.values().stream().mapToLong(Long::longValue).sum();
        return single + repeated - Math.min(single, repeats.size());
    }
}
