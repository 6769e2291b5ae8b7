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
        AuditPolicies changed = policies.withCapture(new TopicPattern("*"), PayloadCapture.FULL);

        TopicPolicy policy = changed.of("recruit.result");
        assertThat(policy.capture()).isEqualTo(PayloadCapture.FULL);
        assertThat(policy.captureOnFailure()).isEqualTo(PayloadCapture.FULL);
        assertThat(policy.masking()).isEqualTo(masking);
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
