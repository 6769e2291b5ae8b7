package io.github.kafkaaudit.payload;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.UUID;

/** The other forms in which one masked value may stand around a payload, and adds them to the values to look for. */
final class SecretForms {

    // Shorter ones say nothing, and every short word can be read as base64.
    private static final int SHORTEST_BASE64 = 8;
    private static final int LONGEST_NUMBER = 100;
    private static final int LONG_DIGITS = 19;
    private static final int UUID_LENGTH = 36;

    private SecretForms() {}

    /** Adds the forms of a text: without the white space around it, the bytes that it is the base64 of, a number. */
    static void addOf(byte[] value, int length, Secrets secrets) {
        int from = 0;
        int to = length;
        while (from < to && value[from] >= 0 && value[from] <= ' ') {
            from++;
        }
        while (to > from && value[to - 1] >= 0 && value[to - 1] <= ' ') {
            to--;
        }
        if (to - from != length) {
            secrets.addForm(value, from, to);
        }
        boolean ascii = PlainAscii.end(value, from, to) == to || isAscii(value, from, to);
        if (!ascii) {
            addWithoutHalves(value, from, to, secrets);
            addLatin1(value, from, to, secrets);
        } else if (to - from >= SHORTEST_BASE64 && (to - from) % 4 == 0) {
            addBase64(value, from, to, secrets);
        }
        boolean number = to - from >= Secrets.SEARCHED && to - from <= LONGEST_NUMBER && isNumeric(value, from, to);
        if (number) {
            addOfNumber(new String(value, from, to - from, StandardCharsets.UTF_8), secrets);
        }
        if (to - from == UUID_LENGTH && value[from + 8] == '-') {
            addOfUuid(new String(value, from, to - from, StandardCharsets.UTF_8), secrets);
        }
    }

    /** Adds what strings make of half a surrogate pair, which is no character. */
    private static void addWithoutHalves(byte[] value, int from, int to, Secrets secrets) {
        byte[] written = Arrays.copyOfRange(value, from, to);
        int length = 0;
        int at = from;
        while (at < to) {
            boolean half = value[at] == (byte) 0xED && at + 2 < to && (value[at + 1] & 0xFF) >= 0xA0;
            written[length++] = half ? (byte) '?' : value[at];
            at += half ? 3 : 1;
        }
        if (length < to - from) {
            secrets.addForm(written, 0, length);
        }
    }

    private static void addOfNumber(String text, Secrets secrets) {
        String canonical = NumberText.ofText(text);
        if (canonical == null) {
            return;
        }
        secrets.addNumber(canonical);
        if (!canonical.equals(text)) {
            byte[] plain = canonical.getBytes(StandardCharsets.US_ASCII);
            secrets.addForm(plain, 0, plain.length);
        }
        if (canonical.length() <= LONG_DIGITS && canonical.indexOf('.') < 0) {
            try {
                addBinary(Long.parseLong(canonical), secrets);
            } catch (NumberFormatException e) {
                // Beyond a long: no serializer writes it as one.
                return;
            }
        }
    }

    private static void addBinary(long number, Secrets secrets) {
        byte[] fixed = ByteBuffer.allocate(Long.BYTES).putLong(number).array();
        secrets.addBinary(fixed, fixed.length);
        byte[] floating =
                ByteBuffer.allocate(Double.BYTES).putDouble((double) number).array();
        secrets.addBinary(floating, floating.length);
        addVarint(number, secrets);
        addVarint((number << 1) ^ (number >> 63), secrets);
        if (number == (int) number) {
            byte[] four =
                    ByteBuffer.allocate(Integer.BYTES).putInt((int) number).array();
            secrets.addBinary(four, four.length);
        }
    }

    private static void addVarint(long number, Secrets secrets) {
        byte[] varint = new byte[10];
        int length = 0;
        long rest = number;
        while ((rest & ~0x7FL) != 0) {
            varint[length++] = (byte) (rest | 0x80);
            rest >>>= 7;
        }
        varint[length++] = (byte) rest;
        secrets.addBinary(varint, length);
    }

    private static void addOfUuid(String text, Secrets secrets) {
        try {
            UUID uuid = UUID.fromString(text);
            byte[] bytes = ByteBuffer.allocate(2 * Long.BYTES)
                    .putLong(uuid.getMostSignificantBits())
                    .putLong(uuid.getLeastSignificantBits())
                    .array();
            secrets.addBinary(bytes, bytes.length);
        } catch (IllegalArgumentException e) {
            // It only looked like one.
            return;
        }
    }

    /** Adds the bytes that JSON shows in base64, as Protobuf's mapping does. */
    private static void addBase64(byte[] value, int from, int to, Secrets secrets) {
        boolean url = false;
        for (int i = from; i < to; i++) {
            byte b = value[i];
            boolean letter = (b >= 'a' && b <= 'z') || (b >= 'A' && b <= 'Z') || (b >= '0' && b <= '9') || b == '=';
            boolean urlSafe = b == '-' || b == '_';
            if (!letter && !urlSafe && b != '+' && b != '/') {
                return;
            }
            url |= urlSafe;
        }
        byte[] decoded;
        try {
            byte[] text = Arrays.copyOfRange(value, from, to);
            decoded = (url ? Base64.getUrlDecoder() : Base64.getDecoder()).decode(text);
        } catch (IllegalArgumentException e) {
            // It only looked like it.
            return;
        }
        if (decoded.length < Secrets.SEARCHED) {
            return;
        }
        if (TextBytes.isText(decoded, 0, decoded.length)) {
            secrets.addForm(decoded, 0, decoded.length);
        } else {
            secrets.addBinary(decoded, decoded.length);
        }
    }

    /** Adds the bytes that JSON shows as one character each, as Avro's does. */
    private static void addLatin1(byte[] value, int from, int to, Secrets secrets) {
        String text = new String(value, from, to - from, StandardCharsets.UTF_8);
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) > 0xFF) {
                return;
            }
        }
        byte[] latin = text.getBytes(StandardCharsets.ISO_8859_1);
        secrets.addForm(latin, 0, latin.length);
    }

    private static boolean isAscii(byte[] value, int from, int to) {
        for (int i = from; i < to; i++) {
            if (value[i] < 0) {
                return false;
            }
        }
        return true;
    }

    private static boolean isNumeric(byte[] value, int from, int to) {
        byte last = value[to - 1];
        return (value[from] == '-' || (value[from] >= '0' && value[from] <= '9')) && last >= '0' && last <= '9';
    }
}
