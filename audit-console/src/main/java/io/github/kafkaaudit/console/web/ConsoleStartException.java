package io.github.kafkaaudit.console.web;

/** The console cannot start; the message is a sentence. */
public final class ConsoleStartException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    ConsoleStartException(String sentence) {
        super(sentence);
    }
}
