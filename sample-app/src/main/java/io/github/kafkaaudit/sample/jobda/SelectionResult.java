package io.github.kafkaaudit.sample.jobda;

import java.time.Instant;

/** What this service needs to know of a selection's result. */
record SelectionResult(String applicantId, String step, String result, Instant sentAt) {}
