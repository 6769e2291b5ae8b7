package io.github.kafkaaudit.spool;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SpoolLayoutTests {

    @Test
    void keepsANameThatIsSafeEverywhere() {
        assertThat(SpoolLayout.fileName("recruit-result.v2")).isEqualTo("recruit-result.v2");
    }

    @Test
    void givesEveryNameAFileNameOfItsOwnInsideTheDirectory() {
        Set<String> names = new HashSet<>();
        List<String> services = List.of(
                "",
                ".",
                "..",
                "../../etc",
                "a/b",
                "a\\b",
                "a_b",
                "a:b",
                "con",
                "nul.txt",
                "Orders",
                "orders",
                "orders.",
                " orders",
                "채용",
                "채용결과",
                "\0",
                "x".repeat(300),
                "x".repeat(301));
        for (String service : services) {
            String name = SpoolLayout.fileName(service);
            assertThat(name)
                    .matches("[A-Za-z0-9_.~-]{1,80}")
                    .doesNotStartWith(".")
                    .doesNotEndWith(".");
            assertThat(Path.of("/spool").resolve(name).normalize()).hasParentRaw(Path.of("/spool"));
            names.add(name.toLowerCase(Locale.ROOT));
        }
        assertThat(names).hasSize(services.size());
    }

    @Test
    void separatesDestinations() {
        Path directory = Path.of("/spool");

        assertThat(SpoolLayout.instances(directory, "s", "a:9092/audit"))
                .isEqualTo(SpoolLayout.instances(directory, "s", "a:9092/audit"))
                .isNotEqualTo(SpoolLayout.instances(directory, "s", "b:9092/audit"));
    }
}
