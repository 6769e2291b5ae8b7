package io.github.kafkaaudit.payload;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Where the values of the business key stand: in a payload, or in a document that is a text inside of it. */
final class KeyParts {

    private byte[] @Nullable [] sources = {};
    private int[] starts = {};
    private int[] ends = {};
    private boolean[] masked = {};
    private boolean open;

    /** Decides whether the documents that follow are looked at for parts: the payload is, key and headers are not. */
    void open(boolean payload) {
        open = payload;
    }

    void clear(int count) {
        if (sources.length < count) {
            sources = new byte[count][];
            starts = new int[count];
            ends = new int[count];
            masked = new boolean[count];
        }
        Arrays.fill(sources, null);
    }

    /** Remembers a value for the parts that it is; the first of several counts. */
    void found(PathState state, byte[] source, int start, int end, boolean hidden) {
        for (int part : state.parts()) {
            if (open && part < sources.length && sources[part] == null) {
                sources[part] = source;
                starts[part] = start;
                ends[part] = end;
                masked[part] = hidden;
            }
        }
    }

    /** Forgets what was found in a document that turned out to be none. */
    @SuppressWarnings("ReferenceEquality")
    void forget(byte[] source) {
        for (int i = 0; i < sources.length; i++) {
            if (sources[i] == source) {
                sources[i] = null;
            }
        }
    }

    /** Returns the document that a part was found in, or null. */
    byte @Nullable [] source(int part) {
        return part < sources.length ? sources[part] : null;
    }

    int start(int part) {
        return starts[part];
    }

    int end(int part) {
        return ends[part];
    }

    /** Tells whether a rule masks the value or something inside of it. */
    boolean isMasked(int part) {
        return masked[part];
    }
}
