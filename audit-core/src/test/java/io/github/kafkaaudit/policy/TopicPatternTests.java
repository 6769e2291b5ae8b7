package io.github.kafkaaudit.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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
    void answersAtOnceHoweverManyStarsThereAre() {
        TopicPattern stars = new TopicPattern("*a".repeat(120) + "*b");

        assertThat(stars.matches("a".repeat(249))).isFalse();
        assertThat(stars.matches("a".repeat(240) + "b")).isTrue();
        assertThat(new TopicPattern("*".repeat(249)).matches("anything")).isTrue();
    }

    @Test
    void matchesAsARegularExpressionWould() {
        Random random = new Random(7);
        for (int i = 0; i < 20_000; i++) {
            String glob = letters(random, "ab*", 1 + random.nextInt(7));
            String topic = letters(random, "ab", random.nextInt(8));

            assertThat(new TopicPattern(glob).matches(topic))
                    .as("%s matches %s", glob, topic)
                    .isEqualTo(topic.matches(glob.replace("*", ".*")));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "*, a.*, true, true",
        "a.*, a.b.*, true, true",
        "a.*, *, false, true",
        "a*b, a*x*b, true, true",
        "a*x*b, a*b, false, true",
        "a*, *b, false, true",
        "a.*, b.*, false, false",
        "a*c, *b, false, false",
        "orders, orders, true, true",
        "orders, order, false, false",
        "**, *, true, true"
    })
    void knowsWhatItHasInCommonWithAnotherPattern(String one, String other, boolean covers, boolean meets) {
        assertThat(new TopicPattern(one).covers(new TopicPattern(other))).isEqualTo(covers);
        assertThat(new TopicPattern(one).meets(new TopicPattern(other))).isEqualTo(meets);
        assertThat(new TopicPattern(other).meets(new TopicPattern(one))).isEqualTo(meets);
    }

    private static String letters(Random random, String alphabet, int length) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < length; i++) {
            text.append(alphabet.charAt(random.nextInt(alphabet.length())));
        }
        return text.toString();
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
