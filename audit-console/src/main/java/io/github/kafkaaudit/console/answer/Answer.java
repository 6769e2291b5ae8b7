package io.github.kafkaaudit.console.answer;

import io.github.kafkaaudit.verdict.TrailEvent;
import io.github.kafkaaudit.verdict.TrailLife;
import io.github.kafkaaudit.verdict.Verdict;
import java.time.Instant;
import java.util.List;

/**
 * What the trail says to a question.
 *
 * @param question the question
 * @param verdicts one for each business message, in the order of their first sends
 * @param events all events that the verdicts are about, and those about transactions, in order
 * @param lives the lives of the services that the question is about, in its period
 * @param remarks sentences about what could not be read
 * @param cut whether there is more than was read
 * @param asked when it was answered
 * @param source where the events are from
 */
public record Answer(
        Question question,
        List<Verdict> verdicts,
        List<TrailEvent> events,
        List<TrailLife> lives,
        List<String> remarks,
        boolean cut,
        Instant asked,
        String source) {

    /** Copies the lists. */
    public Answer {
        verdicts = List.copyOf(verdicts);
        events = List.copyOf(events);
        lives = List.copyOf(lives);
        remarks = List.copyOf(remarks);
    }

    /** Returns how it ends. */
    public Ending ending() {
        if (cut || !remarks.isEmpty() || verdicts.stream().anyMatch(Verdict::isIncomplete)) {
            return Ending.INCOMPLETE;
        }
        if (verdicts.isEmpty()) {
            return lives.stream().allMatch(TrailLife::isWithoutGap) ? Ending.FINDING : Ending.INCOMPLETE;
        }
        return verdicts.stream().anyMatch(Verdict::isFinding) ? Ending.FINDING : Ending.AS_IT_SHOULD_BE;
    }

    /** Returns the lives in which something is missing. */
    public List<TrailLife> livesWithGaps() {
        return lives.stream().filter(life -> !life.isWithoutGap()).toList();
    }
}
