package io.github.kafkaaudit.kafka;

import io.github.kafkaaudit.event.WireBytes;
import io.github.kafkaaudit.policy.PayloadCapture;
import io.github.kafkaaudit.policy.TopicPolicy;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.function.Function;
import org.apache.kafka.common.utils.Bytes;
import org.jspecify.annotations.Nullable;

/**
 * Keeps as much of a key or value as the policy wants: at most its size limit, and a digest instead of what is beyond.
 * A payload that has to be read for its masked fields or its business key is kept whole up to the digest limit.
 */
final class WireCapture {

    // Keys are small; what is longer is cut in the event anyway.
    private static final int MAX_KEY = 4 * 1024;

    private final Function<ByteBuffer, String> digest;

    WireCapture(Function<ByteBuffer, String> digest) {
        this.digest = digest;
    }

    /** Returns how many bytes of a value will be kept if there is room for them. */
    static int wanted(int size, TopicPolicy policy) {
        return size <= policy.maxSize() || size <= policy.keptSize() ? size : policy.maxSize();
    }

    WireBytes key(byte @Nullable [] bytes, @Nullable Object original, TopicPolicy policy) {
        if (bytes == null) {
            return WireBytes.NONE;
        }
        int kept = Math.min(bytes.length, MAX_KEY);
        boolean own = kept == bytes.length && !isShared(original);
        return WireBytes.partial(own ? bytes : Arrays.copyOf(bytes, kept), bytes.length, null);
    }

    WireBytes value(byte @Nullable [] bytes, @Nullable Object original, TopicPolicy policy, boolean roomLeft) {
        if (bytes == null) {
            return WireBytes.NONE;
        }
        PayloadCapture capture = policy.widestCapture();
        if (isKept(bytes.length, policy) && roomLeft) {
            return WireBytes.whole(isShared(original) ? bytes.clone() : bytes);
        }
        if (capture == PayloadCapture.NONE) {
            return WireBytes.partial(null, bytes.length, null);
        }
        byte[] head = capture.shows() && roomLeft ? Arrays.copyOf(bytes, policy.maxSize()) : null;
        return WireBytes.partial(head, bytes.length, digestOf(ByteBuffer.wrap(bytes), policy));
    }

    /** Returns the digest of a value that is not on the wire, or null where the policy wants none. */
    @Nullable String digest(byte[] bytes, TopicPolicy policy) {
        return policy.widestCapture() == PayloadCapture.NONE ? null : digestOf(ByteBuffer.wrap(bytes), policy);
    }

    WireBytes key(ByteBuffer bytes) {
        return WireBytes.partial(copy(bytes, MAX_KEY), bytes.remaining(), null);
    }

    WireBytes value(ByteBuffer bytes, TopicPolicy policy, boolean roomLeft) {
        int size = bytes.remaining();
        PayloadCapture capture = policy.widestCapture();
        if (isKept(size, policy) && roomLeft) {
            return WireBytes.whole(copy(bytes, size));
        }
        if (capture == PayloadCapture.NONE) {
            return WireBytes.partial(null, size, null);
        }
        byte[] head = capture.shows() && roomLeft ? copy(bytes, policy.maxSize()) : null;
        return WireBytes.partial(head, size, digestOf(bytes.duplicate(), policy));
    }

    private static boolean isKept(int size, TopicPolicy policy) {
        if (policy.widestCapture() == PayloadCapture.NONE && !policy.readsPayload()) {
            return false;
        }
        // The usual size first: it needs no look at masking and business key.
        return size <= policy.maxSize() || size <= policy.keptSize();
    }

    private @Nullable String digestOf(ByteBuffer bytes, TopicPolicy policy) {
        return bytes.remaining() <= policy.digestLimit() ? digest.apply(bytes) : null;
    }

    private static byte[] copy(ByteBuffer bytes, int limit) {
        byte[] copy = new byte[Math.min(bytes.remaining(), limit)];
        bytes.get(bytes.position(), copy);
        return copy;
    }

    /** Whether the application could still change the array, because its serializer passes it through. */
    private static boolean isShared(@Nullable Object original) {
        return original instanceof byte[] || original instanceof ByteBuffer || original instanceof Bytes;
    }
}
