package io.github.kafkaaudit.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class AuditPoliciesTests {

    private final MaskingPolicy masking = new MaskingPolicy(List.of("residentNumber"), List.of(), List.of(), true);
    private final AuditPolicies policies = new AuditPolicies(
            TopicPolicy.DEFAULT,
            List.of(new AuditPolicies.Rule(
                    List.of(new TopicPattern("recruit.*")),
                    TopicPolicy.DEFAULT.withCapture(PayloadCapture.HASH).withMasking(masking))),
            List.of(new TopicPattern("*")),
            List.of(new TopicPattern("secret")));

    @Test
    void keepsTheMaskingOfTheRuleWhenTheCaptureIsChanged() {
        AuditPolicies changed = policies.withWiderCapture(new TopicPattern("*"), PayloadCapture.FULL);

        TopicPolicy policy = changed.of("recruit.result");
        assertThat(policy.capture()).isEqualTo(PayloadCapture.FULL);
        assertThat(policy.captureOnFailure()).isEqualTo(PayloadCapture.FULL);
        assertThat(policy.masking()).isEqualTo(masking);
    }

    @Test
    void narrowsWhatTheRulesSayAndNeverWidensIt() {
        AuditPolicies changed = policies.withCapture(new TopicPattern("*"), PayloadCapture.FULL);

        assertThat(changed.of("recruit.result").capture()).isEqualTo(PayloadCapture.HASH);
        assertThat(changed.of("recruit.result").captureOnFailure()).isEqualTo(PayloadCapture.HASH);
        assertThat(changed.of("other").capture()).isEqualTo(PayloadCapture.FULL);
        assertThat(policies.withCapture(new TopicPattern("*"), PayloadCapture.NONE)
                        .of("recruit.result")
                        .capture())
                .isEqualTo(PayloadCapture.NONE);
    }

    @Test
    void knowsWhichTopicsAChangeWouldShowMoreOf() {
        assertThat(policies.protectedFrom(new TopicPattern("*"), PayloadCapture.FULL))
                .extracting(TopicPattern::toString)
                .containsExactly("recruit.*");
        assertThat(policies.protectedFrom(new TopicPattern("*"), PayloadCapture.HASH))
                .isEmpty();
        assertThat(policies.protectedFrom(new TopicPattern("orders"), PayloadCapture.FULL))
                .isEmpty();
        AuditPolicies strict = new AuditPolicies(
                TopicPolicy.DEFAULT.withCapture(PayloadCapture.NONE),
                List.of(new AuditPolicies.Rule(List.of(new TopicPattern("open.*")), TopicPolicy.DEFAULT)),
                List.of(new TopicPattern("*")),
                List.of());
        assertThat(strict.protectedFrom(new TopicPattern("open.doors"), PayloadCapture.FULL))
                .isEmpty();
        assertThat(strict.protectedFrom(new TopicPattern("open*"), PayloadCapture.HASH))
                .as("narrows what the rule says, and leaves the default as it is")
                .isEmpty();
        assertThat(strict.protectedFrom(new TopicPattern("open*"), PayloadCapture.FULL))
                .extracting(TopicPattern::toString)
                .containsExactly("*");
    }

    @Test
    void leavesTopicsOffThatAreNotAudited() {
        assertThat(policies.withCapture(new TopicPattern("*"), PayloadCapture.FULL)
                        .of("secret"))
                .isEqualTo(TopicPolicy.OFF);
    }

    @Test
    void letsTheLatestChangeOfTheCaptureWin() {
        AuditPolicies changed = policies.withCapture(new TopicPattern("recruit.*"), PayloadCapture.NONE)
                .withCapture(new TopicPattern("*"), PayloadCapture.FULL)
                .withCapture(new TopicPattern("recruit.*"), PayloadCapture.HASH);

        assertThat(changed.of("recruit.result").capture()).isEqualTo(PayloadCapture.HASH);
        assertThat(changed.of("other").capture()).isEqualTo(PayloadCapture.FULL);
        assertThat(changed.captures()).hasSize(2);
        assertThat(policies.of("other").capture()).isEqualTo(PayloadCapture.FULL);
        assertThat(policies.captures()).isEmpty();
    }
}
