package io.github.kafkaaudit.payload;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Remembers the names of the objects of one document to find a repeated one.
 *
 * <p>It compares 64-bit hashes only. Two names that collide by chance cost a payload its searchable form, not more.
 */
final class NameTable {

    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final int INITIAL = 256;
    private static final int KEPT = 16 * 1024;

    private long[] keys = new long[INITIAL];
    private int[] stamps = new int[INITIAL];
    private int stamp;
    private int size;

    void clear() {
        if (keys.length > KEPT) {
            resize(INITIAL);
        }
        size = 0;
        stamp++;
    }

    /** Adds a name of an object; false if the object has it already. */
    boolean add(byte[] name, int from, int to, int object) {
        long key = mix(hash(name, from, to) + object * 0x9E3779B97F4A7C15L);
        if (!insert(key)) {
            return false;
        }
        if (++size * 2 > keys.length) {
            grow();
        }
        return true;
    }

    private boolean insert(long key) {
        int mask = keys.length - 1;
        int slot = (int) key & mask;
        while (stamps[slot] == stamp) {
            if (keys[slot] == key) {
                return false;
            }
            slot = (slot + 1) & mask;
        }
        stamps[slot] = stamp;
        keys[slot] = key;
        return true;
    }

    private void grow() {
        long[] oldKeys = keys;
        int[] oldStamps = stamps;
        int oldStamp = stamp;
        resize(oldKeys.length * 2);
        for (int i = 0; i < oldKeys.length; i++) {
            if (oldStamps[i] == oldStamp) {
                insert(oldKeys[i]);
            }
        }
    }

    private void resize(int capacity) {
        keys = new long[capacity];
        stamps = new int[capacity];
        stamp = 1;
    }

    private static long hash(byte[] name, int from, int to) {
        long hash = (long) to - from;
        int at = from;
        for (; at <= to - Long.BYTES; at += Long.BYTES) {
            hash = mix(hash ^ (long) LONGS.get(name, at));
        }
        if (at == to) {
            return hash;
        }
        if (at <= name.length - Long.BYTES) {
            long rest = (long) LONGS.get(name, at);
            return hash ^ mix(rest & ((1L << ((to - at) * Byte.SIZE)) - 1));
        }
        long rest = 0;
        for (int i = to - 1; i >= at; i--) {
            rest = (rest << Byte.SIZE) | (name[i] & 0xFF);
        }
        return hash ^ mix(rest);
    }

    private static long mix(long value) {
        long mixed = (value ^ (value >>> 32)) * 0xD6E8FEB86659FD93L;
        return mixed ^ (mixed >>> 32);
    }
}
