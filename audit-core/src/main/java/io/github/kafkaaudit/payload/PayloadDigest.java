package io.github.kafkaaudit.payload;

import io.github.kafkaaudit.policy.HmacKey;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Objects;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Digests bytes as {@code kafka_audit.payload.hash} shows it: {@code sha256:<hex>}, or {@code hmac-sha256:<key
 * id>:<hex>} with a secret. Only values with the same prefix can be compared.
 *
 * <p>Without a secret whoever can guess a payload can confirm the guess by its digest.
 *
 * <p><b>Threading</b>: safe for use by many threads.
 */
public final class PayloadDigest {

    private final byte[] prefix;
    private final @Nullable MessageDigest plain;
    private final @Nullable Mac keyed;

    /**
     * Creates a digest.
     *
     * @param key the secret, or null for plain SHA-256
     */
    public PayloadDigest(@Nullable HmacKey key) {
        try {
            this.plain = key == null ? sha256() : null;
            this.keyed = key == null ? null : mac(key);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("This JVM has no SHA-256.", e);
        }
        this.prefix = prefix(key);
    }

    /**
     * Digests all bytes of an array.
     *
     * @param bytes the bytes
     * @return the digest with its prefix
     */
    public String digest(byte[] bytes) {
        return digest(ByteBuffer.wrap(bytes));
    }

    /**
     * Digests what remains in a buffer and leaves its position alone.
     *
     * @param bytes the bytes
     * @return the digest with its prefix
     */
    public String digest(ByteBuffer bytes) {
        return Hex.text(prefix, raw(bytes.duplicate()));
    }

    // A clone of an instance that was never updated costs less than asking the provider for a new one.
    private byte[] raw(ByteBuffer bytes) {
        try {
            if (plain != null) {
                MessageDigest digest = (MessageDigest) plain.clone();
                digest.update(bytes);
                return digest.digest();
            }
            Mac mac = (Mac) Objects.requireNonNull(keyed).clone();
            mac.update(bytes);
            return mac.doFinal();
        } catch (CloneNotSupportedException e) {
            throw new IllegalStateException("This JVM's SHA-256 cannot be copied.", e);
        }
    }

    static byte[] prefix(@Nullable HmacKey key) {
        return (key == null ? "sha256:" : "hmac-sha256:" + key.id() + ':').getBytes(StandardCharsets.UTF_8);
    }

    static MessageDigest sha256() throws GeneralSecurityException {
        return MessageDigest.getInstance("SHA-256");
    }

    static Mac mac(HmacKey key) throws GeneralSecurityException {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(key.secret(), "HmacSHA256"));
        return mac;
    }
}
