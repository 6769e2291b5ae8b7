package io.github.kafkaaudit.payload;

import org.jspecify.annotations.Nullable;

/** Looks at the single values and names of a document, for what depends on their content. */
interface LeafVisitor {

    /** Tells whether the hidden values of the document are not known yet. */
    boolean learns();

    /**
     * Looks at a string or number that no rule masks by its place.
     *
     * @param text whether it is a string; its quotes are at both ends
     * @param state where it stands in the pointers, or null
     * @return what is shown instead, or null if it may be shown as it is
     */
    @Nullable String visible(byte[] json, int start, int end, boolean text, @Nullable PathState state);

    /** Looks at a string that is masked, for what is inside of it. */
    void hidden(byte[] json, int start, int end);

    /** Tells whether a field's name holds what must not be shown. */
    boolean forbids(byte[] name, int from, int to);

    /** Returns the rule that the latest replacement is reported under. */
    int rule();
}
