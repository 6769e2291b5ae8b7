package io.github.kafkaaudit.verdict;

import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Says a {@link Verdict} in words. */
final class VerdictSentence {

    private static final int PLACES = 5;

    private final Verdict verdict;
    private final DateTimeFormatter time;

    VerdictSentence(Verdict verdict, ZoneId zone) {
        this.verdict = verdict;
        time = DateTimeFormatter.ofPattern("HH:mm:ss.SSS").withZone(zone);
    }

    @Override
    public String toString() {
        List<String> clauses = new ArrayList<>();
        clauses.add(publishing());
        if (!verdict.failedSends().isEmpty() && !verdict.publications().isEmpty()) {
            clauses.add(failed());
        }
        clauses.addAll(claims());
        byGroup().forEach((group, fates) -> clauses.add(consuming(group, fates)));
        if (!verdict.copies().isEmpty()) {
            clauses.add(copies());
        }
        if (!verdict.claimedCopies().isEmpty()) {
            clauses.add(claimedCopies());
        }
        if (verdict.publications().size() > 1) {
            clauses.add(differences());
        }
        if (!verdict.publisherGaps().isEmpty()) {
            clauses.add(incomplete());
        }
        verdict.clocks()
                .forEach(clock -> clauses.add("the clock of " + clock.behind() + " is at least "
                        + clock.atLeast().toMillis() + " ms behind that of " + clock.ahead()));
        return String.join("; ", clauses) + ".";
    }

    private String publishing() {
        var publications = verdict.publications();
        var times = publications.size();
        return switch (verdict.publishing()) {
            case NOT_PUBLISHED ->
                (verdict.failedSends().isEmpty() || !verdict.publisherGaps().isEmpty()
                                ? "NOT KNOWN TO BE PUBLISHED"
                                : "NOT PUBLISHED")
                        + (verdict.failedSends().isEmpty() ? "" : ": " + failed());
            case PUBLISHED_ONCE ->
                publications.get(0).isUnconfirmed()
                        ? "SENT ONCE by " + publishers() + ", without an acknowledgement"
                        : "PUBLISHED ONCE by " + publishers();
            case PUBLISHED_N_TIMES -> "PUBLISHED " + times + " TIMES by " + publishers() + between() + unconfirmed();
            case ONE_SEND_STORED_TWICE ->
                "ONE SEND, STORED " + publications.get(0).coordinates().size() + " TIMES, by " + publishers();
            case IDENTICAL_BYTES ->
                "IDENTICAL BYTES " + times + " TIMES by " + publishers() + between()
                        + ", a strong hint but no proof without a business key";
        };
    }

    private String failed() {
        Map<String, List<Publication>> byEnd = verdict.failedSends().stream()
                .collect(Collectors.groupingBy(
                        send -> " by " + send.evidence().service()
                                + (send.aborted() ? " %s aborted with %s transaction" : " failed"),
                        LinkedHashMap::new,
                        Collectors.toList()));
        return byEnd.entrySet().stream()
                .map(entry -> {
                    var one = entry.getValue().size() == 1;
                    var seen = entry.getValue().stream()
                            .flatMap(send -> send.groups().stream())
                            .distinct()
                            .collect(Collectors.joining(", "));
                    return count(entry.getValue().size(), "send")
                            + (entry.getKey().contains("%s")
                                    ? entry.getKey().formatted(one ? "was" : "were", one ? "its" : "their")
                                    : entry.getKey())
                            + (seen.isEmpty() ? "" : ", and seen all the same by " + seen);
                })
                .collect(Collectors.joining(", "));
    }

    /** Publications whose headers say that they are something else. */
    private List<String> claims() {
        List<String> claims = new ArrayList<>();
        for (var publication : verdict.publications()) {
            var where = Coordinates.describe(publication.coordinates());
            if (publication.inheritedFrom() != null) {
                claims.add("the record at " + where + " carries the message id of the send at "
                        + publication.inheritedFrom() + ", which is not its own");
            } else if (publication.claimedOriginal() != null) {
                claims.add("the record at " + where + " carries headers of a copy of " + publication.claimedOriginal()
                        + ", but the application sent it itself");
            }
        }
        return claims;
    }

    private String claimedCopies() {
        var places = verdict.claimedCopyCoordinates();
        return (places.size() == 1 ? "the record at " : "the records at ") + String.join(", ", places)
                + (places.size() == 1 ? " is a copy" : " are copies")
                + " by its headers only: no event of the trail confirms it";
    }

    private String differences() {
        var differing = verdict.differences().stream()
                .filter(Difference::isComparable)
                .map(Difference::place)
                .toList();
        var unknown = verdict.differences().stream()
                .filter(difference -> !difference.isComparable())
                .map(Difference::place)
                .toList();
        var words = differing.isEmpty()
                ? "nothing is known to differ between them"
                : "only " + listed(differing) + (differing.size() == 1 ? " differs" : " differ") + " between them";
        return unknown.isEmpty() ? words : words + " (" + listed(unknown) + " cannot be compared)";
    }

    private static String listed(List<String> places) {
        return places.size() <= PLACES
                ? String.join(", ", places)
                : String.join(", ", places.subList(0, PLACES)) + " and " + (places.size() - PLACES) + " more";
    }

    private String incomplete() {
        return "the trail of "
                + verdict.publisherGaps().stream()
                        .map(TrailGap::service)
                        .distinct()
                        .collect(Collectors.joining(", "))
                + " is incomplete" + missing(verdict.publisherGaps()) + ", so there may be more";
    }

