package io.github.kafkaaudit.payload;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A JSON pointer (RFC 6901) with {@code *} for any name or index, and what it is for.
 *
 * @param names the parts, unescaped
 * @param wild which parts stand for any name or index
 * @param rule the masking rule, or {@link PathState#NO_RULE}
 * @param part the part of the business key, if it is not for masking
 */
record Pointer(List<String> names, List<Boolean> wild, int rule, int part) {

    static Pointer ofRule(String text, int rule) {
        return parse(text, rule, -1, true);
    }

    /** In a business key a wildcard would match several values: it stands for itself. */
    static Pointer ofPart(String text, int part) {
        return parse(text, PathState.NO_RULE, part, false);
    }

    int length() {
        return names.size();
    }

    String name(int depth) {
        return names.get(depth);
    }

    boolean isWild(int depth) {
        return wild.get(depth);
    }

    /** Returns the name of the value that it points at, unless that may be any name or an index. */
    Optional<String> lastName() {
        String last = names.get(names.size() - 1);
        boolean index = last.chars().allMatch(c -> c >= '0' && c <= '9');
        return wild.get(wild.size() - 1) || index ? Optional.empty() : Optional.of(last);
    }

    private static Pointer parse(String text, int rule, int part, boolean wildcards) {
        List<String> names = new ArrayList<>();
        List<Boolean> wild = new ArrayList<>();
        for (String name : text.substring(1).split("/", -1)) {
            names.add(name.replace("~1", "/").replace("~0", "~"));
            wild.add(wildcards && name.equals("*"));
        }
        return new Pointer(List.copyOf(names), List.copyOf(wild), rule, part);
    }
}
