package io.github.kafkaaudit.trail;

import io.github.kafkaaudit.event.AuditAction;
import io.github.kafkaaudit.event.Outcome;

/** The books of a trail: what was lost, what failed, what was done. */
final class TrailLedger {

    private final LostEvents lost = new LostEvents();
    private final FailureLog failures = new FailureLog();
    private final TrailCounters counters = new TrailCounters();

    LostEvents lost() {
        return lost;
    }

    FailureLog failures() {
        return failures;
    }

    TrailCounters counters() {
        return counters;
    }

    void lost(long sequence, LossReason reason, long now) {
        lost.lost(sequence, reason, now);
    }

    void failed(String step, Throwable failure) {
        failures.failed(step, failure);
    }

    void encoded(AuditAction action, Outcome outcome) {
        counters.encoded(action, outcome);
    }
}
