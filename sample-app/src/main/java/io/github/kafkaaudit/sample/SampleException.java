package io.github.kafkaaudit.sample;

import org.jspecify.annotations.Nullable;

/** The sample cannot go on; the message is one sentence that says what to change. */
final class SampleException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    SampleException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
