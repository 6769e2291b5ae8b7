package io.github.kafkaaudit.payload;

import io.github.kafkaaudit.policy.HmacKey;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import javax.crypto.Mac;
import org.jspecify.annotations.Nullable;

/**
 * What stands in an event in place of a masked value: {@code ***}, or with a secret {@code hmac:<key id>:<hex>}, the
 * HMAC-SHA-256 of the value as text, which is the same wherever the value occurs and can therefore be searched for.
 *
 * <p><b>Threading</b>: safe for use by many threads.
 */
public final class MaskedValues {

    /** What stands in place of a masked value when there is no secret. */
    public static final String MARKER = "***";

    private final @Nullable Mac mac;
    private final byte[] prefix;

    /**
     * Creates the masked values of a secret.
     *
     * @param key the secret, or null: then every masked value looks the same
     */
    public MaskedValues(@Nullable HmacKey key) {
        try {
            this.mac = key == null ? null : PayloadDigest.mac(key);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("This JVM has no HMAC-SHA-256.", e);
        }
        this.prefix = (key == null ? "" : "hmac:" + key.id() + ':').getBytes(StandardCharsets.UTF_8);
    }

    /**
     * Tells whether masked values differ, so that they can be searched for and compared.
     *
     * @return whether there is a secret
     */
    public boolean areSearchable() {
        return mac != null;
    }

    /**
     * Computes what an event shows instead of a value: the term to search for.
     *
     * @param clearValue the value as text; of a number, the digits as they stand in the payload
     * @return the term, {@link #MARKER} if there is no secret
     */
    public String of(String clearValue) {
        return of(clearValue.getBytes(StandardCharsets.UTF_8));
    }

    String of(byte[] clearValue) {
        if (mac == null) {
            return MARKER;
        }
        try {
            return Hex.text(prefix, ((Mac) mac.clone()).doFinal(clearValue));
        } catch (CloneNotSupportedException e) {
            throw new IllegalStateException("This JVM's HMAC-SHA-256 cannot be copied.", e);
        }
    }
}
