package io.github.kafkaaudit.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SupportedVersionsTests {

    @Test
    void hasNothingToSayAboutTheVersionsOfTheseTests() {
        assertThat(SupportedVersions.complaints()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "3.4.0, 3.3.0, 3.8.0",
        "3.5.7, 3.3.15, 3.9.2",
        "4.0.0-RC1, 4.0.0, 4.1.0",
        "4.10.0, 5.0, 10.0.0",
        "unknown, , 4"
    })
    void takesWhatIsSupportedAndWhatItDoesNotKnow(String boot, String springKafka, String clients) {
        assertThat(SupportedVersions.complaints(boot, springKafka, clients)).isEmpty();
    }

    @Test
    void saysInOneSentenceWhatItNeedsAndWhatIsThere() {
        assertThat(SupportedVersions.complaints("3.3.13", "3.2.9", "3.7.2"))
                .containsExactly(
                        "Kafka Audit needs Spring Boot 3.4 or newer, and this application has 3.3.13: nothing is audited.",
                        "Kafka Audit needs spring-kafka 3.3 or newer, and this application has 3.2.9: nothing is audited.",
                        "Kafka Audit needs kafka-clients 3.8 or newer, and this application has 3.7.2: nothing is audited.");
    }
}
