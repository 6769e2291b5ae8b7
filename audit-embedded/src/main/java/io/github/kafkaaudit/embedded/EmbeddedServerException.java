package io.github.kafkaaudit.embedded;

import org.jspecify.annotations.Nullable;

/** An embedded server could not be started; the message is one sentence that says what to change. */
public final class EmbeddedServerException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    EmbeddedServerException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    static EmbeddedServerException portTaken(int port, String setting) {
        return new EmbeddedServerException(
                "Port " + port + " is taken; set " + setting + " to a free port, or to 0 for any.", null);
    }

    static EmbeddedServerException notStarted(String server, Exception failure) {
        if (failure instanceof EmbeddedServerException sentence) {
            return sentence;
        }
        return new EmbeddedServerException("The embedded " + server + " did not start: " + failure, failure);
    }
}
