package io.github.kafkaaudit.sample;

import io.github.kafkaaudit.verdict.Verdict;
import java.util.function.Predicate;

/**
 * One act of the story.
 *
 * @param number its place
 * @param applicantId the applicant whom it is about
 * @param progress what happens, as the console tells it
 * @param play makes it happen
 * @param expectation what the verdict must be, in words
 * @param expected what the verdict must be
 */
record Act(
        int number,
        String applicantId,
        String progress,
        Runnable play,
        String expectation,
        Predicate<Verdict> expected) {}
