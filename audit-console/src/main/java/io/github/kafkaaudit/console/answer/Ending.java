package io.github.kafkaaudit.console.answer;

/** How an answer ends, for scripts. */
public enum Ending {
    /** Everything is as it should be. */
    AS_IT_SHOULD_BE(0),
    /** There is something to look at. */
    FINDING(2),
    /** The trail, or what was read of it, is incomplete. */
    INCOMPLETE(3);

    private final int exitCode;

    Ending(int exitCode) {
        this.exitCode = exitCode;
    }

    /** Returns the exit code of the command line. */
    public int exitCode() {
        return exitCode;
    }
}
