package io.github.kafkaaudit.trail;

import io.github.kafkaaudit.AuditEventEncoder;
import io.github.kafkaaudit.AuditSink;
import io.github.kafkaaudit.AuditSpool;
import io.github.kafkaaudit.policy.AuditPolicies;
import java.time.InstantSource;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Describes an {@link AuditTrail}. */
public final class AuditTrailBuilder {

    final AuditEventEncoder encoder;
    final AuditSink sink;
    AuditPolicies policies = AuditPolicies.DEFAULT;
    TrailSettings settings = TrailSettings.DEFAULT;
    InstantSource clock = InstantSource.system();

    @Nullable AuditSpool spool;

    AuditTrailBuilder(AuditEventEncoder encoder, AuditSink sink) {
        this.encoder = Objects.requireNonNull(encoder, "encoder");
        this.sink = Objects.requireNonNull(sink, "sink");
    }

    /**
     * Sets what is recorded for which topic.
     *
     * @param policies the policies
     * @return this
     */
    public AuditTrailBuilder policies(AuditPolicies policies) {
        this.policies = policies;
        return this;
    }

    /**
     * Sets the limits.
     *
     * @param settings the limits
     * @return this
     */
    public AuditTrailBuilder settings(TrailSettings settings) {
        this.settings = settings;
        return this;
    }

    /**
     * Sets the clock.
     *
     * @param clock the source of the events' times
     * @return this
     */
    public AuditTrailBuilder clock(InstantSource clock) {
        this.clock = clock;
        return this;
    }

    /**
     * Sets the spool, the overflow on disk.
     *
     * @param spool the spool, or null to go without
     * @return this
     */
    public AuditTrailBuilder spool(@Nullable AuditSpool spool) {
        this.spool = spool;
        return this;
    }

    /** Returns the trail; it records nothing before {@link AuditTrail#start}. */
    public AuditTrail build() {
        return new AuditTrail(this);
    }
}
