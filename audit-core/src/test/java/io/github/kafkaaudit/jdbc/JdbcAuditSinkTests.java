package io.github.kafkaaudit.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.kafkaaudit.AuditSinkException;
import io.github.kafkaaudit.EncodedAuditEvent;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.BatchUpdateException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Calendar;
import java.util.List;
import java.util.TimeZone;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

class JdbcAuditSinkTests {

    private final JdbcDataSource database = database();
    private final JdbcAuditSink sink = new JdbcAuditSink(database);

    @BeforeEach
    void createTheTableFromTheShippedDefinition() throws Exception {
        try (var definition = JdbcAuditSink.class.getResourceAsStream("kafka-audit-failure-mariadb.sql")) {
            assertThat(definition).isNotNull();
            execute(new String(definition.readAllBytes(), StandardCharsets.UTF_8));
        }
    }

    @AfterEach
    void shutDown() throws SQLException {
        execute("SHUTDOWN");
    }

    @Test
    void writesFailuresWithWhatPeopleFilterBy() throws Exception {
        EncodedAuditEvent failure = failure("1");

        sink.write(List.of(failure)).toCompletableFuture().get();

        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT * FROM kafka_audit_failure")) {
            assertThat(row.next()).isTrue();
            assertThat(row.getString("event_id").trim()).isEqualTo("1");
            assertThat(row.getTimestamp("occurred_at", Calendar.getInstance(TimeZone.getTimeZone("UTC")))
                            .getTime())
                    .isEqualTo(1_700_000_000_123L);
            assertThat(row.getString("service_name")).isEqualTo("jobda");
            assertThat(row.getString("action")).isEqualTo("message-consume-failed");
            assertThat(row.getString("topic")).isEqualTo("recruit.result");
            assertThat(row.getLong("record_offset")).isEqualTo(42);
            assertThat(row.getString("consumer_group")).isEqualTo("jobda");
            assertThat(row.getString("dedup_key")).isNull();
            assertThat(row.getString("error_type")).isEqualTo("java.io.IOException");
            assertThat(row.getString("document")).isEqualTo(new String(failure.json(), StandardCharsets.UTF_8));
            assertThat(row.next()).isFalse();
        }
    }

    @Test
    void leavesSuccessesOut() throws Exception {
        sink.write(List.of(new EncodedAuditEvent("1", 1, 0, false, new byte[0])))
                .toCompletableFuture()
                .get();

        assertThat(rows()).isZero();
    }

    @Test
    void leavesARowThatIsThereAlreadyAsItIs() throws Exception {
        sink.write(List.of(failure("1"), failure("2"))).toCompletableFuture().get();

        sink.write(List.of(failure("2"), failure("3"), failure("1")))
                .toCompletableFuture()
                .get();

        assertThat(rows()).isEqualTo(3);
    }

    @Test
    void writesEveryEventIntoAnotherTableWhenAsked() throws Exception {
        execute("CREATE SCHEMA audit");
        execute("CREATE TABLE audit.trail AS SELECT * FROM kafka_audit_failure WITH NO DATA");
        JdbcAuditSink trail = new JdbcAuditSink(database, "audit.trail", false);

        trail.write(List.of(
                        failure("1"),
                        new EncodedAuditEvent(
                                "2",
                                2,
                                0,
                                false,
                                "{\"event\":{\"action\":\"audit-started\"}}".getBytes(StandardCharsets.UTF_8))))
                .toCompletableFuture()
                .get();

        assertThat(rows("audit.trail")).isEqualTo(2);
        assertThat(rows()).isZero();
    }

    @Test
    void takesNothingButANameForTheTable() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new JdbcAuditSink(database, "t; DROP TABLE t", true))
                .withMessageContaining("is not the name of a table");
    }

    @Test
    void doesNotTakeAnotherConstraintForADuplicate() throws Exception {
        execute("ALTER TABLE kafka_audit_failure ADD CONSTRAINT known CHECK (topic = 'other')");

        assertThatExceptionOfType(ExecutionException.class)
                .isThrownBy(() ->
                        sink.write(List.of(failure("1"))).toCompletableFuture().get())
                .withMessageContaining("SQLState")
                .withCauseInstanceOf(AuditSinkException.class);
    }

    @Test
    void writesInAsciiWhatTheTablesCharacterSetDoesNotHave() throws Exception {
        execute("ALTER TABLE kafka_audit_failure ADD CONSTRAINT latin CHECK (document NOT REGEXP '[^ -~]'"
                + " AND topic NOT REGEXP '[^ -~]')");
        String json = """
                {"event":{"action":"message-consume-failed"},"service":{"name":"jobda"},
                 "messaging":{"destination":{"name":"결과"}},"kafka_audit":{"payload":{"json":{"result":"합격 😀"}}}}""".replace("\n", "");

        sink.write(List.of(
                        failure("1", ""),
                        new EncodedAuditEvent("2", 2, 0, true, json.getBytes(StandardCharsets.UTF_8))))
                .toCompletableFuture()
                .get();

        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(
                        "SELECT topic, document FROM kafka_audit_failure WHERE TRIM(event_id) = '2'")) {
            assertThat(row.next()).isTrue();
            assertThat(row.getString("topic")).isEqualTo("??");
            assertThat(row.getString("document")).contains("\\ud569\\uaca9");
            assertThat(JsonMapper.shared().readTree(row.getString("document")))
                    .isEqualTo(JsonMapper.shared().readTree(json));
        }
        assertThat(rows()).isEqualTo(2);
    }

    @Test
    void saysNothingOfTheEventThatTheDatabaseRefused() throws SQLException {
        execute("ALTER TABLE kafka_audit_failure ALTER COLUMN topic VARCHAR(3)");

        assertThatExceptionOfType(ExecutionException.class)
                .isThrownBy(() ->
                        sink.write(List.of(failure("1"))).toCompletableFuture().get())
                .withMessageContaining("SQLState 22001")
                .withMessageNotContaining("recruit")
                .havingRootCause()
                .withMessageNotContaining("recruit");
    }

    @Test
    void givesTheConnectionBackAsItWas() throws Exception {
        try (Connection connection = database.getConnection()) {
            // As a pool does: the same connection again and again.
            Connection shared = proxy(
                    Connection.class,
                    (proxy, method, arguments) ->
                            method.getName().equals("close") ? null : method.invoke(connection, arguments));
            DataSource pool = proxy(DataSource.class, (proxy, method, arguments) -> shared);

            new JdbcAuditSink(pool)
                    .write(List.of(failure("1")))
                    .toCompletableFuture()
                    .get();

            assertThat(connection.getAutoCommit()).isTrue();
        }
    }

    @Test
    void failsTheWriteWhenTheTableIsMissing() throws SQLException {
        execute("DROP TABLE kafka_audit_failure");

        assertThatExceptionOfType(ExecutionException.class)
                .isThrownBy(() ->
                        sink.write(List.of(failure("1"))).toCompletableFuture().get())
                .withMessageContaining("SQLState")
                .withCauseInstanceOf(AuditSinkException.class);
    }

    @Test
    void saysThatTheTableIsMissingBeforeTheFirstFailure() throws Exception {
        execute("DROP TABLE kafka_audit_failure");
        EncodedAuditEvent success = new EncodedAuditEvent("1", 1, 0, false, new byte[0]);

        assertThatExceptionOfType(ExecutionException.class)
                .isThrownBy(
                        () -> sink.write(List.of(success)).toCompletableFuture().get())
                .havingCause()
                .withMessageContaining("The table kafka_audit_failure or one of its columns is missing");

        createTheTableFromTheShippedDefinition();
        sink.write(List.of(success)).toCompletableFuture().get();
        assertThat(rows()).isZero();
    }

    @Test
    void saysThatAColumnIsMissingBeforeTheFirstFailure() throws Exception {
        execute("ALTER TABLE kafka_audit_failure DROP COLUMN message_id");

        assertThatExceptionOfType(ExecutionException.class)
                .isThrownBy(() -> sink.write(List.of(new EncodedAuditEvent("1", 1, 0, false, new byte[0])))
                        .toCompletableFuture()
                        .get())
                .havingCause()
                .withMessageContaining("or one of its columns is missing");
    }

    @Test
    void repeatsNothingOfWhatADriverSaysWhenTheConnectionBreaks() {
        // PostgreSQL's driver quotes the whole statement with its values, whatever the reason.
        Connection broken = proxy(Connection.class, (proxy, method, arguments) -> {
            if (method.getName().equals("prepareStatement")) {
                throw new BatchUpdateException("INSERT ... ('a@b.example') was aborted", "08006", 0, new int[0]);
            }
            return switch (method.getReturnType().getName()) {
                case "boolean" -> true;
                case "int" -> 0;
                default -> null;
            };
        });
        DataSource pool = proxy(DataSource.class, (proxy, method, arguments) -> broken);

        assertThatExceptionOfType(ExecutionException.class)
                .isThrownBy(() -> new JdbcAuditSink(pool)
                        .write(List.of(failure("1")))
                        .toCompletableFuture()
                        .get())
                .havingCause()
                .withMessageContaining("The database cannot be reached")
                .withMessageNotContaining("a@b.example")
                .havingRootCause()
                .withMessageNotContaining("a@b.example");
    }

    @Test
    void waitsForTheDatabaseForABoundedTimeAndGivesTheConnectionBackAsItWas() throws Exception {
        List<Integer> timeouts = new ArrayList<>();
        try (Connection connection = database.getConnection()) {
            Connection limited = proxy(Connection.class, (proxy, method, arguments) -> {
                if (method.getName().equals("setNetworkTimeout")) {
                    timeouts.add((Integer) arguments[1]);
                    return null;
                }
                return method.getName().equals("close") ? null : method.invoke(connection, arguments);
            });

            new JdbcAuditSink(proxy(DataSource.class, (proxy, method, arguments) -> limited))
                    .write(List.of(failure("1")))
                    .toCompletableFuture()
                    .get();
        }

        assertThat(timeouts).containsExactly(30_000, 0);
    }

    @Test
    void keepsColumnsThatAreCutOrStrangeReadable() throws Exception {
        String json = "{\"service\":{\"name\":\"" + "n".repeat(254) + "😀\"},\"event\":{\"action\":\"a\"},"
                + "\"messaging\":{\"destination\":{\"name\":\"t\\u0000\\ud83d\"}}}";

        sink.write(List.of(new EncodedAuditEvent("1", 1, 0, true, json.getBytes(StandardCharsets.UTF_8))))
                .toCompletableFuture()
                .get();

        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement();
                ResultSet row =
                        statement.executeQuery("SELECT service_name, topic, document FROM kafka_audit_failure")) {
            assertThat(row.next()).isTrue();
            assertThat(row.getString(1)).isEqualTo("n".repeat(254));
            assertThat(row.getString(2)).isEqualTo("t\uFFFD\uFFFD");
            assertThat(row.getString(3)).isEqualTo(json);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"mariadb", "postgresql"})
    void hasDefinitionsThatTheDocumentationShows(String product) throws Exception {
        try (var definition = JdbcAuditSink.class.getResourceAsStream("kafka-audit-failure-" + product + ".sql")) {
            assertThat(definition).isNotNull();
            assertThat(Files.readString(Path.of("..", "docs", "sinks.md")))
                    .contains("```sql\n" + new String(definition.readAllBytes(), StandardCharsets.UTF_8) + "```");
        }
    }

    private static <T> T proxy(Class<T> type, InvocationHandler handler) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
    }

    private static EncodedAuditEvent failure(String id) {
        return failure(id, "\n");
    }

    private static EncodedAuditEvent failure(String id, String lineBreak) {
        String json = """
                {"event":{"action":"message-consume-failed"},"service":{"name":"jobda"},
                 "messaging":{"destination":{"name":"recruit.result","partition":{"id":"0"}},"kafka":{"offset":42},
                 "consumer":{"group":{"name":"jobda"}}},"error":{"type":"java.io.IOException"}}""";
        return new EncodedAuditEvent(
                id, 1, 1_700_000_000_123L, true, json.replace("\n", lineBreak).getBytes(StandardCharsets.UTF_8));
    }

    private long rows() throws SQLException {
        return rows("kafka_audit_failure");
    }

    private long rows(String table) throws SQLException {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement();
                ResultSet count = statement.executeQuery("SELECT count(*) FROM " + table)) {
            count.next();
            return count.getLong(1);
        }
    }

    private void execute(String sql) throws SQLException {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static JdbcDataSource database() {
        JdbcDataSource database = new JdbcDataSource();
        database.setURL("jdbc:h2:mem:" + UUID.randomUUID() + ";MODE=MariaDB;DB_CLOSE_DELAY=-1");
        return database;
    }
}
