package io.github.kafkaaudit.console.source;

import org.jspecify.annotations.Nullable;

/** A question that has no answer, with a sentence that says why and what to do. */
public final class SourceException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final Kind kind;

    /**
     * Creates it.
     *
     * @param kind what is wrong
     * @param sentence what people read
     */
    public SourceException(Kind kind, String sentence) {
        this(kind, sentence, null);
    }

    /**
     * Creates it.
     *
     * @param kind what is wrong
     * @param sentence what people read
     * @param cause what the log shows
     */
    public SourceException(Kind kind, String sentence, @Nullable Throwable cause) {
        super(sentence, cause);
        this.kind = kind;
    }

    /** Returns what is wrong. */
    public Kind kind() {
        return kind;
    }

    /** What is wrong. */
    public enum Kind {
        /** The question itself. */
        BAD_QUESTION,
        /** What is asked is not there: an index, a topic, a file. */
        NOT_FOUND,
        /** The console may not read it. */
        DENIED,
        /** It does not answer. */
        UNAVAILABLE,
        /** It does not answer in time. */
        TOO_SLOW
    }
}
