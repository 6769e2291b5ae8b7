package io.github.kafkaaudit.jdbc;

import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@EnabledOnOs(value = OS.LINUX, architectures = "amd64", disabledReason = "The binaries of the server are for Linux.")
class PostgresIntegrationTests extends DatabaseStory {

    private @Nullable DatabaseServer server;

    @BeforeAll
    void start(@TempDir Path directory) throws Exception {
        server = new PostgresServer(directory);
    }

    @AfterAll
    void stop() throws Exception {
        server().stop();
    }

    @Override
    DatabaseServer server() {
        return Objects.requireNonNull(server);
    }
}
