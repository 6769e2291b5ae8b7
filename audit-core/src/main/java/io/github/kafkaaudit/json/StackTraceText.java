package io.github.kafkaaudit.json;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Reads exceptions without trusting them: they may throw from their own methods and cause each other in circles. */
final class StackTraceText {

    private static final int FRAMES_PER_EXCEPTION = 40;
    private static final int CAUSES = 50;

    private StackTraceText() {}

    static Throwable rootCause(Throwable error) {
        Set<Throwable> seen = Collections.newSetFromMap(new IdentityHashMap<>());
        Throwable current = error;
        while (seen.add(current) && seen.size() < CAUSES) {
            Throwable cause = cause(current);
            if (cause == null || seen.contains(cause)) {
                return current;
            }
            current = cause;
        }
        return current;
    }

    static @Nullable String message(Throwable error) {
        try {
            return error.getMessage();
        } catch (RuntimeException e) {
            return null;
        }
    }

    /**
     * Returns the trace much as the JVM prints it, with about so many characters and fewer frames per exception.
     *
     * @param messages what is shown of a message, which may be nothing; it is asked before anything is cut
     */
    static String of(Throwable error, Function<String, @Nullable String> messages, int maxLength) {
        StringBuilder text = new StringBuilder(1024);
        Set<Throwable> seen = Collections.newSetFromMap(new IdentityHashMap<>());
        Throwable current = error;
        while (current != null && seen.add(current) && text.length() < maxLength) {
            if (seen.size() > 1) {
                text.append("Caused by: ");
            }
            text.append(current.getClass().getName());
            String message = message(current);
            String shown = message == null ? null : messages.apply(message);
            if (shown != null) {
                text.append(": ").append(shown, 0, Math.min(shown.length(), maxLength));
            }
            text.append('\n');
            appendFrames(current.getStackTrace(), text, maxLength);
            current = cause(current);
        }
        return text.toString();
    }

    private static void appendFrames(StackTraceElement[] frames, StringBuilder text, int maxLength) {
        int shown = Math.min(frames.length, FRAMES_PER_EXCEPTION);
        for (int i = 0; i < shown && text.length() < maxLength; i++) {
            text.append("\tat ").append(frames[i]).append('\n');
        }
        if (frames.length > shown) {
            text.append("\t... ").append(frames.length - shown).append(" more\n");
        }
    }

    private static @Nullable Throwable cause(Throwable error) {
        try {
            return error.getCause();
        } catch (RuntimeException e) {
            return null;
        }
    }
}
