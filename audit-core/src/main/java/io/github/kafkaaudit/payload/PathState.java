package io.github.kafkaaudit.payload;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Where a place in a document stands in a set of JSON pointers: a deterministic automaton, so that a scan takes one
 * step per name, however many pointers and wildcards there are.
 */
final class PathState {

    /** No masking rule. */
    static final int NO_RULE = -1;

    private static final int[] NO_PARTS = {};

    private byte[][] names = {};
    private PathState[] children = {};
    private @Nullable PathState others;
    private int rule = NO_RULE;
    private int[] parts = NO_PARTS;

    private PathState() {}

    /** Builds the automaton; null if there are no pointers. */
    static @Nullable PathState of(List<Pointer> pointers) {
        return pointers.isEmpty() ? null : of(pointers, 0);
    }

    private static PathState of(List<Pointer> pointers, int depth) {
        PathState state = new PathState();
        Map<String, List<Pointer>> named = new LinkedHashMap<>();
        List<Pointer> wild = new ArrayList<>();
        Set<Integer> parts = new LinkedHashSet<>();
        for (Pointer pointer : pointers) {
            if (pointer.length() == depth) {
                if (pointer.rule() != NO_RULE) {
                    state.rule = pointer.rule();
                } else {
                    parts.add(pointer.part());
                }
            } else if (pointer.isWild(depth)) {
                wild.add(pointer);
            } else {
                named.computeIfAbsent(pointer.name(depth), name -> new ArrayList<>())
                        .add(pointer);
            }
        }
        state.parts = parts.stream().mapToInt(Integer::intValue).toArray();
        state.names = new byte[named.size()][];
        state.children = new PathState[named.size()];
        int i = 0;
        for (Map.Entry<String, List<Pointer>> entry : named.entrySet()) {
            List<Pointer> below = new ArrayList<>(entry.getValue());
            below.addAll(wild);
            state.names[i] = entry.getKey().getBytes(StandardCharsets.UTF_8);
            state.children[i++] = of(below, depth + 1);
        }
        state.others = wild.isEmpty() ? null : of(wild, depth + 1);
        return state;
    }

    @Nullable PathState child(byte[] name, int from, int to) {
        for (int i = 0; i < names.length; i++) {
            byte[] expected = names[i];
            // Nearly every name ends here; comparing arrays costs more than a name is long.
            boolean possible = expected.length == to - from && (expected.length == 0 || expected[0] == name[from]);
            if (possible && Arrays.equals(expected, 0, expected.length, name, from, to)) {
                return children[i];
            }
        }
        return others;
    }

    @Nullable PathState element(int index) {
        if (names.length == 0) {
            return others;
        }
        byte[] name = Integer.toString(index).getBytes(StandardCharsets.US_ASCII);
        return child(name, 0, name.length);
    }

    int rule() {
        return rule;
    }

    int[] parts() {
        return parts;
    }
}
