package io.github.kafkaaudit.trail;

import io.github.kafkaaudit.AuditEventEncoder;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/** Encoders beside the audit thread's own, for one thread at a time each; made when they are first needed. */
final class EncoderPool {

    private static final int KEPT = 16;

    private final AuditEventEncoder original;
    private final int helpers;
    private final AtomicReferenceArray<@Nullable AuditEventEncoder> idle;
    private final AtomicInteger made = new AtomicInteger();

    EncoderPool(AuditEventEncoder original, int helpers) {
        this.original = original;
        this.helpers = helpers;
        this.idle = new AtomicReferenceArray<>(Math.max(KEPT, helpers));
    }

    /** Returns an encoder that is to be given back, or null if enough of them are in use. */
    @Nullable AuditEventEncoder take() {
        AuditEventEncoder encoder = idle();
        if (encoder != null) {
            return encoder;
        }
        if (made.get() >= helpers) {
            return null;
        }
        return made.getAndIncrement() < helpers ? original.forAnotherThread() : null;
    }

    /** Returns an encoder that is to be given back, a new one if need be; null if there is none for other threads. */
    @Nullable AuditEventEncoder takeOrMake() {
        AuditEventEncoder encoder = idle();
        return encoder != null ? encoder : original.forAnotherThread();
    }

    void giveBack(AuditEventEncoder encoder) {
        for (int i = 0; i < idle.length(); i++) {
            if (idle.compareAndSet(i, null, encoder)) {
                return;
            }
        }
    }

    private @Nullable AuditEventEncoder idle() {
        for (int i = 0; i < idle.length(); i++) {
            AuditEventEncoder encoder = idle.get(i) == null ? null : idle.getAndSet(i, null);
            if (encoder != null) {
                return encoder;
            }
        }
        return null;
    }
}
