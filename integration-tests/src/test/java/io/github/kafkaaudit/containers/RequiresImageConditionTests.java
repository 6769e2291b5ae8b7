package io.github.kafkaaudit.containers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RequiresImageConditionTests {

    private final RequiresImageCondition nothing = new RequiresImageCondition(image -> "There is no " + image + ".");

    @AfterEach
    void clear() {
        System.clearProperty(RequiresImageCondition.REQUIRED);
        System.clearProperty("some.image");
    }

    @Test
    void runsWhatHasItsImage() {
        assertThat(new RequiresImageCondition(image -> null)
                        .evaluate(Named.class, "some:1")
                        .isDisabled())
                .isFalse();
    }

    @Test
    void skipsWithTheReasonWhatHasNot() {
        var result = nothing.evaluate(Named.class, "some:1");

        assertThat(result.isDisabled()).isTrue();
        assertThat(result.getReason()).contains("There is no some:1.");
    }

    @Test
    void failsInsteadWhereThatIsAskedFor() {
        System.setProperty(RequiresImageCondition.REQUIRED, "true");

        assertThatIllegalStateException()
                .isThrownBy(() -> nothing.evaluate(Named.class, "some:1"))
                .withMessageContaining("There is no some:1.");
    }

    @Test
    void takesTheImageOfTheProperty() {
        assertThat(RequiresImageCondition.imageOf(Named.class)).isEqualTo("some:1");

        System.setProperty("some.image", "registry.example.org/some:2");

        assertThat(RequiresImageCondition.imageOf(Named.class)).isEqualTo("registry.example.org/some:2");
    }

    /** JUnit never runs it: it has no test. */
    @RequiresImage(property = "some.image", image = "some:1")
    private static final class Named {}
}
