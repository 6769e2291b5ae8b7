package io.github.kafkaaudit.console.view;

import io.github.kafkaaudit.console.Words;
import io.github.kafkaaudit.console.answer.Answer;
import java.util.List;

/**
 * An answer as a page shows it.
 *
 * @param question the question
 * @param since the beginning of its time range
 * @param until the end of its time range
 * @param zone the zone of all times
 * @param source where the events are from
 * @param answered when it was answered
 * @param messages the messages, the first ones
 * @param more how many messages are not shown
 * @param remarks what could not be read
 * @param cut whether there is more than was read
 * @param events how many events the answer is made of
 * @param gaps what is missing in the trails of the services that the question is about
 */
public record AnswerView(
        String question,
        String since,
        String until,
        String zone,
        String source,
        String answered,
        List<MessageView> messages,
        int more,
        List<String> remarks,
        boolean cut,
        int events,
        List<String> gaps) {

    private static final int MOST_MESSAGES = 10;

    /** Returns the view of an answer. */
    public static AnswerView of(Answer answer, Words words) {
        return new AnswerView(
                answer.question().text(),
                words.time(answer.question().period().since()),
                words.time(answer.question().period().until()),
                words.zone().getId(),
                answer.source(),
                words.time(answer.asked()),
                answer.verdicts().stream()
                        .limit(MOST_MESSAGES)
                        .map(verdict -> MessageView.of(verdict, words))
                        .toList(),
                Math.max(0, answer.verdicts().size() - MOST_MESSAGES),
                answer.remarks(),
                answer.cut(),
                answer.events().size(),
                answer.livesWithGaps().stream()
                        .flatMap(life -> life.gaps().stream())
                        .map(gap -> MessageView.gap(gap, words))
                        .toList());
    }
}
