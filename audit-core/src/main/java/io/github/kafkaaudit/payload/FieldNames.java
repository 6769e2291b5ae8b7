package io.github.kafkaaudit.payload;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** The field names that are masked at any depth, compared without regard to the case of ASCII letters. */
final class FieldNames {

    private static final int FILTER = 64;

    private final List<byte[]> names = new ArrayList<>();
    private final List<Integer> rules = new ArrayList<>();
    // By length: which first letters occur. Almost every name of a payload ends here.
    private final long[] filter = new long[FILTER];

    void add(String name, int rule) {
        byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
        names.add(bytes);
        rules.add(rule);
        filter[bytes.length % FILTER] |= bit(bytes.length == 0 ? 0 : bytes[0]);
    }

    /** Returns the rule that masks the name, or {@link PathState#NO_RULE}. */
    int rule(byte[] name, int from, int to) {
        int length = to - from;
        if ((filter[length % FILTER] & bit(length == 0 ? 0 : name[from])) == 0) {
            return PathState.NO_RULE;
        }
        for (int i = 0; i < names.size(); i++) {
            if (equals(names.get(i), name, from, length)) {
                return rules.get(i);
            }
        }
        return PathState.NO_RULE;
    }

    static boolean equals(byte[] expected, byte[] name, int from, int length) {
        if (expected.length != length) {
            return false;
        }
        for (int i = 0; i < length; i++) {
            if (folded(expected[i]) != folded(name[from + i])) {
                return false;
            }
        }
        return true;
    }

    private static long bit(byte first) {
        return 1L << folded(first);
    }

    private static int folded(byte b) {
        return b >= 'A' && b <= 'Z' ? b + ('a' - 'A') : b;
    }
}
