package io.github.kafkaaudit.sample.verdict;

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
 * <p>Copies in retry and dead-letter topics are never publications; they are listed as what they are.
 *
 * @param businessKey the business key; null where there is none
 * @param publishing how often it was published
 * @param publications the sends, in order
 * @param failedSends the sends of which nothing but failure is known
 * @param fates what each group did with each stored record
 * @param copies the events about copies, in order
 */
public record Verdict(
        @Nullable String businessKey,
        Publishing publishing,
        List<Publication> publications,
        List<Publication> failedSends,
        List<GroupFate> fates,
        List<TrailEvent> copies) {

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
                for (var group : groups(publication, circumstances)) {
                    fates.add(GroupFate.of(group, coordinate, publication, circumstances));
                }
            }
        }
        return new Verdict(
                message.businessKey,
                publishing(message.businessKey, publications),
                publications,
                failed,
                List.copyOf(fates),
                List.copyOf(message.copies));
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

    private static Collection<String> groups(Publication publication, Circumstances circumstances) {
        var groups = new TreeSet<>(circumstances.groups(publication.evidence().topic()));
        publication.events().stream()
                .flatMap(event -> Stream.ofNullable(event.group()))
                .forEach(groups::add);
        return groups;
    }

    /** Returns the coordinates of the copies. */
    public List<String> copyCoordinates() {
        return copies.stream()
                .map(TrailEvent::coordinate)
                .filter(Objects::nonNull)
                .distinct()
                .sorted(Coordinates.ORDER)
                .toList();
    }

    /** Returns the verdict in one sentence, with times of the given zone. */
    public String sentence(ZoneId zone) {
        return new VerdictSentence(this, zone).toString();
    }
}
