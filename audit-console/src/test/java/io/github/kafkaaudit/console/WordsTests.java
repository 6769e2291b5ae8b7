package io.github.kafkaaudit.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.ZoneOffset;
import java.util.Locale;
import java.util.ResourceBundle;
import org.junit.jupiter.api.Test;

class WordsTests {

    private static final ResourceBundle.Control EXACT =
            ResourceBundle.Control.getNoFallbackControl(ResourceBundle.Control.FORMAT_DEFAULT);

    @Test
    void areTheSameInBothLanguages() {
        var english = ResourceBundle.getBundle(Words.BUNDLE, Locale.ROOT, EXACT).keySet();
        var korean = ResourceBundle.getBundle(Words.BUNDLE, Locale.KOREAN, EXACT);

        assertThat(english)
                .isNotEmpty()
                .allSatisfy(key -> assertThat(korean.getString(key)).isNotBlank());
        assertThat(korean.keySet()).isSubsetOf(english);
    }

    @Test
    void takeArguments() {
        assertThat(new Words(Locale.ENGLISH, ZoneOffset.UTC).get("headline.times", 4))
                .isEqualTo("PUBLISHED 4 TIMES");
        assertThat(new Words(Locale.KOREAN, ZoneOffset.UTC).get("headline.times", 4))
                .isEqualTo("4번 발행됨");
        assertThat(new Words(Locale.FRENCH, ZoneOffset.UTC).get("headline.times", 4))
                .isEqualTo("PUBLISHED 4 TIMES");
    }
}
