package io.github.kafkaaudit.jdbc;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import javax.sql.DataSource;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/** PostgreSQL, whose binaries come as a jar. It refuses root, so root starts it in a user namespace of its own. */
final class PostgresServer implements DatabaseServer {

    private final Path data;
    private int port;
    private @Nullable EmbeddedPostgres server;

    PostgresServer(Path directory) {
        data = directory.resolve("data");
        start();
    }

    @Override
    public void start() {
        // After a crash its shared memory is in use for a moment.
        Awaitility.await().atMost(Duration.ofMinutes(1)).ignoreExceptions().until(() -> {
            EmbeddedPostgres.Builder builder = EmbeddedPostgres.builder()
                    .setDataDirectory(data)
                    .setCleanDataDirectory(false)
                    // What is committed survives a kill; by default the library trades that for speed.
                    .setServerConfig("synchronous_commit", "on");
            if (port > 0) {
                builder.setPort(port);
            }
            EmbeddedPostgres started = builder.start();
            port = started.getPort();
            server = started;
            return true;
        });
    }

    @Override
    public DataSource database(String name) throws SQLException {
        EmbeddedPostgres running = running();
        try (Connection connection = running.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE DATABASE " + name);
        } catch (SQLException e) {
            if (!"42P04".equals(e.getSQLState())) {
                throw e;
            }
        }
        return running.getDatabase("postgres", name);
    }

    @Override
    public String definition() {
        return DatabaseServer.definition("postgresql");
    }

    @Override
    public ProcessHandle process() throws IOException {
        return DatabaseServer.process(data.resolve("postmaster.pid"));
    }

    @Override
    public void kill() throws Exception {
        DatabaseServer.super.kill();
        running().close();
    }

    @Override
    public void stop() throws Exception {
        running().close();
    }

    private EmbeddedPostgres running() {
        if (server == null) {
            throw new IllegalStateException("The server was never started.");
        }
        return server;
    }
}
