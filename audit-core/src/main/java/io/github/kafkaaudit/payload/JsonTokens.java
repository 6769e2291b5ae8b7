package io.github.kafkaaudit.payload;

/** Reads the tokens of a JSON document; every method goes from a token's first byte to the one behind it. */
final class JsonTokens {

    /** Jackson refuses numbers of more than 1,000 digits. */
    static final int MAX_NUMBER = 500;

    /** What the methods return when there is no such token. */
    static final int INVALID = -1;

    private static final byte[] NOTHING = {};
    private static final int TRUE = 'e' << 24 | 'u' << 16 | 'r' << 8 | 't';
    private static final int ALSE = 'e' << 24 | 's' << 16 | 'l' << 8 | 'a';
    private static final int NULL = 'l' << 24 | 'l' << 16 | 'u' << 8 | 'n';

    private byte[] bytes = NOTHING;
    private int to;
    private boolean escaped;
    private boolean otherSpellings;
    private boolean decimals;
    private boolean lineBreaks;
    private boolean longNumber;

    void begin(byte[] json, int end) {
        bytes = json;
        to = end;
        escaped = false;
        otherSpellings = false;
        decimals = false;
        lineBreaks = false;
        longNumber = false;
    }

    /** Forgets the document, but not what was found out about it. */
    void forget() {
        bytes = NOTHING;
    }

    /** Tells whether the last string has an escape in it. */
    boolean wasEscaped() {
        return escaped;
    }

    /**
     * Tells whether a text may stand there in another spelling than the usual one: with escapes that nobody needs, or
     * with the escapes of a text inside of a text.
     */
    boolean hasOtherSpellings() {
        return otherSpellings;
    }

    /** Tells whether there is a number with a fraction or an exponent. */
    boolean hasDecimals() {
        return decimals;
    }

    boolean hasLineBreaks() {
        return lineBreaks;
    }

    boolean hasLongNumber() {
        return longNumber;
    }

    int space(int from) {
        int at = from;
        while (at < to && bytes[at] <= ' ') {
            byte c = bytes[at];
            if (c == '\n' || c == '\r') {
                lineBreaks = true;
            } else if (c != ' ' && c != '\t') {
                break;
            }
            at++;
        }
        return at;
    }

    /** Reads a string from behind its first quote. */
    int string(int from) {
        byte[] b = bytes;
        int end = to;
        int at = from;
        escaped = false;
        while (true) {
            at = PlainAscii.end(b, at, end);
            if (at == end) {
                return INVALID;
            }
            byte meaning = JsonText.meaning(b[at]);
            if (meaning == JsonText.QUOTE) {
                return at + 1;
            }
            int length = 0;
            if (meaning == JsonText.MULTIBYTE) {
                length = multibytes(b, at, end);
            } else if (meaning == JsonText.BACKSLASH) {
                length = JsonText.escape(b, at, end);
                escaped = true;
                otherSpellings |= length == 6 || (length == 2 && (b[at + 1] == '/' || b[at + 1] == '\\'));
            }
            if (length == 0) {
                return INVALID;
            }
            at += length;
        }
    }

    /** Returns the length of the valid characters of several bytes that follow each other here, or 0. */
    private static int multibytes(byte[] b, int from, int end) {
        int at = from;
        do {
            int length = JsonText.multibyte(b, at, end);
            if (length == 0) {
                return 0;
            }
            at += length;
        } while (at < end && b[at] < 0);
        return at - from;
    }

    int number(int from) {
        int at = bytes[from] == '-' ? from + 1 : from;
        int digits = digits(at);
        if (digits == at || (bytes[at] == '0' && digits > at + 1)) {
            return INVALID;
        }
        at = digits;
        if (at < to && bytes[at] == '.') {
            digits = digits(at + 1);
            if (digits == at + 1) {
                return INVALID;
            }
            at = digits;
            decimals = true;
        }
        if (at < to && (bytes[at] | 0x20) == 'e') {
            decimals = true;
            at++;
            if (at < to && (bytes[at] == '+' || bytes[at] == '-')) {
                at++;
            }
            digits = digits(at);
            if (digits == at) {
                return INVALID;
            }
            at = digits;
        }
        if (at - from > MAX_NUMBER) {
            longNumber = true;
        }
        return at;
    }

    private int digits(int from) {
        int at = from;
        while (at < to && bytes[at] >= '0' && bytes[at] <= '9') {
            at++;
        }
        return at;
    }

    int literal(int from) {
        byte first = bytes[from];
        int at = first == 'f' ? from + 1 : from;
        if (at + Integer.BYTES > to) {
            return INVALID;
        }
        int word = Words.four(bytes, at);
        boolean valid = first == 'f' ? word == ALSE : word == TRUE || word == NULL;
        return valid ? at + Integer.BYTES : INVALID;
    }
}
