package io.github.kafkaaudit.payload;

import java.util.Arrays;

/**
 * Remembers the names of the objects of one document that are open, to find a repeated one.
 *
 * <p>It compares 64-bit hashes only. Two names that collide by chance cost a payload its searchable form, not more.
 * Almost every object has few names, and for those a bit of one word tells that a name is new; objects with many names
 * have theirs in a table.
 */
final class ObjectNames {

    private static final long FACTOR = 0x9E3779B97F4A7C15L;
    private static final int FEW = 32;
    private static final int KEPT = 8 * 1024;

    private final NameTable many = new NameTable();
    private long[] hashes = new long[128];
    private int size;
    // By depth: where the names of the object begin, and one bit for each of them.
    private int[] first = new int[32];
    private long[] present = new long[32];

    void clear() {
        size = 0;
        many.clear();
        if (hashes.length > KEPT) {
            hashes = new long[128];
        }
    }

    void open(int depth) {
        // Arrays have no names: the one before may have been far above.
        if (depth >= first.length) {
            first = Arrays.copyOf(first, depth * 2);
            present = Arrays.copyOf(present, depth * 2);
        }
        first[depth] = size;
        present[depth] = 0;
    }

    void close(int depth) {
        size = first[depth];
    }

    /** Adds a name to the open object; false if the object has it already. */
    boolean add(byte[] name, int from, int to, int depth, int object) {
        long hash = hash(name, from, to);
        int count = size - first[depth];
        if (count >= FEW) {
            if (!addToMany(hash, count, object)) {
                return false;
            }
        } else {
            long bit = 1L << (hash >>> 58);
            if ((present[depth] & bit) != 0 && isAmong(hash, first[depth])) {
                return false;
            }
            present[depth] |= bit;
        }
        if (size == hashes.length) {
            hashes = Arrays.copyOf(hashes, size * 2);
        }
        hashes[size++] = hash;
        return true;
    }

    private boolean addToMany(long hash, int count, int object) {
        if (count == FEW) {
            for (int i = size - FEW; i < size; i++) {
                many.add(hashes[i], object);
            }
        }
        return many.add(hash, object);
    }

    private boolean isAmong(long hash, int from) {
        for (int i = from; i < size; i++) {
            if (hashes[i] == hash) {
                return true;
            }
        }
        return false;
    }

    private static long hash(byte[] name, int from, int to) {
        long hash = (long) (to - from) * FACTOR;
        int at = from;
        for (; at < to - Long.BYTES; at += Long.BYTES) {
            hash = (hash ^ Words.eight(name, at)) * FACTOR;
            hash ^= hash >>> 32;
        }
        return (hash ^ Words.upToEight(name, at, to)) * FACTOR;
    }
}
