package io.github.kafkaaudit.sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SampleSettingsTests {

    @Test
    void runsBothServicesWithServersOfItsOwnByDefault() {
        assertThat(SampleSettings.of())
                .isEqualTo(new SampleSettings(
                        false,
                        true,
                        Set.of("ats", "jobda"),
                        new SampleSettings.Console(true, 8390),
                        Duration.ofSeconds(60),
                        new SampleSettings.Elasticsearch("http://localhost:9200", null, null, null)));
    }

    @Test
    void usesFixedPortsByDefault() {
        var embedded = SampleSettings.bind("embedded", EmbeddedSettings.class);

        assertThat(embedded.kafka().port()).isEqualTo(19092);
        assertThat(embedded.elasticsearch().port()).isEqualTo(19200);
        assertThat(embedded.dataDirectory()).isNull();
        assertThat(embedded.keepData()).isFalse();
    }

    @Test
    void readsTheCommandLine() {
        var settings = SampleSettings.of(
                "--sample.exit=true",
                "--sample.embedded=false",
                "--sample.services=jobda",
                "--sample.elasticsearch.url=https://elasticsearch:9200",
                "--sample.elasticsearch.ca-certificate=/certificates/ca.crt");

        assertThat(settings.exit()).isTrue();
        assertThat(settings.embedded()).isFalse();
        assertThat(settings.services()).containsExactly("jobda");
        assertThat(settings.elasticsearch().url()).isEqualTo("https://elasticsearch:9200");
        assertThat(settings.elasticsearch().caCertificate()).isEqualTo(Path.of("/certificates/ca.crt"));
    }

    @Test
    void rejectsAnUnknownServiceWithOneSentence() {
        assertThatExceptionOfType(SampleException.class)
                .isThrownBy(() -> SampleSettings.of("--sample.services=ats,mail"))
                .withMessageContaining("it can name ats and jobda");
    }

    @Test
    void rejectsAWrongValueWithTheNameOfTheSetting() {
        assertThatExceptionOfType(SampleException.class)
                .isThrownBy(() -> SampleSettings.of("--sample.timeout=soon"))
                .withMessageContaining("sample.timeout");
    }
}
