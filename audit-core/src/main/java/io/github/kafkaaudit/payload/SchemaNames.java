package io.github.kafkaaudit.payload;

/** Tells the names that a schema gives to fields from those that are data, as in a map from people to their results. */
final class SchemaNames {

    private static final int MOST_DIGITS = 2;

    private SchemaNames() {}

    /**
     * Tells whether a name is nothing but ASCII letters, underscores and dollars, and at most two digits at its end.
     */
    static boolean isOne(byte[] name, int from, int to) {
        int at = from;
        while (at < to && isLetter(name[at])) {
            at++;
        }
        if (at == from || to - at > MOST_DIGITS) {
            return false;
        }
        while (at < to && name[at] >= '0' && name[at] <= '9') {
            at++;
        }
        return at == to;
    }

    private static boolean isLetter(byte b) {
        return (b >= 'a' && b <= 'z') || (b >= 'A' && b <= 'Z') || b == '_' || b == '$';
    }
}
