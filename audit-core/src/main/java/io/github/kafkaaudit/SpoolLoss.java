package io.github.kafkaaudit;

import io.github.kafkaaudit.event.Gap;
import java.util.Objects;

/**
 * Events that a spool had taken and cannot give back: damaged on disk, cut off, or deleted by somebody else.
 *
 * @param ephemeralId the life whose events they were: this one's, or that of an earlier process
 * @param gap how many, and between which sequences of that life
 * @param reason one short sentence
 */
public record SpoolLoss(String ephemeralId, Gap gap, String reason) {

    /** Checks that everything is there. */
    public SpoolLoss {
        Objects.requireNonNull(ephemeralId, "ephemeralId");
        Objects.requireNonNull(gap, "gap");
        Objects.requireNonNull(reason, "reason");
    }
}
