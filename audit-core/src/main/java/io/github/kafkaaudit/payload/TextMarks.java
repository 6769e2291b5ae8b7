package io.github.kafkaaudit.payload;

/** What is in a text that makes it worth a closer look: nearly every text is told by one pass over its bytes. */
final class TextMarks {

    /** Escapes may hide a value. */
    static final int BACKSLASH = 1;

    /** Something may be named, with a value behind it. */
    static final int SEPARATOR = 2;

    /** Something may be cut: an ellipsis, or a bracket with a remark. */
    static final int CUT = 4;

    /** There may be a number with a fraction or an exponent. */
    static final int DECIMAL = 8;

    private static final int DOT = 16;
    private static final int DIGIT = 32;
    private static final int EXPONENT = 64;

    private static final byte[] MARKS = new byte[256];

    static {
        MARKS['\\'] = BACKSLASH;
        MARKS[':'] = SEPARATOR;
        MARKS['='] = SEPARATOR;
        MARKS['<'] = SEPARATOR;
        MARKS['('] = CUT;
        MARKS['['] = CUT;
        MARKS[0xE2] = CUT;
        MARKS['.'] = DOT;
        MARKS['e'] = EXPONENT;
        MARKS['E'] = EXPONENT;
        for (int digit = '0'; digit <= '9'; digit++) {
            MARKS[digit] = DIGIT;
        }
    }

    private TextMarks() {}

    /** Returns which marks a text has. */
    static int of(byte[] text, int from, int to) {
        int marks = 0;
        for (int i = from; i < to; i++) {
            marks |= MARKS[text[i] & 0xFF];
        }
        if ((marks & DIGIT) != 0 && (marks & (DOT | EXPONENT)) != 0) {
            marks |= DECIMAL;
        }
        return (marks & DOT) != 0 && hasTwoDots(text, from, to) ? marks | CUT : marks;
    }

    /** Tells whether there is a separator: eight bytes at a time, for the texts of a whole payload. */
    static boolean hasSeparator(byte[] text, int from, int to) {
        int at = from;
        while (at <= to - Long.BYTES) {
            // The separators are among the eight characters from '8' to '?'.
            long near = (Words.eight(text, at) & 0xF8F8F8F8F8F8F8F8L) ^ 0x3838383838383838L;
            if (((near - 0x0101010101010101L) & ~near & 0x8080808080808080L) != 0
                    && hasOne(text, at, at + Long.BYTES)) {
                return true;
            }
            at += Long.BYTES;
        }
        return hasOne(text, at, to);
    }

    private static boolean hasOne(byte[] text, int from, int to) {
        for (int i = from; i < to; i++) {
            if (MARKS[text[i] & 0xFF] == SEPARATOR) {
                return true;
            }
        }
        return false;
    }

    private static boolean hasTwoDots(byte[] text, int from, int to) {
        for (int i = from + 1; i < to; i++) {
            if (text[i] == '.' && text[i - 1] == '.') {
                return true;
            }
        }
        return false;
    }
}
