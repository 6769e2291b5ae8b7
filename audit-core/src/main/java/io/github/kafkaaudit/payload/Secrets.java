package io.github.kafkaaudit.payload;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;

/**
 * The clear values that must not appear anywhere in one event, and the search for them.
 *
 * <p>Values of fewer than six bytes are too common to be looked for inside of other values; they are only recognised
 * where they stand alone. The same holds for names of fields inside of masked objects that look like those of a schema:
 * {@code address} may not be shown, but its {@code city} is no secret.
 */
final class Secrets {

    /** The shortest value that is looked for inside of others. */
    static final int SEARCHED = 6;

    private static final int MAX_COUNT = 2048;
    private static final int KEPT = 256 * 1024;
    private static final int SLOTS = 4 * MAX_COUNT;
    private static final int BLOCKS = 4096;
    private static final int WIDEST = 64;

    private byte[] bytes = new byte[1024];
    private int[] starts = new int[32];
    private int[] lengths = new int[32];
    private boolean[] alone = new boolean[32];
    private boolean[] binary = new boolean[32];
    // By hash: one more than the index of a value; the values of one hash follow each other.
    private final int[] slots = new int[SLOTS];
    private int[] hashes = new int[32];
    private final Set<String> numbers = new HashSet<>();
    private int count;
    private int size;
    private boolean overflown;
    private boolean hasAlone;
    private boolean hasLong;

    // A search looks at two bytes and steps on by a window, less where in the window they occur (Wu and Manber): most
    // bytes are never looked at, however many values there are. Built for the first search, undone afterwards.
    private final byte[] places = new byte[BLOCKS];
    private int window;
    private int placed;

    void clear() {
        for (int i = 0; i < placed; i++) {
            if (!alone[i]) {
                for (int j = 0; j + 1 < window; j++) {
                    places[block(bytes, starts[i] + j)] = 0;
                }
            }
        }
        for (int i = 0; i < count; i++) {
            // All that follow a used one, because they may have been moved on from it.
            for (int slot = slot(hashes[i]); slots[slot] != 0; slot = slot(slot + 1)) {
                slots[slot] = 0;
            }
        }
        if (bytes.length > KEPT) {
            bytes = new byte[1024];
        }
        placed = 0;
        window = WIDEST;
        hasAlone = false;
        hasLong = false;
        numbers.clear();
        count = 0;
        size = 0;
        overflown = false;
    }

    boolean isEmpty() {
        return count == 0;
    }

    int count() {
        return count;
    }

    /** Tells whether there were more than can be remembered. */
    boolean isOverflown() {
        return overflown;
    }

    /** Adds a JSON string or number. */
    void add(byte[] json, int start, int end, boolean text) {
        if (!text) {
            addValue(json, start, end);
            return;
        }
        int from = start + 1;
        int to = end - 1;
        int escape = from;
        while (escape < to && json[escape] != '\\') {
            escape++;
        }
        if (escape == to) {
            addValue(json, from, to);
        } else {
            // Texts are searched without their escapes, bytes as they are: there a quotation has them.
            addForm(json, from, to);
            byte[] decoded = new byte[to - from];
            addValue(decoded, 0, JsonText.decode(json, from, to, decoded));
        }
    }

    /** Adds a value, and what else it may look like. */
    void addValue(byte[] value, int from, int to) {
        add(value, from, to, to - from < SEARCHED, false);
        SecretForms.addOf(from == 0 ? value : Arrays.copyOfRange(value, from, to), to - from, this);
    }

    /** Adds the name of a field that is inside of a masked object. */
    void addName(byte[] name, int from, int to) {
        if (SchemaNames.isOne(name, from, to)) {
            add(name, from, to, true, false);
        } else {
            addValue(name, from, to);
        }
    }

    /** Adds another form of a value. */
    void addForm(byte[] value, int from, int to) {
        add(value, from, to, to - from < SEARCHED, false);
    }

    /** Adds a form of a value that stands in no text. */
    void addBinary(byte[] value, int length) {
        add(value, 0, length, length < SEARCHED, true);
    }

    /** Adds a number, in the form that all its notations have in common. */
    void addNumber(String canonical) {
        numbers.add(canonical);
    }

