package io.github.kafkaaudit.sample;

import io.github.kafkaaudit.verdict.Circumstances;
import io.github.kafkaaudit.verdict.TrailEvent;
import io.github.kafkaaudit.verdict.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Plays the acts, then asks the audit trail what has happened. */
final class Story {

    private static final Duration SEEN_BEFORE = Duration.ofDays(7);
    private static final long POLL_MILLIS = 200;

    private final List<Act> acts;
    private final AuditSearch search;
    private final Duration timeout;

    Story(List<Act> acts, AuditSearch search, Duration timeout) {
        this.acts = acts;
        this.search = search;
        this.timeout = timeout;
    }

    /** Plays the acts, and waits until the trail tells of all of them as expected or the time is over. */
    List<Settled> play(Console console) throws InterruptedException {
        var began = Instant.now();
        for (var act : acts) {
            console.act(act);
            act.play().run();
        }
        var end = System.nanoTime() + timeout.toNanos();
        while (true) {
            var settled = settle(began);
            if (settled.stream().allMatch(Settled::isAsExpected) || System.nanoTime() > end) {
                return settled;
            }
            TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
        }
    }

    private List<Settled> settle(Instant began) {
        var now = Instant.now();
        var circumstances = new Circumstances(search.groups(now.minus(SEEN_BEFORE)), now, Circumstances.GRACE);
        return acts.stream()
                .map(act -> {
                    var events = search.about(act.applicantId(), began);
                    return new Settled(act, events, Verdict.of(events, circumstances));
                })
                .toList();
    }

    /**
     * What the trail says about one act.
     *
     * @param act the act
     * @param events the events about its applicant
     * @param verdicts what follows from them, one for each business message
     */
    record Settled(Act act, List<TrailEvent> events, List<Verdict> verdicts) {

        boolean isAsExpected() {
            return verdicts.size() == 1 && act.expected().test(verdicts.get(0));
        }
    }
}
