package io.github.kafkaaudit.payload;

/** Finds ASCII that stands in JSON as it is, eight bytes at a time. */
public final class PlainAscii {

    private static final long ONES = 0x0101010101010101L;
    private static final long HIGH_BITS = 0x8080808080808080L;

    private PlainAscii() {}

    /**
     * Tells whether bytes can stand in a JSON string as they are.
     *
     * @param bytes the bytes
     * @return whether all of them are ASCII, and none a control, a quote or a backslash
     */
    public static boolean isAll(byte[] bytes) {
        return end(bytes, 0, bytes.length) == bytes.length;
    }

    /**
     * Returns where such bytes end.
     *
     * @param bytes the array
     * @param from the index to begin at
     * @param to the index to stop before
     * @return the index of the first byte that is a control, a quote, a backslash or no ASCII, or {@code to}
     */
    public static int end(byte[] bytes, int from, int to) {
        int at = from;
        while (at <= to - Long.BYTES) {
            long special = special(Words.eight(bytes, at));
            if (special != 0) {
                return at + (Long.numberOfTrailingZeros(special) >>> 3);
            }
            at += Long.BYTES;
        }
        while (at < to && JsonText.meaning(bytes[at]) == JsonText.PLAIN) {
            at++;
        }
        return at;
    }

    /**
     * Marks the bytes that end a string, begin an escape, or are controls or parts of a character. A borrow may mark
     * bytes behind the first of them by mistake; the first is always right.
     */
    private static long special(long eight) {
        long quotes = (eight ^ (ONES * '"')) - ONES;
        long backslashes = (eight ^ (ONES * '\\')) - ONES;
        long controls = eight - (ONES * ' ');
        return (quotes | backslashes | controls | eight) & HIGH_BITS;
    }
}