    private static String missing(List<TrailGap> gaps) {
        var missing = gaps.stream().mapToLong(TrailGap::count).sum();
        return missing == 0 ? " at an end" : " (" + count(missing, "event") + " missing)";
    }

    /** Each service and host with the offsets that it published to. */
    private String publishers() {
        Map<String, List<String>> coordinates = new LinkedHashMap<>();
        for (var publication : verdict.publications()) {
            coordinates
                    .computeIfAbsent(publication.publisher(), publisher -> new ArrayList<>())
                    .addAll(publication.coordinates());
        }
        return coordinates.entrySet().stream()
                .map(entry -> entry.getKey() + ", " + Coordinates.describe(entry.getValue()) + ")")
                .collect(Collectors.joining(" and "));
    }

    private String between() {
        var publications = verdict.publications();
        return " between " + time.format(publications.get(0).time()) + " and "
                + time.format(publications.get(publications.size() - 1).time());
    }

    private String unconfirmed() {
        var unconfirmed = verdict.publications().stream()
                .filter(Publication::isUnconfirmed)
                .count();
        return unconfirmed == 0 ? "" : ", " + unconfirmed + " of them without an acknowledgement";
    }

    private Map<String, List<GroupFate>> byGroup() {
        return verdict.fates().stream()
                .collect(Collectors.groupingBy(GroupFate::group, LinkedHashMap::new, Collectors.toList()));
    }

    /** One clause for each way in which the records ended; records that ended alike are told together. */
    private String consuming(String group, List<GroupFate> fates) {
        Map<Fate, List<GroupFate>> byFate =
                fates.stream().collect(Collectors.groupingBy(GroupFate::fate, LinkedHashMap::new, Collectors.toList()));
        return byFate.entrySet().stream()
                .map(entry -> subject(entry.getValue(), fates) + predicate(group, entry.getKey(), entry.getValue()))
                .collect(Collectors.joining("; "));
    }

    private static String subject(List<GroupFate> alike, List<GroupFate> all) {
        if (all.size() == 1) {
            return "";
        }
        return alike.size() == all.size()
                ? "each "
                : Coordinates.describe(alike.stream().map(GroupFate::coordinate).toList()) + " ";
    }

    private static String predicate(String group, Fate fate, List<GroupFate> fates) {
        return switch (fate) {
            case CONSUMED_ONCE -> fate.words() + " by " + group + retries(fates);
            case REDELIVERED ->
                fate.words() + " to " + group + ", whose listener ended normally "
                        + fates.stream()
                                .mapToLong(GroupFate::timesConsumed)
                                .max()
                                .orElse(0)
                        + " times ("
                        + fates.stream().map(GroupFate::redelivery).distinct().collect(Collectors.joining("; "))
                        + ")";
            case CONSUMED_FROM_RETRY -> fate.words() + " by " + group + reasons(fates);
            case DELIVERED -> fate.words() + " to " + group + ", whose processing cannot be observed";
            case NOT_KNOWN ->
                fate.words() + " by " + group + ", and not known not to be: its trail is incomplete"
                        + missing(fates.stream()
                                .flatMap(each -> each.gaps().stream())
                                .distinct()
                                .toList());
            case DEAD_LETTERED -> fate.words() + " by " + group + targets(fates) + reasons(fates);
            case FILTERED, SKIPPED -> fate.words() + " by " + group;
            case NOT_CONSUMED, PENDING ->
                fate.words() + " by " + group + " (furthest step: "
                        + fates.stream().map(GroupFate::furthestStep).distinct().collect(Collectors.joining(", "))
                        + ")" + reasons(fates);
        };
    }

    private static String retries(List<GroupFate> fates) {
        var failed = fates.stream().mapToLong(GroupFate::timesFailed).sum();
        if (failed == 0) {
            return "";
        }
        return fates.size() > 1
                ? " after " + count(failed, "failed attempt") + " in all" + errors(fates)
                : ", delivered " + (failed + 1) + " times because " + count(failed, "attempt") + " failed"
                        + errors(fates);
    }

    private static String targets(List<GroupFate> fates) {
        var targets = fates.stream()
                .flatMap(fate -> fate.deadLetters().stream())
                .distinct()
                .collect(Collectors.joining(", "));
        return targets.isEmpty() ? "" : " to " + targets;
    }

    private static String reasons(List<GroupFate> fates) {
        var failures = fates.stream().flatMap(fate -> fate.failures().stream()).toList();
        if (failures.isEmpty()) {
            return "";
        }
        return " because "
                + (failures.stream().allMatch(failure -> failure.is(Actions.DESERIALIZATION_FAILED))
                        ? "it could not be deserialized"
                        : count(fates.stream().mapToLong(GroupFate::timesFailed).sum(), "attempt") + " failed")
                + errors(fates);
    }

    private static String errors(Collection<GroupFate> fates) {
        return fates.stream()
                .flatMap(fate -> fate.failures().stream())
                .map(TrailEvent::error)
                .distinct()
                .collect(Collectors.joining(", ", " (", ")"));
    }

    private String copies() {
        var places = verdict.copyCoordinates();
        var consumed = verdict.copies().stream()
                .filter(copy -> copy.is(Actions.CONSUMED))
                .map(copy -> String.valueOf(copy.group()))
                .distinct()
                .collect(Collectors.joining(", "));
        return (places.size() == 1 ? "the copy at " : "the copies at ")
                + String.join(", ", places)
                + (places.size() == 1 ? " is no publication" : " are no publications")
                + (consumed.isEmpty() ? "" : ", consumed by " + consumed);
    }

    private static String count(long number, String noun) {
        return number + " " + noun + (number == 1 ? "" : "s");
    }
}
