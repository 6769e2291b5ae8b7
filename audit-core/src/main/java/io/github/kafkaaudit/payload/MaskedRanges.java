package io.github.kafkaaudit.payload;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The values of a document that must not be shown, in the order in which they stand there. */
final class MaskedRanges {

    /** A value that is masked because of what it contains; no rule of the settings' list of fields. */
    static final int CONTENT = Integer.MAX_VALUE;

    /** A document that is a text, and in which something is masked under rules of its own. */
    static final int INSIDE = Integer.MAX_VALUE - 1;

    /** How {@link #CONTENT} is named in an event. */
    static final String LABEL = "content";

    private static final int INITIAL = 16;
    private static final int KEPT = 4096;

    private int[] starts = new int[INITIAL];
    private int[] ends = new int[INITIAL];
    private int[] rules = new int[INITIAL];
    private @Nullable String[] replacements = new @Nullable String[INITIAL];
    private int size;

    void clear() {
        if (starts.length > KEPT) {
            starts = new int[INITIAL];
            ends = new int[INITIAL];
            rules = new int[INITIAL];
            replacements = new @Nullable String[INITIAL];
        } else {
            Arrays.fill(replacements, 0, size, null);
        }
        size = 0;
    }

    /** Adds a value; without a replacement it is replaced by its mask. */
    void add(int start, int end, int rule, @Nullable String replacement) {
        if (size == starts.length) {
            starts = Arrays.copyOf(starts, size * 2);
            ends = Arrays.copyOf(ends, size * 2);
            rules = Arrays.copyOf(rules, size * 2);
            replacements = Arrays.copyOf(replacements, size * 2);
        }
        starts[size] = start;
        ends[size] = end;
        rules[size] = rule;
        replacements[size++] = replacement;
    }

    int size() {
        return size;
    }

    int start(int index) {
        return starts[index];
    }

    int end(int index) {
        return ends[index];
    }

    int rule(int index) {
        return rules[index];
    }

    @Nullable String replacement(int index) {
        return replacements[index];
    }

    boolean overlaps(int from, int to) {
        for (int i = 0; i < size; i++) {
            if (starts[i] < to && ends[i] > from) {
                return true;
            }
        }
        return false;
    }
}
