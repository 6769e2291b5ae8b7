package io.github.kafkaaudit.payload;

import org.jspecify.annotations.Nullable;

/** Looks at the single values and names of a document, for rules that depend on what they contain. */
interface LeafInspector {

    /** Returns what is shown instead of a string or number, or null if it may be shown as it is. */
    @Nullable String replacement(byte[] json, int start, int end, boolean text);

    /** Tells whether a field's name holds what must not be shown. */
    boolean forbids(byte[] name, int from, int to);

    /** Returns the rule that its replacements are reported under. */
    int rule();
}
