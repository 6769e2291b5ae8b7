package io.github.kafkaaudit.jdbc;

import io.github.kafkaaudit.AuditSink;
import io.github.kafkaaudit.EncodedAuditEvent;
import java.sql.BatchUpdateException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLIntegrityConstraintViolationException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.regex.Pattern;
import javax.sql.DataSource;

/**
 * Writes failures, and unless told otherwise only failures, into a table: for teams that keep failed sends and
 * deliveries in a relational database today and want to move step by step.
 *
 * <p>Successes are not written anywhere by this sink, so counts and completeness cannot be told from the table. The
 * table is not created; its definition is the resource {@code io/github/kafkaaudit/jdbc/kafka-audit-failure.sql}.
 *
 * <p><b>Failure</b>: a row that is there already is left as it is, so events can be written again; a row that the table
 * does not take, for a character that it does not have, is written in ASCII; anything else fails the write, which is
 * then repeated. <b>Threading</b>: as {@link AuditSink} says; the audit thread waits for the database, never the
 * application's threads.
 */
public final class JdbcAuditSink implements AuditSink {

    /** The table that failures are written to where no other is named. */
    public static final String TABLE = "kafka_audit_failure";

    private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_$]*(\\.[A-Za-z_][A-Za-z0-9_$]*){0,2}");
    private static final Pattern ROW = Pattern.compile("22|23");
    private static final Pattern DATA = Pattern.compile("22|23|HY");
    // MySQL has the state of every other error for it.
    private static final int MYSQL_INCORRECT_STRING = 1366;

    private final DataSource dataSource;
    private final boolean failuresOnly;
    private final String insert;
    private final String find;

    /**
     * Creates a sink that writes failures into the table {@value #TABLE}.
     *
     * @param dataSource where the table is; connections are taken per write and given back
     */
    public JdbcAuditSink(DataSource dataSource) {
        this(dataSource, TABLE, true);
    }

    /**
     * Creates a sink.
     *
     * @param dataSource where the table is; connections are taken per write and given back
     * @param table the table's name, with its schema where needed; letters, digits, underscores, not quoted
     * @param failuresOnly whether only failures are written
     */
    public JdbcAuditSink(DataSource dataSource, String table, boolean failuresOnly) {
        this.dataSource = Objects.requireNonNull(dataSource, "dataSource");
        if (!NAME.matcher(table).matches()) {
            throw new IllegalArgumentException("\"" + table + "\" is not the name of a table.");
        }
        this.failuresOnly = failuresOnly;
        this.insert = EventRow.insertInto(table);
        this.find = EventRow.findIn(table);
    }

    @Override
    public CompletionStage<Void> write(List<EncodedAuditEvent> events) {
        List<EncodedAuditEvent> written = new ArrayList<>();
        for (EncodedAuditEvent event : events) {
            if (event.failure() || !failuresOnly) {
                written.add(event);
            }
        }
        if (written.isEmpty()) {
            return CompletableFuture.completedFuture(null);
        }
        try (Connection connection = dataSource.getConnection()) {
            // Not every data source resets what it gets back.
            boolean autoCommit = connection.getAutoCommit();
            connection.setAutoCommit(false);
            try {
                insert(connection, written);
            } finally {
                connection.setAutoCommit(autoCommit);
            }
            return CompletableFuture.completedFuture(null);
        } catch (SQLException e) {
            return CompletableFuture.failedFuture(withoutData(e));
        }
    }

    /** What a database says about a row quotes it; what it says about connections, rights and tables does not. */
    private static SQLException withoutData(SQLException e) {
        String state = e.getSQLState();
        if (state == null || !DATA.matcher(state).lookingAt()) {
            return e;
        }
        return new SQLException(
                "The database refused an event: SQLState " + state + ", code " + e.getErrorCode() + ".",
                state,
                e.getErrorCode());
    }

    private void insert(Connection connection, List<EncodedAuditEvent> events) throws SQLException {
        try {
            insertTogether(connection, events);
        } catch (SQLException e) {
            connection.rollback();
            if (!concernsARow(e)) {
                throw e;
            }
            // Some of them were written before, or one of them is refused; each by itself shows which.
            for (EncodedAuditEvent event : events) {
                insertUnlessPresent(connection, event);
            }
        }
    }

    private void insertTogether(Connection connection, List<EncodedAuditEvent> events) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(insert)) {
            for (EncodedAuditEvent event : events) {
                EventRow.bind(statement, event);
                statement.addBatch();
            }
            statement.executeBatch();
            connection.commit();
        }
    }

    private void insertUnlessPresent(Connection connection, EncodedAuditEvent event) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(insert)) {
            EventRow.bind(statement, event);
            statement.executeUpdate();
            connection.commit();
        } catch (SQLException e) {
            connection.rollback();
            if (!concernsARow(e)) {
                throw e;
            }
            if (!isPresent(connection, event)) {
                insertPlain(connection, event);
            }
        }
    }

    /** Not every table has the characters of every payload; the event is worth more than its look. */
    private void insertPlain(Connection connection, EncodedAuditEvent event) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(insert)) {
            EventRow.bindPlain(statement, event);
            statement.executeUpdate();
            connection.commit();
        } catch (SQLException e) {
            connection.rollback();
            throw e;
        }
    }

    private boolean isPresent(Connection connection, EncodedAuditEvent event) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(find)) {
            statement.setString(1, event.id());
            try (ResultSet found = statement.executeQuery()) {
                return found.next();
            }
        }
    }

    /** Tells whether the database refused the row, as a duplicate or for what is in it, and not the whole write. */
    private static boolean concernsARow(SQLException failure) {
        for (SQLException e = failure; e != null; e = e.getNextException()) {
            String state = e.getSQLState();
            if (e instanceof SQLIntegrityConstraintViolationException
                    || e.getErrorCode() == MYSQL_INCORRECT_STRING
                    || (state != null && ROW.matcher(state).lookingAt())) {
                return true;
            }
            if (e.getCause() instanceof SQLException cause && !(e instanceof BatchUpdateException) && cause != e) {
                return concernsARow(cause);
            }
        }
        return false;
    }
}
