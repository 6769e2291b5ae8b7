package io.github.kafkaaudit.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.kafka.autoconfigure.KafkaAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

class SpoolDestinationTests {

    @TempDir
    private Path directory;

    @Test
    void keepsWhatIsForOneClusterApartFromWhatIsForAnotherOne() throws Exception {
        // Nothing listens there: what is recorded goes to the spool.
        runAgainst("localhost:1");
        runAgainst("localhost:2");
        runAgainst("localhost:2");

        try (Stream<Path> destinations = Files.list(directory.resolve("recruit"))) {
            assertThat(destinations)
                    .hasSize(2)
                    .allSatisfy(
                            destination -> assertThat(destination).isDirectoryRecursivelyContaining("glob:**.segment"));
        }
    }

    private void runAgainst(String bootstrapServers) {
        new ApplicationContextRunner()
                .withConfiguration(
                        AutoConfigurations.of(KafkaAutoConfiguration.class, KafkaAuditAutoConfiguration.class))
                .withPropertyValues(
                        "spring.application.name=recruit",
                        "spring.kafka.bootstrap-servers=" + bootstrapServers,
                        "kafka.audit.spool.directory=" + directory,
                        "kafka.audit.shutdown-timeout=1s")
                .run(context -> assertThat(context).hasNotFailed());
    }
}
