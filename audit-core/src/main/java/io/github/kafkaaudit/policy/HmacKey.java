package io.github.kafkaaudit.policy;

import java.util.Objects;

/**
 * A secret that turns digests into HMAC-SHA-256 values, so that small payloads and masked values cannot be guessed.
 *
 * @param id the name of the key, shown in front of every value that was made with it
 * @param secret the secret bytes
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record HmacKey(String id, byte[] secret) {

    /** Copies the secret. */
    public HmacKey {
        Objects.requireNonNull(id, "id");
        secret = secret.clone();
        if (secret.length == 0) {
            throw new IllegalArgumentException("The HMAC secret must not be empty.");
        }
    }

    /** Never shows the secret. */
    @Override
    public String toString() {
        return "HmacKey[" + id + "]";
    }
}
