package io.github.kafkaaudit.json;

import java.io.OutputStream;
import java.util.Arrays;

/** The bytes of the document that is being written; kept from one document to the next. */
final class DocumentBuffer extends OutputStream {

    // What one unusually large document needed is given back.
    private static final int KEPT = 512 * 1024;

    private byte[] bytes = new byte[8 * 1024];
    private int size;

    void reset() {
        size = 0;
        if (bytes.length > KEPT) {
            bytes = new byte[8 * 1024];
        }
    }

    int size() {
        return size;
    }

    byte[] toBytes() {
        return Arrays.copyOf(bytes, size);
    }

    @Override
    public void write(int b) {
        ensure(1);
        bytes[size++] = (byte) b;
    }

    @Override
    public void write(byte[] source, int from, int length) {
        ensure(length);
        System.arraycopy(source, from, bytes, size, length);
        size += length;
    }

    private void ensure(int more) {
        if (size + more > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, size + more));
        }
    }
}
