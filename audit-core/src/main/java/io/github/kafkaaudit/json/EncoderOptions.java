package io.github.kafkaaudit.json;

import java.util.Objects;
import java.util.function.Consumer;

/**
 * What can be chosen of the encoder.
 *
 * @param stackTraces whether {@code error.stack_trace} is written
 * @param extractorFailures told each exception of an application's
 *     {@link io.github.kafkaaudit.policy.BusinessKeyExtractor}, on the audit thread
 */
public record EncoderOptions(boolean stackTraces, Consumer<Throwable> extractorFailures) {

    /** Stack traces are written, failures of extractors only show in the event. */
    public static final EncoderOptions DEFAULT = new EncoderOptions(true, failure -> {});

    /** Checks that there is somebody to tell. */
    public EncoderOptions {
        Objects.requireNonNull(extractorFailures, "extractorFailures");
    }
}
