package io.github.kafkaaudit.event;

/**
 * How the thing that an event reports ended, in the terms of ECS {@code event.outcome}.
 *
 * <p>What cannot be known is {@link #UNKNOWN}, never {@link #SUCCESS}.
 */
public enum Outcome {
    /** It is certain that it worked. */
    SUCCESS("success"),
    /** It is certain that it did not. */
    FAILURE("failure"),
    /** Nobody in this process can tell. */
    UNKNOWN("unknown");

    private final String value;

    Outcome(String value) {
        this.value = value;
    }

    /**
     * Returns the name that {@code event.outcome} carries.
     *
     * @return the name
     */
    public String value() {
        return value;
    }
}
