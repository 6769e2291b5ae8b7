package io.github.kafkaaudit.json;

/** Names that come from outside and become names in a document. */
final class MemberNames {

    private static final int LONGEST = 256;
    private static final char REPLACEMENT = '\uFFFD';

    private MemberNames() {}

    /** Returns a name that every reader on the way takes; the same instance if it is one. */
    static String of(String name) {
        for (int i = 0; i < name.length(); i++) {
            // Elasticsearch refuses a NUL below a flattened field, and Jackson half a surrogate pair in any name.
            if (name.charAt(i) == 0 || Character.isSurrogate(name.charAt(i))) {
                return WrittenSize.cut(repaired(name), LONGEST);
            }
        }
        return WrittenSize.cut(name, LONGEST);
    }

    private static String repaired(String name) {
        StringBuilder repaired = new StringBuilder(name.length());
        name.codePoints()
                .map(c -> c == 0 || (c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE) ? REPLACEMENT : c)
                .forEach(repaired::appendCodePoint);
        return repaired.toString();
    }
}
