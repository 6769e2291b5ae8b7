package io.github.kafkaaudit.event;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a record's key or value as it stood on the wire.
 *
 * <p>Three cases are kept apart because they mean different things: the record had none ({@link #NONE}: a tombstone or
 * a null key), it had one that could not be seen ({@link #unavailable}), or it was seen, whole or only its beginning.
 *
 * <p><b>Threading</b>: the arrays are not copied; whoever creates an instance must not change them afterwards.
 */
public final class WireBytes {

    /** The record had no key or no value. */
    public static final WireBytes NONE = new WireBytes(new Description(State.NONE, -1, null, null));

    private static final WireBytes UNAVAILABLE = new WireBytes(new Description(State.UNAVAILABLE, -1, null, null));

    // The whole bytes, or a Description: two of these are made per record on the application's threads.
    private final Object content;

    private WireBytes(Object content) {
        this.content = content;
    }

    /**
     * Describes bytes that were seen whole.
     *
     * @param bytes all bytes
     * @return the description
     */
    public static WireBytes whole(byte[] bytes) {
        return new WireBytes(Objects.requireNonNull(bytes, "bytes"));
    }

    /**
     * Describes bytes of which only the beginning was kept.
     *
     * @param head the first bytes, or null if none was kept
     * @param size how many there were on the wire
     * @param digest the digest of all of them as {@code kafka_audit.payload.hash} shows it, or null if it was not
     *     computed
     * @return the description
     */
    public static WireBytes partial(byte @Nullable [] head, int size, @Nullable String digest) {
        return head != null && head.length == size && digest == null
                ? new WireBytes(head)
                : new WireBytes(new Description(State.PRESENT, size, head, digest));
    }

    /**
     * Describes bytes that existed but could not be seen.
     *
     * @param size how many there were, or -1 if that is unknown
     * @return the description
     */
    public static WireBytes unavailable(int size) {
        return size < 0 ? UNAVAILABLE : new WireBytes(new Description(State.UNAVAILABLE, size, null, null));
    }

    /**
     * Returns whether the record had the bytes and whether they were seen.
     *
     * @return the state
     */
    public State state() {
        return content instanceof Description described ? described.state : State.PRESENT;
    }

    /**
     * Returns the number of bytes on the wire.
     *
     * @return the size, or -1 where there was nothing or it is unknown
     */
    public int size() {
        return content instanceof Description described ? described.size : ((byte[]) content).length;
    }

    /**
     * Returns the bytes that were kept.
     *
     * @return all bytes, or the first ones if {@link #isWhole()} is false, or null
     */
    public byte @Nullable [] bytes() {
        return content instanceof Description described ? described.bytes : (byte[]) content;
    }

    /**
     * Returns the digest of all bytes if it had to be computed when they were captured.
     *
     * @return the digest, or null: then it is computed from the whole bytes
     */
    public @Nullable String digest() {
        return content instanceof Description described ? described.digest : null;
    }

    /**
     * Tells whether all bytes were kept.
     *
     * @return whether {@link #bytes()} is everything that was on the wire
     */
    public boolean isWhole() {
        byte[] bytes = bytes();
        return bytes != null && bytes.length == size();
    }

    /**
     * Returns the number of bytes that this description keeps in memory.
     *
     * @return the number of kept bytes
     */
    public int kept() {
        byte[] bytes = bytes();
        return bytes == null ? 0 : bytes.length;
    }

    /** Whether a key or a value existed, and whether it was seen. */
    public enum State {
        /** The record had none. */
        NONE,
        /** The record had one, and it was seen. */
        PRESENT,
        /** The record had, or may have had, one; it could not be seen. */
        UNAVAILABLE
    }

    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Description(
            State state,
            int size,
            byte @Nullable [] bytes,
            @Nullable String digest) {}
}
