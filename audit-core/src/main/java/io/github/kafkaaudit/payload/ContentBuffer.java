package io.github.kafkaaudit.payload;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** A payload that had to be written anew: masked, or on one line. */
final class ContentBuffer {

    private static final int KEPT = 512 * 1024;

    private byte[] bytes = new byte[2048];
    private int size;

    void clear() {
        size = 0;
        if (bytes.length > KEPT) {
            bytes = new byte[2048];
        }
    }

    byte[] bytes() {
        return bytes;
    }

    int size() {
        return size;
    }

    void append(byte[] source, int from, int to) {
        ensure(to - from);
        System.arraycopy(source, from, bytes, size, to - from);
        size += to - from;
    }

    void appendQuoted(String text) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        ensure(6 * utf8.length + 2);
        bytes[size++] = '"';
        for (byte b : utf8) {
            if (b == '"' || b == '\\') {
                bytes[size++] = '\\';
                bytes[size++] = b;
            } else if (b >= 0 && b < 0x20) {
                append(String.format("\\u%04x", (int) b).getBytes(StandardCharsets.US_ASCII), 0, 6);
            } else {
                bytes[size++] = b;
            }
        }
        bytes[size++] = '"';
    }

    /** Removes the white space between the tokens of valid JSON. */
    void compact() {
        int out = 0;
        boolean inString = false;
        for (int i = 0; i < size; i++) {
            byte b = bytes[i];
            if (inString) {
                bytes[out++] = b;
                if (b == '\\') {
                    bytes[out++] = bytes[++i];
                } else if (b == '"') {
                    inString = false;
                }
            } else if (b != ' ' && b != '\n' && b != '\r' && b != '\t') {
                bytes[out++] = b;
                inString = b == '"';
            }
        }
        size = out;
    }

    private void ensure(int more) {
        if (size + more > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, size + more));
        }
    }
}
