package io.github.kafkaaudit.payload;

import io.github.kafkaaudit.policy.HmacKey;
import java.security.DigestException;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Objects;
import javax.crypto.Mac;
import javax.crypto.ShortBufferException;
import org.jspecify.annotations.Nullable;

/** The same digests as {@link PayloadDigest}, by one thread, without new objects for each. */
final class ReusedDigest {

    private static final int LENGTH = 32;

    private final @Nullable MessageDigest plain;
    private final @Nullable Mac keyed;
    private final byte[] raw = new byte[LENGTH];
    private final byte[] text;
    private final int prefixLength;

    ReusedDigest(@Nullable HmacKey key) {
        try {
            this.plain = key == null ? PayloadDigest.sha256() : null;
            this.keyed = key == null ? null : PayloadDigest.mac(key);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("This JVM has no SHA-256.", e);
        }
        byte[] prefix = PayloadDigest.prefix(key);
        this.prefixLength = prefix.length;
        this.text = Arrays.copyOf(prefix, prefixLength + 2 * LENGTH);
    }

    /** Returns the digest as ASCII; valid until the next call. */
    byte[] of(byte[] bytes) {
        try {
            if (plain != null) {
                plain.update(bytes);
                plain.digest(raw, 0, LENGTH);
            } else {
                Mac mac = Objects.requireNonNull(keyed);
                mac.update(bytes);
                mac.doFinal(raw, 0);
            }
        } catch (DigestException | ShortBufferException e) {
            throw new IllegalStateException("This JVM's SHA-256 has no 32 bytes.", e);
        }
        Hex.write(raw, text, prefixLength);
        return text;
    }
}
