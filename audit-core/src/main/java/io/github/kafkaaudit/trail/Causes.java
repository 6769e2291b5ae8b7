package io.github.kafkaaudit.trail;

import io.github.kafkaaudit.AuditSinkException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;

/**
 * What can be said about a failure without quoting a payload: messages of exceptions may, so only types and places are
 * shown, and the messages that a sink vouches for.
 */
final class Causes {

    private static final int SHOWN_CAUSES = 5;
    private static final int SHOWN_FRAMES = 40;

    private Causes() {}

    /** Returns the failure without what only says that it came from another thread. */
    static Throwable unwrap(Throwable failure) {
        Throwable known = failure;
        while ((known instanceof CompletionException || known instanceof ExecutionException)
                && known.getCause() != null) {
            known = known.getCause();
        }
        return known;
    }

    /** Names a failure in one line. */
    static String name(Throwable failure) {
        Throwable known = unwrap(failure);
        if (known instanceof AuditSinkException) {
            return String.valueOf(known.getMessage());
        }
        Throwable root = known;
        for (int i = 0; i < SHOWN_CAUSES && root.getCause() != null; i++) {
            root = root.getCause();
        }
        String name = known.getClass().getName();
        return root == known ? name : name + ", caused by " + root.getClass().getName();
    }

    /** Returns the types and stack traces of a failure and its causes. */
    static String trace(Throwable failure) {
        StringBuilder trace = new StringBuilder();
        Throwable known = failure;
        for (int i = 0; i < SHOWN_CAUSES && known != null; i++) {
            trace.append(i == 0 ? "" : "\nCaused by: ").append(known.getClass().getName());
            StackTraceElement[] frames = known.getStackTrace();
            for (int frame = 0; frame < Math.min(SHOWN_FRAMES, frames.length); frame++) {
                trace.append("\n\tat ").append(frames[frame]);
            }
            known = known.getCause();
        }
        return trace.toString();
    }
}
