package io.github.kafkaaudit.payload;

/** Reads JSON strings and UTF-8 byte by byte. */
final class JsonText {

    /** What a byte means inside a JSON string: nothing special, or one of the following. */
    static final byte PLAIN = 0;

    static final byte QUOTE = 1;
    static final byte BACKSLASH = 2;
    static final byte CONTROL = 3;
    static final byte MULTIBYTE = 4;

    private static final byte[] MEANING = new byte[256];

    static {
        for (int i = 0; i < MEANING.length; i++) {
            MEANING[i] = i < 0x20 ? CONTROL : i < 0x80 ? PLAIN : MULTIBYTE;
        }
        MEANING['"'] = QUOTE;
        MEANING['\\'] = BACKSLASH;
    }

    private JsonText() {}

    static byte meaning(byte b) {
        return MEANING[b & 0xFF];
    }

    /** Returns the length of the valid UTF-8 character of several bytes that begins here, or 0. */
    static int multibyte(byte[] b, int at, int to) {
        int first = b[at] & 0xFF;
        if (first < 0xC2 || first > 0xF4) {
            return 0;
        }
        int length = first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4;
        if (at + length > to) {
            return 0;
        }
        int second = b[at + 1] & 0xFF;
        int lowest = first == 0xE0 ? 0xA0 : first == 0xF0 ? 0x90 : 0x80;
        int highest = first == 0xED ? 0x9F : first == 0xF4 ? 0x8F : 0xBF;
        if (second < lowest || second > highest) {
            return 0;
        }
        for (int i = 2; i < length; i++) {
            if ((b[at + i] & 0xC0) != 0x80) {
                return 0;
            }
        }
        return length;
    }

    /** Returns the length of the escape sequence that begins here with a backslash, or 0. */
    static int escape(byte[] b, int at, int to) {
        if (at + 1 >= to) {
            return 0;
        }
        switch (b[at + 1]) {
            case '"', '\\', '/', 'b', 'f', 'n', 'r', 't' -> {
                return 2;
            }
            case 'u' -> {
                if (at + 6 > to) {
                    return 0;
                }
                for (int i = at + 2; i < at + 6; i++) {
                    if (Character.digit(b[i], 16) < 0) {
                        return 0;
                    }
                }
                return 6;
            }
            default -> {
                return 0;
            }
        }
    }

    /**
     * Decodes the inside of a valid JSON string. Halves of surrogate pairs are kept apart in three bytes each, so that
     * different strings stay different.
     *
     * @return the number of bytes written to the target, which is never more than what is read
     */
    static int decode(byte[] b, int from, int to, byte[] target) {
        int at = from;
        int out = 0;
        while (at < to) {
            byte c = b[at];
            if (c != '\\') {
                target[out++] = c;
                at++;
                continue;
            }
            byte kind = b[at + 1];
            if (kind != 'u') {
                target[out++] = simple(kind);
                at += 2;
                continue;
            }
            int code = unit(b, at);
            at += 6;
            if (Character.isHighSurrogate((char) code) && at + 6 <= to && b[at] == '\\' && b[at + 1] == 'u') {
                int low = unit(b, at);
                if (Character.isLowSurrogate((char) low)) {
                    code = Character.toCodePoint((char) code, (char) low);
                    at += 6;
                }
            }
            out = encode(code, target, out);
        }
        return out;
    }

    private static int unit(byte[] b, int at) {
        int code = 0;
        for (int i = at + 2; i < at + 6; i++) {
            code = (code << 4) | Character.digit(b[i], 16);
        }
        return code;
    }

    private static byte simple(byte kind) {
        return switch (kind) {
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            default -> kind;
        };
    }

    private static int encode(int code, byte[] target, int at) {
        int out = at;
        if (code < 0x80) {
            target[out++] = (byte) code;
        } else if (code < 0x800) {
            target[out++] = (byte) (0xC0 | (code >> 6));
            target[out++] = (byte) (0x80 | (code & 0x3F));
        } else {
            if (code < 0x10000) {
                target[out++] = (byte) (0xE0 | (code >> 12));
            } else {
                target[out++] = (byte) (0xF0 | (code >> 18));
                target[out++] = (byte) (0x80 | ((code >> 12) & 0x3F));
            }
            target[out++] = (byte) (0x80 | ((code >> 6) & 0x3F));
            target[out++] = (byte) (0x80 | (code & 0x3F));
        }
        return out;
    }
}
