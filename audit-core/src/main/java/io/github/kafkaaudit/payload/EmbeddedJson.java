package io.github.kafkaaudit.payload;

/** Recognises a JSON document that is a text: in a field of another document, in a key, in a header. */
final class EmbeddedJson {

    private EmbeddedJson() {}

    /**
     * Tells whether a text begins like an object or an array, whether its own escapes are still in it or not, and
     * however often it was made a text. Most texts are told by their first byte.
     */
    static boolean begins(byte[] text, int from, int to) {
        if (to - from < 2 || !mayBegin(text[from])) {
            return false;
        }
        int at = from + TextBytes.byteOrderMark(text, from, to);
        while (at < to) {
            byte b = text[at];
            if (b == '{' || b == '[') {
                return true;
            }
            boolean escape = b == '\\' && at + 1 < to;
            if (escape && text[at + 1] == 'u') {
                // Nobody needs such an escape here; whoever wrote one gets the long way.
                return true;
            }
            if (escape && "nrtbf/".indexOf(text[at + 1]) >= 0) {
                at++;
            } else if (b != '"' && b != '\\' && (b > ' ' || b < 0)) {
                return false;
            }
            at++;
        }
        return false;
    }

    private static boolean mayBegin(byte first) {
        return first == '{'
                || first == '['
                || first == '\\'
                || first == '"'
                || first == (byte) 0xEF
                || (first >= 0 && first <= ' ');
    }
}
