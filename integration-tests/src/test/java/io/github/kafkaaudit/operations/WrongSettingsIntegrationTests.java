package io.github.kafkaaudit.operations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** What a person reads whose application does not start. */
@ExtendWith(OutputCaptureExtension.class)
class WrongSettingsIntegrationTests {

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = ';',
            value = {
                "rules[0].masking.feilds=email; kafka.audit.rules[0].masking.feilds: There is no setting of this name.",
                "masking.filds=email; kafka.audit.masking.filds: There is no setting of this name.",
                "enabled=flase; kafka.audit.enabled: \"flase\" is neither on nor off.",
                "sink=kafak; kafka.audit.sink: \"kafak\" is not what this setting takes.",
                "shutdown-timeout=7; kafka.audit.shutdown-timeout: 7 has no unit"
            })
    void areAllThatAnApplicationSaysThatFailsToStart(String setting, String sentence, CapturedOutput output) {
        SpringApplication application = new SpringApplication(Application.class);

        assertThatThrownBy(() -> application.run(
                        "--spring.main.web-application-type=none",
                        "--kafka.audit.rules[0].topics=a",
                        "--kafka.audit." + setting))
                .isNotNull();

        String[] parts = output.toString().split("APPLICATION FAILED TO START", -1);
        assertThat(parts).hasSize(2);
        assertThat(parts[1]).contains(sentence).doesNotContain("Property:", "Origin:", "\tat ");
    }

    @SpringBootConfiguration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class Application {}
}
