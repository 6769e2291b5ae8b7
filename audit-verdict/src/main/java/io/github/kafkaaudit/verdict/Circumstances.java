package io.github.kafkaaudit.verdict;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What a verdict has to know beside a message's own events: silence says something only about who should have spoken,
 * and only where nothing of what they said is missing.
 *
 * @param traffic which services publish to and read from which topics: groups with any event in the last seven days
 * @param lives the lives of the trails in the time that the question is about
 * @param now the time of the verdict
 * @param grace how long a group may take
 */
public record Circumstances(List<Traffic> traffic, List<TrailLife> lives, Instant now, Duration grace) {

    /** How long a group may take where nothing else is said. */
    public static final Duration GRACE = Duration.ofMinutes(10);

    /** How far a group's events are looked for into the past: who has been silent for longer is not missed. */
    public static final Duration SEEN_BEFORE = Duration.ofDays(7);

    /** Clocks of services differ; what is missing within this time before a message may still be about it. */
    private static final Duration CLOCKS = Duration.ofMinutes(1);

    /** Copies the lists. */
    public Circumstances {
        traffic = List.copyOf(traffic);
        lives = List.copyOf(lives);
    }

    /**
     * Creates them where only the groups are known.
     *
     * @param groups by topic: the consumer groups with any event on it in the last seven days
     * @param now the time of the verdict
     * @param grace how long a group may take
     */
    public Circumstances(Map<String, Set<String>> groups, Instant now, Duration grace) {
        this(traffic(groups), List.of(), now, grace);
    }

    Set<String> groups(@Nullable String topic) {
        Set<String> groups = new TreeSet<>();
        for (var each : traffic) {
            if (each.topic().equals(topic) && each.group() != null) {
                groups.add(each.group());
            }
        }
        return groups;
    }

    boolean isOverdue(Instant published) {
        return published.plus(grace).isBefore(now);
    }

    /** What is missing of the services that run a group on a topic, where it may be about something of that time. */
    List<TrailGap> gapsOfGroup(String group, @Nullable String topic, Collection<String> seen, Instant since) {
        Set<String> services = new TreeSet<>(seen);
        traffic.stream()
                .filter(each -> group.equals(each.group()) && each.topic().equals(topic))
                .forEach(each -> services.add(each.service()));
        return gaps(services, since);
    }

    /** What is missing of the services that publish to a topic: it may be about another publication. */
    List<TrailGap> gapsOfPublishers(@Nullable String topic, Collection<String> seen) {
        Set<String> services = new TreeSet<>(seen);
        traffic.stream()
                .filter(each -> each.isProducing() && each.topic().equals(topic))
                .forEach(each -> services.add(each.service()));
        return gaps(services, Instant.EPOCH);
    }

    private List<TrailGap> gaps(Set<String> services, Instant since) {
        return lives.stream()
                .filter(life -> services.contains(life.service()))
                .flatMap(life -> life.gaps().stream())
                .filter(gap -> gap.reaches(since.minus(CLOCKS)))
                .toList();
    }

    private static List<Traffic> traffic(Map<String, Set<String>> groups) {
        List<Traffic> traffic = new ArrayList<>();
        groups.forEach((topic, names) -> names.forEach(group -> traffic.add(new Traffic("", topic, group, 1, 0))));
        return traffic;
    }
}
