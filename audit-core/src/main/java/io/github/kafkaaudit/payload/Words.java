package io.github.kafkaaudit.payload;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Reads several bytes of an array at once, the first one lowest. */
final class Words {

    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle INTS = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

    private Words() {}

    /** Returns eight bytes; the array must have them. */
    static long eight(byte[] bytes, int at) {
        return (long) LONGS.get(bytes, at);
    }

    /** Returns four bytes; the array must have them. */
    static int four(byte[] bytes, int at) {
        return (int) INTS.get(bytes, at);
    }

    /** Returns up to eight bytes, the missing ones as zeros; the array may end behind them. */
    static long upToEight(byte[] bytes, int from, int to) {
        int length = to - from;
        if (from <= bytes.length - Long.BYTES) {
            return length == 0 ? 0 : eight(bytes, from) & (-1L >>> ((Long.BYTES - length) * Byte.SIZE));
        }
        long word = 0;
        for (int i = to - 1; i >= from; i--) {
            word = (word << Byte.SIZE) | (bytes[i] & 0xFF);
        }
        return word;
    }
}
