package io.github.kafkaaudit.json;

import io.github.kafkaaudit.payload.PlainAscii;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;

/**
 * The bytes of the document that is being written, and how the tokens of JSON are written into them; kept from one
 * document to the next.
 *
 * <p>It puts the commas and the escapes. That objects and arrays are closed as they were opened is the caller's task.
 */
final class JsonBuffer {

    // What one unusually large document needed is given back.
    private static final int KEPT = 512 * 1024;
    private static final int INITIAL = 8 * 1024;
    private static final int LONGEST_NUMBER = 20;

    private static final byte[] HEX = "0123456789ABCDEF".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] TRUE = "true".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] NULL = "null".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] SMALLEST = Long.toString(Long.MIN_VALUE).getBytes(StandardCharsets.US_ASCII);

    private byte[] bytes;
    private int size;
    // Whether an object was begun and has no member yet.
    private boolean atStart;
    private final byte[] digits = new byte[LONGEST_NUMBER];

    /** Creates a buffer for whole documents. */
    JsonBuffer() {
        this(INITIAL);
    }

    JsonBuffer(int initialSize) {
        this.bytes = new byte[initialSize];
    }

    void reset() {
        size = 0;
        if (bytes.length > KEPT) {
            bytes = new byte[INITIAL];
        }
    }

    int size() {
        return size;
    }

    byte[] toBytes() {
        return Arrays.copyOf(bytes, size);
    }

    void startObject() {
        put('{');
        atStart = true;
    }

    void endObject() {
        put('}');
        atStart = false;
    }

    /** Begins an array; its values follow by {@link #element()}. */
    void startArray() {
        put('[');
    }

    void endArray() {
        put(']');
    }

    /** Makes room for the next value of an array. */
    void element() {
        if (bytes[size - 1] != '[') {
            put(',');
        }
    }

    void name(EncodedName name) {
        members(name.encoded());
    }

    /** Writes a name that came from outside. */
    void name(String name) {
        if (!atStart) {
            put(',');
        }
        atStart = false;
        text(name);
        put(':');
    }

    /** Writes members, or a name, that were encoded before with a comma in front. */
    void members(byte[] encoded) {
        int from = atStart ? 1 : 0;
        atStart = false;
        raw(encoded, from, encoded.length - from);
    }

    void text(String text) {
        put('"');
        part(text);
        put('"');
    }

    /** Writes UTF-8 that is known to be valid as a text. */
    void utf8(byte[] utf8, int from, int length) {
        int to = from + length;
        int at = PlainAscii.end(utf8, from, to);
        put('"');
        raw(utf8, from, at - from);
        ensure(to - at + 1);
        while (at < to) {
            byte b = utf8[at++];
            if (b < 0 || isPlain(b)) {
                bytes[size++] = b;
            } else {
                escape(b, to - at + 1);
            }
        }
        bytes[size++] = '"';
    }

    /** Writes ASCII characters that need no escapes as a text. */
    void ascii(byte[] ascii, int from, int length) {
        put('"');
        raw(ascii, from, length);
        put('"');
    }

    void base64(byte[] binary, int from, int length) {
        ByteBuffer encoded = Base64.getEncoder().encode(ByteBuffer.wrap(binary, from, length));
        ascii(encoded.array(), encoded.arrayOffset(), encoded.limit());
    }

    void number(long value) {
        if (value == Long.MIN_VALUE) {
            raw(SMALLEST);
            return;
        }
        long rest = Math.abs(value);
        int at = LONGEST_NUMBER;
        while (rest >= 10) {
            long tenth = rest / 10;
            digits[--at] = (byte) ('0' + (rest - tenth * 10));
            rest = tenth;
        }
        digits[--at] = (byte) ('0' + rest);
        if (value < 0) {
            digits[--at] = '-';
        }
        raw(digits, at, LONGEST_NUMBER - at);
    }

    void isTrue() {
        raw(TRUE);
    }

    void nothing() {
        raw(NULL);
    }

    /** Writes what is known to be JSON. */
    void raw(byte[] json, int from, int length) {
        ensure(length);
        System.arraycopy(json, from, bytes, size, length);
        size += length;
    }

    void raw(byte[] json) {
        raw(json, 0, json.length);
    }

    /** Writes one character of the document itself. */
    void put(char ascii) {
        ensure(1);
        bytes[size++] = (byte) ascii;
    }

    /** Writes a part of a text, without quotes. */
    void part(String text) {
        int length = text.length();
        ensure(length);
        byte[] target = bytes;
        int at = size;
        for (int i = 0; i < length; i++) {
            char c = text.charAt(i);
            if (c < 0x80 && isPlain((byte) c)) {
                target[at++] = (byte) c;
            } else {
                size = at;
                escape(c, length - i);
                target = bytes;
                at = size;
            }
        }
        size = at;
    }

    /** Whether an object was begun and has no member yet. */
    boolean isAtStart() {
        return atStart;
    }

    /** Takes back what was written since; there was a member before. */
    void backTo(int earlierSize) {
        size = earlierSize;
        atStart = false;
    }

    private static boolean isPlain(byte ascii) {
        return ascii >= ' ' && ascii != '"' && ascii != '\\';
    }

    /** Writes a character that cannot stand in a text as one byte, and keeps room for those that follow. */
    private void escape(int c, int following) {
        ensure(WrittenSize.LONGEST_ESCAPE + following);
        if (c >= 0x80) {
            multibyte(c);
            return;
        }
        bytes[size++] = '\\';
        switch (c) {
            case '"', '\\' -> bytes[size++] = (byte) c;
            case '\b' -> bytes[size++] = 'b';
            case '\t' -> bytes[size++] = 't';
            case '\n' -> bytes[size++] = 'n';
            case '\f' -> bytes[size++] = 'f';
            case '\r' -> bytes[size++] = 'r';
            default -> code(c);
        }
    }

    private void multibyte(int c) {
        if (c < 0x800) {
            bytes[size++] = (byte) (0xC0 | (c >> 6));
        } else if (Character.isSurrogate((char) c)) {
            // A half without its other half has no UTF-8; as an escape each stands for itself.
            bytes[size++] = '\\';
            code(c);
            return;
        } else {
            bytes[size++] = (byte) (0xE0 | (c >> 12));
            bytes[size++] = (byte) (0x80 | ((c >> 6) & 0x3F));
        }
        bytes[size++] = (byte) (0x80 | (c & 0x3F));
    }

    private void code(int c) {
        bytes[size++] = 'u';
        for (int shift = 12; shift >= 0; shift -= 4) {
            bytes[size++] = HEX[(c >> shift) & 0xF];
        }
    }

    private void ensure(int more) {
        if (size + more > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, size + more));
        }
    }
}
