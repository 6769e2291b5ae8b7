package io.github.kafkaaudit.trail;

import io.github.kafkaaudit.policy.AuditPolicies;
import io.github.kafkaaudit.policy.TopicPolicy;

/** What is recorded for which topic at this moment, and whether anything is; both can change while the service runs. */
final class PoliciesInForce {

    private volatile AuditPolicies policies;
    private volatile boolean enabled = true;

    PoliciesInForce(AuditPolicies policies) {
        this.policies = policies;
    }

    /** Returns the policy that events about a topic are written by, also of those recorded before a switch-off. */
    TopicPolicy of(String topic) {
        return policies.of(topic);
    }

    /** Returns the policy that decides what is observed. */
    TopicPolicy observing(String topic) {
        return enabled ? policies.of(topic) : TopicPolicy.OFF;
    }

    AuditPolicies policies() {
        return policies;
    }

    void change(AuditPolicies changed) {
        policies = changed;
    }

    boolean isEnabled() {
        return enabled;
    }

    void setEnabled(boolean enabled) {
        this.enabled = enabled;
    }
}
