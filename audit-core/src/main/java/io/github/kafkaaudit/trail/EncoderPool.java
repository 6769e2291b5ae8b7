package io.github.kafkaaudit.trail;

import io.github.kafkaaudit.AuditEventEncoder;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/** Encoders beside the audit thread's own, for one thread at a time each; made when they are first needed. */
final class EncoderPool {

    private final AuditEventEncoder original;
    private final int size;
    private final AtomicReferenceArray<@Nullable AuditEventEncoder> idle;
    private final AtomicInteger made = new AtomicInteger();

    EncoderPool(AuditEventEncoder original, int size) {
        this.original = original;
        this.size = size;
        this.idle = new AtomicReferenceArray<>(size);
    }

    /** Returns an encoder that is to be given back, or null if there is none at the moment. */
    @Nullable AuditEventEncoder take() {
        for (int i = 0; i < size; i++) {
            AuditEventEncoder encoder = idle.get(i) == null ? null : idle.getAndSet(i, null);
            if (encoder != null) {
                return encoder;
            }
        }
        if (made.get() >= size) {
            return null;
        }
        return made.getAndIncrement() < size ? original.forAnotherThread() : null;
    }

    void giveBack(AuditEventEncoder encoder) {
        for (int i = 0; i < size; i++) {
            if (idle.compareAndSet(i, null, encoder)) {
                return;
            }
        }
    }
}
