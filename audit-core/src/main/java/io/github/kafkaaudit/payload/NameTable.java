package io.github.kafkaaudit.payload;

/** Hashes of the names of those objects of one document that have many. */
final class NameTable {

    private static final int INITIAL = 256;
    private static final int KEPT = 16 * 1024;

    private long[] keys = new long[INITIAL];
    private int[] stamps = new int[INITIAL];
    private int stamp = 1;
    private int size;

    void clear() {
        if (size == 0) {
            return;
        }
        size = 0;
        if (keys.length > KEPT) {
            resize(INITIAL);
        } else {
            stamp++;
        }
    }

    /** Adds the hash of a name of an object; false if the object has it already. */
    boolean add(long hash, int object) {
        long key = mix(hash + object * 0x9E3779B97F4A7C15L);
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

    private static long mix(long value) {
        long mixed = (value ^ (value >>> 32)) * 0xD6E8FEB86659FD93L;
        return mixed ^ (mixed >>> 32);
    }
}
