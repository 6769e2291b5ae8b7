package io.github.kafkaaudit.jdbc;

import io.github.kafkaaudit.AuditSink;
import io.github.kafkaaudit.AuditSinkException;
import io.github.kafkaaudit.EncodedAuditEvent;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.regex.Pattern;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes failures, and unless told otherwise only failures, into a table: for teams that keep failed sends and
 * deliveries in a relational database today and want to move step by step.
 *
 * <p>Successes are not written anywhere by this sink, so counts and completeness cannot be told from the table. The
 * table is not created; its definition is the resource {@code kafka-audit-failure-mariadb.sql} or
 * {@code kafka-audit-failure-postgresql.sql} of this package. Times are written in UTC. Before the first event is
 * written, or passed over because it is no failure, the table is looked at: one that is missing is told at the start
 * and not by the first failure.
 *
 * <p><b>Failure</b>: a row that is there already is left as it is, so events can be written again; a row that the table
 * does not take, for a character that it does not have, is written in ASCII; anything else fails the write, which is
 * then repeated; the exception says what is wrong without the words of the driver, which quote rows. <b>Threading</b>:
 * as {@link AuditSink} says; the audit thread waits for the database, at most half a minute per answer, never the
 * application's threads.
 */
public final class JdbcAuditSink implements AuditSink {

    /** The table that failures are written to where no other is named. */
    public static final String TABLE = "kafka_audit_failure";

    private static final Logger logger = LoggerFactory.getLogger(JdbcAuditSink.class);

    private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_$]*(\\.[A-Za-z_][A-Za-z0-9_$]*){0,2}");
    // A database that hangs must not keep the audit thread for ever.
    private static final int ANSWER_MILLIS = 30_000;

    private final DataSource dataSource;
    private final boolean failuresOnly;
    private final String table;
    private final String insert;
    private final String find;
    private boolean looked;

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
        this.table = table;
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
        if (written.isEmpty() && looked) {
            return CompletableFuture.completedFuture(null);
        }
        try (Connection connection = dataSource.getConnection()) {
            int networkTimeout = limitWaiting(connection);
            // Not every data source resets what it gets back.
            boolean autoCommit = connection.getAutoCommit();
            connection.setAutoCommit(false);
            try {
                look(connection);
                if (!written.isEmpty()) {
                    insert(connection, written);
                }
            } finally {
                restore(connection, autoCommit, networkTimeout);
            }
            return CompletableFuture.completedFuture(null);
        } catch (SQLException e) {
            SQLException told = JdbcFailure.withoutData(e, table);
            return CompletableFuture.failedFuture(new AuditSinkException(String.valueOf(told.getMessage()), told));
        }
    }

    /**
     * Returns the address of the database, without credentials, and the table.
     *
     * @throws IllegalStateException if the data source does not tell the address and the database cannot be asked
     */
    @Override
    public String place() {
        try {
            return "jdbc " + DatabaseAddress.of(dataSource) + " " + table;
        } catch (SQLException e) {
            throw new IllegalStateException(
                    "It is not known which database the data source leads to until it can be reached.",
                    JdbcFailure.withoutData(e, table));
        }
    }

    private void look(Connection connection) throws SQLException {
        if (!looked) {
            try (PreparedStatement statement = connection.prepareStatement(EventRow.look(table));
                    ResultSet nothing = statement.executeQuery()) {
                looked = !nothing.next();
            }
            connection.commit();
        }
    }

    private static int limitWaiting(Connection connection) {
        try {
            int before = connection.getNetworkTimeout();
            connection.setNetworkTimeout(Runnable::run, before == 0 ? ANSWER_MILLIS : Math.min(before, ANSWER_MILLIS));
            return before;
        } catch (SQLException | RuntimeException | LinkageError e) {
            // Not every driver can.
            return -1;
        }
    }

    private static void restore(Connection connection, boolean autoCommit, int networkTimeout) {
        try {
            connection.setAutoCommit(autoCommit);
            if (networkTimeout >= 0) {
                connection.setNetworkTimeout(Runnable::run, networkTimeout);
            }
        } catch (SQLException e) {
            // A connection that broke goes nowhere any more; why it broke is told already.
            logger.debug("A connection of the audit could not be given back as it was", e);
        }
    }

    private void insert(Connection connection, List<EncodedAuditEvent> events) throws SQLException {
        try {
            insertTogether(connection, events);
        } catch (SQLException e) {
            rollBack(connection, e);
            if (!JdbcFailure.concernsARow(e)) {
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
            rollBack(connection, e);
            if (!JdbcFailure.concernsARow(e)) {
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
            rollBack(connection, e);
            throw e;
        }
    }

    private static void rollBack(Connection connection, SQLException failure) {
        try {
            connection.rollback();
        } catch (SQLException e) {
            // A connection that broke; what broke it says more.
            failure.addSuppressed(e);
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
}
