package io.github.kafkaaudit.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import com.zaxxer.hikari.HikariDataSource;
import io.github.kafkaaudit.EncodedAuditEvent;
import io.github.kafkaaudit.event.AuditAction;
import io.github.kafkaaudit.event.AuditEvent;
import io.github.kafkaaudit.trail.AuditTrail;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Calendar;
import java.util.List;
import java.util.Map;
import java.util.TimeZone;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.GenericApplicationContext;
import tools.jackson.databind.json.JsonMapper;

/** The same for every database. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class DatabaseStory {

    private static final Duration TIMEOUT = Duration.ofMinutes(2);

    @TempDir
    private Path spool;

    abstract DatabaseServer server();

    @Test
    void keepsEveryCharacterAndTheMoment() throws Exception {
        DataSource database = withTable("characters");
        Instant moment = Instant.parse("2026-03-29T01:30:00.123Z");
        String json = "{\"event\":{\"action\":\"message-consume-failed\"},\"service\":{\"name\":\"채용\"},"
                + "\"messaging\":{\"destination\":{\"name\":\"결과 😀\"},\"message\":{\"id\":\"a\\u0000b\\ud83d\"}},"
                + "\"kafka_audit\":{\"payload\":{\"text\":\"합격 😀 \\u0000 \\udead " + "긴".repeat(200_000) + "\"}}}";
        EncodedAuditEvent event =
                new EncodedAuditEvent(id(), 1, moment.toEpochMilli(), true, json.getBytes(StandardCharsets.UTF_8));
        TimeZone zone = TimeZone.getDefault();

        try {
            // An hour that Berlin does not have.
            TimeZone.setDefault(TimeZone.getTimeZone("Europe/Berlin"));
            new JdbcAuditSink(database)
                    .write(List.of(event))
                    .toCompletableFuture()
                    .get();
        } finally {
            TimeZone.setDefault(zone);
        }

        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(
                        "SELECT occurred_at, service_name, topic, message_id, document FROM kafka_audit_failure")) {
            assertThat(row.next()).isTrue();
            Timestamp occurred = row.getTimestamp(1, Calendar.getInstance(TimeZone.getTimeZone("UTC")));
            assertThat(occurred.toInstant()).isEqualTo(moment);
            assertThat(row.getString(2)).isEqualTo("채용");
            assertThat(row.getString(3)).isEqualTo("결과 😀");
            assertThat(row.getString(4)).isEqualTo("a\uFFFDb\uFFFD");
            assertThat(row.getString(5)).isEqualTo(json);
            assertThat(row.next()).isFalse();
        }
    }

    @Test
    void leavesARowThatIsThereAlreadyAsItIsAndWritesTheOthers() throws Exception {
        DataSource database = withTable("duplicates");
        JdbcAuditSink sink = new JdbcAuditSink(database);
        List<EncodedAuditEvent> events = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            events.add(failure());
        }

        sink.write(events.subList(10, 20)).toCompletableFuture().get();
        sink.write(events).toCompletableFuture().get();
        sink.write(events).toCompletableFuture().get();

        assertThat(count(database)).isEqualTo(50);
    }

    @Test
    void saysThatTheTableIsMissingAndNothingOfTheEvent() throws Exception {
        JdbcAuditSink sink = new JdbcAuditSink(server().database("empty"));

        assertThatExceptionOfType(ExecutionException.class)
                .isThrownBy(() ->
                        sink.write(List.of(failure())).toCompletableFuture().get())
                .havingCause()
                .withMessageContaining("The table kafka_audit_failure or one of its columns is missing");
    }

    @Test
    void saysNothingOfAnEventThatDoesNotFit() throws Exception {
        DataSource database = withTable("narrow");
        execute(
                database,
                "DROP INDEX kafka_audit_failure_topic"
                        + (server() instanceof MariaDbServer ? " ON kafka_audit_failure" : ""));
        execute(database, "ALTER TABLE kafka_audit_failure DROP COLUMN topic");
        execute(database, "ALTER TABLE kafka_audit_failure ADD COLUMN topic VARCHAR(3)");

        assertThatExceptionOfType(ExecutionException.class)
                .isThrownBy(() -> new JdbcAuditSink(database)
                        .write(List.of(failure()))
                        .toCompletableFuture()
                        .get())
                .havingCause()
                .withMessageContaining("The database refused an event: ")
                .withMessageNotContaining("recruit")
                .havingCause()
                .withMessageNotContaining("recruit")
                .withNoCause();
    }

    @Test
    void hasAPlaceWithoutCredentials() throws Exception {
        DataSource database = server().database("named");

        assertThat(new JdbcAuditSink(database).place())
                .startsWith("jdbc jdbc:")
                .endsWith("/named kafka_audit_failure")
                .doesNotContain("clear", "postgres@", "user=");
    }

    @Test
    void losesNothingWhenTheServerIsKilledAndStartedAgainWhileItIsWrittenTo() throws Exception {
        DataSource database = withTable("killed");
        int recorded = 0;
        try (HikariDataSource pool = new HikariDataSource();
                ConfigurableApplicationContext context = start(pool, database)) {
            AuditTrail trail = context.getBean(AuditTrail.class);
            for (int round = 0; round < 2; round++) {
                int until = recorded + 500;
                recorded = record(trail, recorded, until);
                await().atMost(TIMEOUT)
                        .pollInterval(1, TimeUnit.MILLISECONDS)
                        .until(() -> count(database) > until - 450);
                server().kill();
                recorded = record(trail, recorded, recorded + 500);
                await().atMost(TIMEOUT).until(() -> !trail.statistics().sinkHealthy());
                server().start();
            }
            int all = recorded;
            await().atMost(TIMEOUT)
                    .untilAsserted(() -> assertThat(count(database)).isEqualTo(all));
            assertThat(trail.statistics().lostTotal()).isZero();
            assertThat(distinctNumbers(database)).isEqualTo(all);
        }
    }

    private ConfigurableApplicationContext start(HikariDataSource pool, DataSource database) {
        pool.setDataSource(database);
        pool.setConnectionTimeout(1_000);
        pool.setInitializationFailTimeout(-1);
        ApplicationContextInitializer<GenericApplicationContext> bean =
                context -> context.registerBean("auditDatabase", DataSource.class, () -> pool);
        return new SpringApplicationBuilder(Application.class)
                .initializers(bean)
                .properties(Map.of(
                        "spring.application.name", "database",
                        "kafka.audit.sink", "jdbc",
                        "kafka.audit.spool.directory", spool.toString()))
                .run();
    }

    private static int record(AuditTrail trail, int from, int to) {
        for (int i = from; i < to; i++) {
            trail.recorder().record(AuditEvent.of(AuditAction.MESSAGE_CONSUME_FAILED));
        }
        return to;
    }

    private DataSource withTable(String name) throws Exception {
        DataSource database = server().database(name);
        for (String statement : server().definition().split(";\n", -1)) {
            if (!statement.isBlank()) {
                execute(database, statement);
            }
        }
        return database;
    }

    private static EncodedAuditEvent failure() {
        String json = "{\"event\":{\"action\":\"message-consume-failed\"},\"service\":{\"name\":\"jobda\"},"
                + "\"messaging\":{\"destination\":{\"name\":\"recruit.result\"}}}";
        return new EncodedAuditEvent(id(), 1, 1_700_000_000_123L, true, json.getBytes(StandardCharsets.UTF_8));
    }

    private static String id() {
        return UUID.randomUUID().toString();
    }

    private static void execute(DataSource database, String sql) throws SQLException {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static int count(DataSource database) throws SQLException {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT count(*) FROM kafka_audit_failure")) {
            rows.next();
            return rows.getInt(1);
        }
    }

    private static long distinctNumbers(DataSource database) throws SQLException {
        List<Long> numbers = new ArrayList<>();
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT document FROM kafka_audit_failure")) {
            while (rows.next()) {
                numbers.add(JsonMapper.shared()
                        .readTree(rows.getString(1))
                        .at("/event/sequence")
                        .asLong());
            }
        }
        return numbers.stream().distinct().count();
    }

    @SpringBootConfiguration(proxyBeanMethods = false)
    @ImportAutoConfiguration(
            classes = {
                io.github.kafkaaudit.autoconfigure.KafkaAuditAutoConfiguration.class,
            })
    static class Application {}
}
