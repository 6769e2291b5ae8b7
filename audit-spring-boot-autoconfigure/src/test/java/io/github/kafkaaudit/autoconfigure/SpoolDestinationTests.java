package io.github.kafkaaudit.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.kafkaaudit.event.AuditAction;
import io.github.kafkaaudit.event.AuditEvent;
import io.github.kafkaaudit.jdbc.JdbcAuditSink;
import io.github.kafkaaudit.trail.AuditTrail;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcDataSource;
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

    @Test
    void neverWritesIntoOneDatabaseWhatWaitsForAnotherOne() throws Exception {
        // The first database has no table yet: what is recorded for it waits.
        DataSource one = database("one");
        DataSource other = database("other");
        createTable(other);
        databaseRunner(one).run(context -> {
            AuditTrail trail = context.getBean(AuditTrail.class);
            trail.recorder().record(AuditEvent.of(AuditAction.MESSAGE_CONSUME_FAILED));
            trail.flush(Duration.ofSeconds(10));
            assertThat(trail.statistics().spoolSize()).isPositive();
        });

        databaseRunner(other).run(context -> {
            AuditTrail trail = context.getBean(AuditTrail.class);
            trail.recorder().record(AuditEvent.of(AuditAction.MESSAGE_PRODUCE_FAILED));
            trail.flush(Duration.ofSeconds(10));
        });
        assertThat(actions(other)).containsExactly("message-produce-failed");

        createTable(one);
        databaseRunner(one)
                .run(context -> await().atMost(Duration.ofSeconds(30))
                        .untilAsserted(() -> assertThat(actions(one)).containsExactly("message-consume-failed")));
    }

    private ApplicationContextRunner databaseRunner(DataSource database) {
        return new ApplicationContextRunner()
                .withConfiguration(
                        AutoConfigurations.of(KafkaAutoConfiguration.class, KafkaAuditAutoConfiguration.class))
                .withBean("dataSource", DataSource.class, () -> database)
                .withPropertyValues(
                        "spring.application.name=recruit",
                        "kafka.audit.sink=jdbc",
                        "kafka.audit.spool.directory=" + directory,
                        "kafka.audit.shutdown-timeout=1s");
    }

    private static DataSource database(String name) {
        JdbcDataSource database = new JdbcDataSource();
        database.setURL("jdbc:h2:mem:spooled-" + name + ";MODE=MariaDB;DB_CLOSE_DELAY=-1");
        return database;
    }

    private static void createTable(DataSource database) {
        try (var definition = Objects.requireNonNull(
                        JdbcAuditSink.class.getResourceAsStream("kafka-audit-failure-mariadb.sql"));
                Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(new String(definition.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException | SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static List<String> actions(DataSource database) throws SQLException {
        List<String> actions = new ArrayList<>();
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT action FROM kafka_audit_failure")) {
            while (rows.next()) {
                actions.add(rows.getString(1));
            }
        }
        return actions;
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
