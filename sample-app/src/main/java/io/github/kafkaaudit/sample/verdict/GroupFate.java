package io.github.kafkaaudit.sample.verdict;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;

/**
 * What one consumer group did with one record.
 *
 * @param group the consumer group
 * @param coordinate the record
 * @param fate how it ended
 * @param events the group's events about it, in order
 */
public record GroupFate(String group, String coordinate, Fate fate, List<TrailEvent> events) {

    private static final List<String> FAILURES =
            List.of("message-consume-failed", "message-deserialization-failed", "message-rejected");

    static GroupFate of(String group, String coordinate, Publication publication, Circumstances circumstances) {
        var events = publication.events().stream()
                .filter(event -> group.equals(event.group()) && coordinate.equals(event.coordinate()))
                .toList();
        return new GroupFate(group, coordinate, fate(events, publication.time(), circumstances), events);
    }

    private static Fate fate(List<TrailEvent> events, Instant published, Circumstances circumstances) {
        var consumed = count(events, "message-consumed");
        if (consumed > 0) {
            return consumed == 1 ? Fate.CONSUMED_ONCE : Fate.REDELIVERED;
        }
        if (events.stream()
                .anyMatch(event ->
                        event.is("message-dead-lettered") && !event.outcome().equals("failure"))) {
            return Fate.DEAD_LETTERED;
        }
        if (count(events, "message-filtered") > 0) {
            return Fate.FILTERED;
        }
        if (count(events, "message-skipped") > 0) {
            return Fate.SKIPPED;
        }
        return circumstances.isOverdue(published) ? Fate.NOT_CONSUMED : Fate.PENDING;
    }

    /** Returns how many times the listener ended normally. */
    public long timesConsumed() {
        return count(events, "message-consumed");
    }

    /** Returns the failed attempts, in order. */
    public List<TrailEvent> failures() {
        return events.stream()
                .filter(event -> FAILURES.contains(event.action()))
                .toList();
    }

    long timesFailed() {
        return failures().stream().mapToLong(TrailEvent::repeats).sum();
    }

    /** How far the record got in this group. */
    String furthestStep() {
        return events.stream()
                .max(Comparator.comparingInt(TrailEvent::step))
                .map(event -> event.action().replaceFirst("^message-", ""))
                .orElse("never delivered");
    }

    List<String> deadLetters() {
        return events.stream()
                .map(TrailEvent::deadLetter)
                .filter(Objects::nonNull)
                .distinct()
                .toList();
    }

    private static long count(List<TrailEvent> events, String action) {
        return events.stream()
                .filter(event -> event.is(action))
                .mapToLong(TrailEvent::repeats)
                .sum();
    }
}
