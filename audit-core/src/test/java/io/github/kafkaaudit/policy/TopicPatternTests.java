package io.github.kafkaaudit.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class TopicPatternTests {

    private static final TopicPolicy HASH = TopicPolicy.DEFAULT.withCapture(PayloadCapture.HASH);
    private static final TopicPolicy NONE = TopicPolicy.DEFAULT.withCapture(PayloadCapture.NONE);

    private final AuditPolicies policies = new AuditPolicies(
            TopicPolicy.DEFAULT,
            List.of(rule("recruit.result*", HASH), rule("recruit.*", NONE)),
            List.of(new TopicPattern("recruit.*"), new TopicPattern("notify")),
            List.of(new TopicPattern("*.internal")));

    @Test
    void takesTheFirstRuleThatMatches() {
        assertThat(policies.of("recruit.result")).isSameAs(HASH);
        assertThat(policies.of("recruit.result.v2")).isSameAs(HASH);
        assertThat(policies.of("recruit.other")).isSameAs(NONE);
        assertThat(policies.of("notify")).isSameAs(TopicPolicy.DEFAULT);
    }

    @Test
    void auditsNothingThatIsExcludedOrNotIncluded() {
        assertThat(policies.of("recruit.internal")).isSameAs(TopicPolicy.OFF);
        assertThat(policies.of("notify2")).isSameAs(TopicPolicy.OFF);
    }

    @Test
    void changesByCopies() {
        AuditPolicies changed = policies.withFirst(rule("recruit.result", NONE)).without(List.of("notify"));

        assertThat(changed.of("recruit.result")).isSameAs(NONE);
        assertThat(changed.of("notify")).isSameAs(TopicPolicy.OFF);
        assertThat(policies.of("recruit.result")).isSameAs(HASH);
    }

    @Test
    void answersForMoreTopicsThanItRemembers() {
        for (int i = 0; i < 20_000; i++) {
            assertThat(policies.of("recruit.result-" + i)).isSameAs(HASH);
        }
    }

    @Test
    void takesEverythingInAPatternButTheStarLiterally() {
        assertThat(new TopicPattern("a.b").matches("aXb")).isFalse();
        assertThat(new TopicPattern("a.*").matches("a.b.c")).isTrue();
        assertThat(new TopicPattern("*").matches("")).isTrue();
        assertThat(new TopicPattern("a*c*").matches("abcd")).isTrue();
        assertThat(new TopicPattern("a*c").matches("abcd")).isFalse();
        assertThat(new TopicPattern("a\\E*").matches("a\\Eb")).isTrue();
    }

    @Test
    void rejectsABlankPatternWithOneSentence() {
        assertThatThrownBy(() -> new TopicPattern(" "))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("must not be blank");
    }

    private static AuditPolicies.Rule rule(String topic, TopicPolicy policy) {
        return new AuditPolicies.Rule(List.of(new TopicPattern(topic)), policy);
    }
}
