package io.github.kafkaaudit.verdict;

import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What the audit trail says about one business message: how often it was published, and how each consumer group's work
 * on it ended.
 *
 * <p>Copies in retry and dead-letter topics are never publications; they are listed as what they are. What is a copy
 * the failed delivery knows, not the headers, which an application may send on with whatever it publishes: a record
 * that only its headers call a copy is listed as such and counted as nothing.
 *
 * @param topic the topic; null where it is not known
 * @param businessKey the business key; null where there is none
 * @param publishing how often it was published
 * @param publications the sends, in order
 * @param failedSends the sends that failed, or were aborted with their transaction
 * @param fates what each group did with each stored record
 * @param copies the events about copies, in order
 * @param claimedCopies the events about records that only their headers call copies
 * @param differences in what the publications differ
 * @param publisherGaps what is missing of the trails of the services that publish to the topic
 * @param clocks which clocks are known to differ
 */
public record Verdict(
        @Nullable String topic,
        @Nullable String businessKey,
        Publishing publishing,
        List<Publication> publications,
        List<Publication> failedSends,
        List<GroupFate> fates,
        List<TrailEvent> copies,
        List<TrailEvent> claimedCopies,
        List<Difference> differences,
        List<TrailGap> publisherGaps,
        List<ClockDifference> clocks) {

    /** Copies the lists. */
    public Verdict {
        publications = List.copyOf(publications);
        failedSends = List.copyOf(failedSends);
        fates = List.copyOf(fates);
        copies = List.copyOf(copies);
        claimedCopies = List.copyOf(claimedCopies);
        differences = List.copyOf(differences);
        publisherGaps = List.copyOf(publisherGaps);
        clocks = List.copyOf(clocks);
    }

    /** Returns one verdict for each business message that the events tell of, in the order of their first sends. */
    public static List<Verdict> of(Collection<TrailEvent> events, Circumstances circumstances) {
        return Messages.of(events).stream()
                .map(message -> of(message, circumstances))
                .toList();
    }

    private static Verdict of(Messages.Message message, Circumstances circumstances) {
        var publications =
                message.sends.stream().filter(Publication::isPublished).toList();
        var failed = message.sends.stream().filter(send -> !send.isPublished()).toList();
        List<GroupFate> fates = new ArrayList<>();
        for (var publication : publications) {
            for (var coordinate : publication.coordinates()) {
                var copies = message.register.copiesOf(coordinate);
                var ofCopies = message.copied.stream()
                        .filter(event -> copies.contains(event.coordinate()))
                        .toList();
                for (var group : groups(coordinate, publication, circumstances)) {
                    fates.add(GroupFate.of(group, coordinate, publication, ofCopies, circumstances));
                }
            }
        }
        return new Verdict(
                message.topic,
                message.businessKey,
                publishing(message.businessKey, publications),
                publications,
                failed,
                fates,
                message.copied,
                message.claimed,
                Differences.of(publications),
                circumstances.gapsOfPublishers(
                        message.topic,
                        message.sends.stream()
                                .flatMap(send -> Stream.ofNullable(send.service()))
                                .toList()),
                ClockDifference.of(message.sends));
    }

    private static Publishing publishing(@Nullable String businessKey, List<Publication> publications) {
        return switch (publications.size()) {
            case 0 -> Publishing.NOT_PUBLISHED;
            case 1 ->
                publications.get(0).coordinates().size() > 1
                        ? Publishing.ONE_SEND_STORED_TWICE
                        : Publishing.PUBLISHED_ONCE;
            default -> businessKey == null ? Publishing.IDENTICAL_BYTES : Publishing.PUBLISHED_N_TIMES;
        };
    }

    private static Collection<String> groups(String coordinate, Publication publication, Circumstances circumstances) {
        var groups = new TreeSet<>(circumstances.groups(Coordinates.topic(coordinate)));
        publication.events().stream()
                .filter(event -> coordinate.equals(event.coordinate()))
                .flatMap(event -> Stream.ofNullable(event.group()))
                .forEach(groups::add);
        return groups;
    }

    /** Returns the coordinates of the copies. */
    public List<String> copyCoordinates() {
        return coordinates(copies);
    }

    /** Returns the coordinates of the records that only their headers call copies. */
    public List<String> claimedCopyCoordinates() {
        return coordinates(claimedCopies);
    }

    /** Returns all events that the verdict is about, in order. */
    public List<TrailEvent> events() {
        return Stream.of(
                        publications.stream().flatMap(send -> send.events().stream()),
                        failedSends.stream().flatMap(send -> send.events().stream()),
                        copies.stream(),
                        claimedCopies.stream())
                .flatMap(stream -> stream)
                .sorted(TrailEvent.ORDER)
                .toList();
    }

    /** Returns whether somebody should look: published not exactly once, or not consumed exactly once by a group. */
    public boolean isFinding() {
        return publishing != Publishing.PUBLISHED_ONCE
                || fates.stream().anyMatch(each -> switch (each.fate()) {
                    case REDELIVERED, DEAD_LETTERED, NOT_CONSUMED -> true;
                    default -> false;
                });
    }

    /** Returns whether something is missing of the trail that could change the verdict. */
    public boolean isIncomplete() {
        return !publisherGaps.isEmpty()
                || fates.stream().anyMatch(each -> each.fate() == Fate.NOT_KNOWN)
                || (publications.isEmpty() && failedSends.isEmpty());
    }

    /** Returns the verdict in one sentence, with times of the given zone. */
    public String sentence(ZoneId zone) {
        return new VerdictSentence(this, zone).toString();
    }

    private static List<String> coordinates(List<TrailEvent> events) {
        return events.stream()
                .map(TrailEvent::coordinate)
                .filter(Objects::nonNull)
                .distinct()
                .sorted(Coordinates.ORDER)
                .toList();
    }
}