    private void add(byte[] value, int from, int to, boolean onlyAlone, boolean noText) {
        int length = to - from;
        if (overflown || length == 0 || contains(value, from, length)) {
            return;
        }
        if (count == MAX_COUNT) {
            overflown = true;
            return;
        }
        if (count == starts.length) {
            starts = Arrays.copyOf(starts, count * 2);
            lengths = Arrays.copyOf(lengths, count * 2);
            hashes = Arrays.copyOf(hashes, count * 2);
            alone = Arrays.copyOf(alone, count * 2);
            binary = Arrays.copyOf(binary, count * 2);
        }
        if (size + length > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, size + length));
        }
        System.arraycopy(value, from, bytes, size, length);
        starts[count] = size;
        lengths[count] = length;
        hashes[count] = hash(value, from, length);
        int slot = slot(hashes[count]);
        while (slots[slot] != 0) {
            slot = slot(slot + 1);
        }
        slots[slot] = count + 1;
        binary[count] = noText;
        alone[count++] = onlyAlone;
        hasAlone |= onlyAlone;
        hasLong |= !onlyAlone;
        size += length;
    }

    boolean hasNumbers() {
        return !numbers.isEmpty();
    }

    /** Tells whether a number is one of them in whatever notation. */
    boolean isNumber(String number) {
        return numbers.contains(NumberText.canonical(number));
    }

    boolean standsAlone(int index) {
        return alone[index];
    }

    boolean isBinary(int index) {
        return binary[index];
    }

    byte[] value(int index) {
        return Arrays.copyOfRange(bytes, starts[index], starts[index] + lengths[index]);
    }

    /** Tells whether a value is one of them. */
    boolean equal(byte[] value, int from, int to) {
        return contains(value, from, to - from);
    }

    /** Tells whether a value is one of them or contains one that is long enough to be looked for. */
    boolean touches(byte[] value, int from, int to) {
        return contains(value, from, to - from) || find(value, from, to) >= 0;
    }

    /** Tells whether any of them occurs, however short. */
    boolean occurIn(byte[] text, int from, int to) {
        if (find(text, from, to) >= 0) {
            return true;
        }
        for (int i = 0; hasAlone && i < count; i++) {
            if (alone[i] && find(text, from, to, i) >= 0) {
                return true;
            }
        }
        return false;
    }

    /** Returns where the first value that is long enough to be looked for stands, or -1. */
    int find(byte[] text, int from, int to) {
        if (!hasLong || to - from < SEARCHED) {
            return -1;
        }
        prepare();
        int last = window - 1;
        int end = from + last;
        while (end < to) {
            int step = last - places[block(text, end - 1)];
            if (step > 0) {
                end += step;
            } else if (beginsAt(text, end - last, to)) {
                return end - last;
            } else {
                end++;
            }
        }
        return -1;
    }

    private void prepare() {
        if (placed == count) {
            return;
        }
        int narrowest = WIDEST;
        for (int i = 0; i < count; i++) {
            if (!alone[i]) {
                narrowest = Math.min(narrowest, lengths[i]);
            }
        }
        // A narrower window only asks for less of the values that have their places already.
        int done = narrowest < window ? 0 : placed;
        if (placed > 0 && done == 0) {
            Arrays.fill(places, (byte) 0);
        }
        window = narrowest;
        for (int i = done; i < count; i++) {
            if (!alone[i]) {
                for (int j = 0; j + 1 < window; j++) {
                    int block = block(bytes, starts[i] + j);
                    places[block] = (byte) Math.max(places[block], j + 1);
                }
            }
        }
        placed = count;
    }

    /** Returns the length of the longest value that is long enough to be looked for and stands here. */
    int lengthAt(byte[] text, int at, int to) {
        int longest = 0;
        for (int i = 0; i < count; i++) {
            if (!alone[i] && lengths[i] > longest && isAt(i, text, at, to)) {
                longest = lengths[i];
            }
        }
        return longest;
    }

    private boolean isAt(int index, byte[] text, int at, int to) {
        int length = lengths[index];
        int start = starts[index];
        return length <= to - at && Arrays.equals(text, at, at + length, bytes, start, start + length);
    }

    private boolean beginsAt(byte[] text, int at, int to) {
        for (int i = 0; i < count; i++) {
            if (!alone[i] && isAt(i, text, at, to)) {
                return true;
            }
        }
        return false;
    }

    private static int block(byte[] text, int at) {
        return (((text[at] & 0xFF) << 4) ^ (text[at + 1] & 0xFF)) & (BLOCKS - 1);
    }

    private int find(byte[] text, int from, int to, int secret) {
        int start = starts[secret];
        int length = lengths[secret];
        byte head = bytes[start];
        for (int at = from; at <= to - length; at++) {
            if (text[at] == head && Arrays.equals(text, at, at + length, bytes, start, start + length)) {
                return at;
            }
        }
        return -1;
    }

    private boolean contains(byte[] value, int from, int length) {
        if (count == 0) {
            return false;
        }
        int slot = slot(hash(value, from, length));
        while (slots[slot] != 0) {
            int i = slots[slot] - 1;
            if (lengths[i] == length
                    && Arrays.equals(bytes, starts[i], starts[i] + length, value, from, from + length)) {
                return true;
            }
            slot = slot(slot + 1);
        }
        return false;
    }

    private static int hash(byte[] value, int from, int length) {
        int hash = length;
        for (int i = from; i < from + length; i++) {
            hash = hash * 31 + value[i];
        }
        return hash ^ (hash >>> 15);
    }

    private static int slot(int hash) {
        return hash & (SLOTS - 1);
    }
}
