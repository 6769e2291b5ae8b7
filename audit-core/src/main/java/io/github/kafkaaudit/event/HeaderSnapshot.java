package io.github.kafkaaudit.event;

import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The headers of a record at one moment, in order, repeated names included.
 *
 * <p><b>Threading</b>: immutable as long as nobody changes the arrays that it was made from.
 */
public final class HeaderSnapshot {

    /** No headers. */
    public static final HeaderSnapshot EMPTY = new HeaderSnapshot(new Object[0]);

    // One array for both: there is one of these per record, made on the application's thread.
    private final @Nullable Object[] namesAndValues;

    /**
     * Takes the values as they are.
     *
     * @param names the names in order
     * @param values the values in the same order, null where a header has none
     */
    public HeaderSnapshot(String[] names, byte[] @Nullable [] values) {
        this(new Object[2 * names.length]);
        for (int i = 0; i < names.length; i++) {
            namesAndValues[2 * i] = names[i];
            namesAndValues[2 * i + 1] = values[i];
        }
    }

    private HeaderSnapshot(@Nullable Object[] namesAndValues) {
        this.namesAndValues = namesAndValues;
    }

    /**
     * Takes an array as it is.
     *
     * @param namesAndValues a name, its value as {@code byte[]} or null, the next name, its value, and so on
     * @return the headers
     */
    public static HeaderSnapshot ofPairs(@Nullable Object[] namesAndValues) {
        return namesAndValues.length == 0 ? EMPTY : new HeaderSnapshot(namesAndValues);
    }

    /**
     * Returns the number of headers.
     *
     * @return the number
     */
    public int size() {
        return namesAndValues.length / 2;
    }

    /**
     * Returns a header's name.
     *
     * @param index from 0
     * @return the name
     */
    public String name(int index) {
        return (String) Objects.requireNonNull(namesAndValues[2 * index]);
    }

    /**
     * Returns a header's value.
     *
     * @param index from 0
     * @return the bytes, or null if the header has none
     */
    public byte @Nullable [] value(int index) {
        return (byte[]) namesAndValues[2 * index + 1];
    }

    /**
     * Returns the value of the last header of a name.
     *
     * @param name the name
     * @return the bytes, or null if there is no such header or it has no value
     */
    public byte @Nullable [] last(String name) {
        for (int i = namesAndValues.length - 2; i >= 0; i -= 2) {
            if (name.equals(namesAndValues[i])) {
                return (byte[]) namesAndValues[i + 1];
            }
        }
        return null;
    }

    /**
     * Returns the number of bytes of values that this picture keeps in memory.
     *
     * @return the number of bytes
     */
    public int kept() {
        int kept = 0;
        for (int i = 1; i < namesAndValues.length; i += 2) {
            if (namesAndValues[i] instanceof byte[] value) {
                kept += value.length;
            }
        }
        return kept;
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
