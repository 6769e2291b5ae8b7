package io.github.kafkaaudit;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * The headers of a record at one moment, in order, repeated names included.
 *
 * <p><b>Threading</b>: immutable as long as nobody changes the arrays that it was made from.
 */
public final class HeaderSnapshot {

    /** No headers. */
    public static final HeaderSnapshot EMPTY = new HeaderSnapshot(new String[0], new byte[0][]);

    private final String[] names;
    private final byte[] @Nullable [] values;

    /**
     * Takes the arrays as they are.
     *
     * @param names the names in order
     * @param values the values in the same order, null where a header has none
     */
    public HeaderSnapshot(String[] names, byte[] @Nullable [] values) {
        this.names = names;
        this.values = values;
    }

    /**
     * Returns the number of headers.
     *
     * @return the number
     */
    public int size() {
        return names.length;
    }

    /**
     * Returns a header's name.
     *
     * @param index from 0
     * @return the name
     */
    public String name(int index) {
        return names[index];
    }

    /**
     * Returns a header's value.
     *
     * @param index from 0
     * @return the bytes, or null if the header has none
     */
    public byte @Nullable [] value(int index) {
        return values[index];
    }

    /**
     * Returns the value of the last header of a name.
     *
     * @param name the name
     * @return the bytes, or null if there is no such header or it has no value
     */
    public byte @Nullable [] last(String name) {
        for (int i = names.length - 1; i >= 0; i--) {
            if (names[i].equals(name)) {
                return values[i];
            }
        }
        return null;
    }

    /**
     * Returns the value of the last header of a name as UTF-8 text.
     *
     * @param name the name
     * @return the text, or null if there is no such header or it has no value
     */
    public @Nullable String lastText(String name) {
        byte[] value = last(name);
        return value == null ? null : new String(value, StandardCharsets.UTF_8);
    }
}
