package io.github.kafkaaudit.payload;

import java.util.Arrays;

/** Where in a document the values of the business key stand. */
final class KeyParts {

    private int[] starts = {};
    private int[] ends = {};

    void clear(int count) {
        if (starts.length < count) {
            starts = new int[count];
            ends = new int[count];
        }
        Arrays.fill(starts, -1);
    }

    void found(PathState state, int start, int end) {
        for (int part : state.parts()) {
            if (starts[part] < 0) {
                starts[part] = start;
                ends[part] = end;
            }
        }
    }

    boolean has(int part) {
        return part < starts.length && starts[part] >= 0;
    }

    int start(int part) {
        return starts[part];
    }

    int end(int part) {
        return ends[part];
    }
}
