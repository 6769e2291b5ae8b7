package io.github.kafkaaudit.sidebyside;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SideBySideIntegrationTests {

    @TempDir
    private Path output = Path.of(".");

    @Test
    void comparesAnApplicationWithoutAndWithTheAudit() throws Exception {
        Results results = new SideBySide(Options.of(
                        "--variants=none,audited", "--rounds=1", "--messages=300", "--warm-up=0", "--output=" + output))
                .run();

        assertThat(results.median(Variant.AUDITED, "arrived")).isEqualTo(1);
        assertThat(results.median(Variant.AUDITED, "produced events")).isEqualTo(300);
        assertThat(results.median(Variant.AUDITED, "consumed events")).isEqualTo(300);
        assertThat(results.comparison().lines())
                .hasSize(4)
                .anyMatch(row -> row.startsWith("| none | "))
                .anyMatch(row -> row.startsWith("| audited | "));
    }
}
