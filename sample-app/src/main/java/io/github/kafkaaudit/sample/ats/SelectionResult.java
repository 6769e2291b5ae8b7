package io.github.kafkaaudit.sample.ats;

import java.time.Instant;

/**
 * How one step of a selection ended for one applicant.
 *
 * @param applicantId the applicant
 * @param step the step of the selection
 * @param result how it ended
 * @param sentAt when this message was written
 */
public record SelectionResult(String applicantId, String step, String result, Instant sentAt) {}
