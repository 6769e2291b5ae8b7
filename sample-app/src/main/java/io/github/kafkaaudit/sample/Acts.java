package io.github.kafkaaudit.sample;

import io.github.kafkaaudit.sample.ats.ConfirmedPublisher;
import io.github.kafkaaudit.sample.ats.NightlyExport;
import io.github.kafkaaudit.sample.ats.ResultPublisher;
import io.github.kafkaaudit.verdict.Fate;
import io.github.kafkaaudit.verdict.GroupFate;
import io.github.kafkaaudit.verdict.Publishing;
import io.github.kafkaaudit.verdict.Verdict;
import java.time.Instant;
import java.util.List;
import org.springframework.beans.factory.BeanFactory;

/** The four acts of the story, played through the recruiting service. */
final class Acts {

    private static final int PUBLICATIONS = 4;
    private static final int FAILURES = 2;

    private Acts() {}

    /** Returns the acts; the applicants are new ones, so that data that were kept tell other stories. */
    static List<Act> of(BeanFactory ats) {
        var results = ats.getBean(ResultPublisher.class);
        var confirmed = ats.getBean(ConfirmedPublisher.class);
        var export = ats.getBean(NightlyExport.class);
        var first = 10_000 + 4 * Instant.now().getEpochSecond() % 89_992;
        var applicants = List.of("A-" + first, "A-" + (first + 1), "A-" + (first + 2), "A-" + (first + 3));
        return List.of(
                new Act(
                        1,
                        applicants.get(0),
                        "ats publishes a result once, and jobda notifies the applicant.",
                        () -> results.publish(applicants.get(0), "SCREENING", "PASSED"),
                        "published once, consumed once",
                        verdict -> verdict.publishing() == Publishing.PUBLISHED_ONCE
                                && consumedOnce(verdict, 1)
                                && failures(verdict) == 0),
                new Act(
                        2,
                        applicants.get(1),
                        "The incident: ats waits for a confirmation that nobody sends, and publishes a rejection 4 times.",
                        () -> confirmed.publish(applicants.get(1), "SCREENING", "REJECTED"),
                        "published 4 times, each consumed once",
                        verdict -> verdict.publishing() == Publishing.PUBLISHED_N_TIMES
                                && verdict.publications().size() == PUBLICATIONS
                                && consumedOnce(verdict, PUBLICATIONS)
                                && failures(verdict) == 0),
                new Act(
                        3,
                        applicants.get(2),
                        "The look-alike: published once, but delivered 3 times, for the mail gateway times out twice.",
                        () -> results.publish(applicants.get(2), "INTERVIEW", "INVITED"),
                        "published once, consumed once after two failed attempts",
                        verdict -> verdict.publishing() == Publishing.PUBLISHED_ONCE
                                && consumedOnce(verdict, 1)
                                && failures(verdict) == FAILURES),
                new Act(
                        4,
                        applicants.get(3),
                        "An old export of ats writes a date that jobda cannot read: the message is dead-lettered.",
                        () -> export.publish(applicants.get(3), "SCREENING", "PASSED"),
                        "published once, dead-lettered, one copy",
                        verdict -> verdict.publishing() == Publishing.PUBLISHED_ONCE
                                && ended(verdict, Fate.DEAD_LETTERED, 1)
                                && verdict.copyCoordinates().size() == 1));
    }

    private static boolean consumedOnce(Verdict verdict, int records) {
        return ended(verdict, Fate.CONSUMED_ONCE, records);
    }

    private static boolean ended(Verdict verdict, Fate fate, int records) {
        return verdict.fates().size() == records && verdict.fates().stream().allMatch(each -> each.fate() == fate);
    }

    private static int failures(Verdict verdict) {
        return verdict.fates().stream()
                .map(GroupFate::failures)
                .mapToInt(List::size)
                .sum();
    }
}
