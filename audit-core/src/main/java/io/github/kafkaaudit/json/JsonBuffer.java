package io.github.kafkaaudit.json;

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
    }

    void endObject() {
        put('}');
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
        if (!isAtStart()) {
            put(',');
        }
        text(name);
        put(':');
    }

    /** Writes members, or a name, that were encoded before with a comma in front. */
    void members(byte[] encoded) {
        int from = isAtStart() ? 1 : 0;
        raw(encoded, from, encoded.length - from);
    }

    void text(String text) {
        put('"');
        part(text);
        put('"');
    }

    /** Writes UTF-8 that is known to be valid as a text. */
    void utf8(byte[] utf8, int from, int length) {
        ensure(length + 2);
        byte[] target = bytes;
        int at = size;
        target[at++] = '"';
        for (int i = from; i < from + length; i++) {
            byte b = utf8[i];
            if (b < 0 || isPlain(b)) {
                target[at++] = b;
            } else {
                size = at;
                escape(b, from + length - i);
                target = bytes;
                at = size;
            }
        }
        target[at++] = '"';
        size = at;
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
        ensure(LONGEST_NUMBER);
        long rest = value;
        if (rest < 0) {
            bytes[size++] = '-';
            rest = -rest;
        }
        int end = size + digits(rest);
        size = end;
        do {
            bytes[--end] = (byte) ('0' + rest % 10);
            rest /= 10;
        } while (rest > 0);
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
        return size > 0 && bytes[size - 1] == '{';
    }

    /** Takes back what was written since. */
    void backTo(int earlierSize) {
        size = earlierSize;
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

    private static int digits(long positive) {
        int digits = 1;
        for (long power = 10; digits < 19 && positive >= power; power *= 10) {
            digits++;
        }
        return digits;
    }

    private void ensure(int more) {
        if (size + more > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, size + more));
        }
    }
}
