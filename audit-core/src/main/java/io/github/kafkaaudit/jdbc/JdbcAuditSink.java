package io.github.kafkaaudit.jdbc;

import io.github.kafkaaudit.AuditSink;
import io.github.kafkaaudit.EncodedAuditEvent;
import java.sql.BatchUpdateException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.SQLIntegrityConstraintViolationException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import javax.sql.DataSource;

/**
 * Writes failures, and only failures, into the table {@code kafka_audit_failure}: for teams that keep failed sends and
 * deliveries in a relational database today and want to move step by step.
 *
 * <p>Successes are not written anywhere by this sink, so counts and completeness cannot be told from the table. The
 * table is not created; its definition is the resource {@code io/github/kafkaaudit/jdbc/kafka-audit-failure.sql}.
 *
 * <p><b>Failure</b>: a row that is there already is left as it is, so events can be written again; anything else fails
 * the write, which is then repeated. <b>Threading</b>: as {@link AuditSink} says; the audit thread waits for the
 * database, never the application's threads.
 */
public final class JdbcAuditSink implements AuditSink {

    private static final String UNIQUE_VIOLATION_CLASS = "23";

    private final DataSource dataSource;

    /**
     * Creates a sink.
     *
     * @param dataSource where the table is; connections are taken per write and given back
     */
    public JdbcAuditSink(DataSource dataSource) {
        this.dataSource = Objects.requireNonNull(dataSource, "dataSource");
    }

    @Override
    public CompletionStage<Void> write(List<EncodedAuditEvent> events) {
        List<EncodedAuditEvent> failures = new ArrayList<>();
        for (EncodedAuditEvent event : events) {
            if (event.failure()) {
                failures.add(event);
            }
        }
        if (failures.isEmpty()) {
            return CompletableFuture.completedFuture(null);
        }
        try (Connection connection = dataSource.getConnection()) {
            connection.setAutoCommit(false);
            insert(connection, failures);
            return CompletableFuture.completedFuture(null);
        } catch (SQLException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    private static void insert(Connection connection, List<EncodedAuditEvent> failures) throws SQLException {
        try {
            insertTogether(connection, failures);
        } catch (SQLException e) {
            connection.rollback();
            if (!isDuplicate(e)) {
                throw e;
            }
            // Some of them were written before; each by itself shows which.
            for (EncodedAuditEvent failure : failures) {
                insertUnlessPresent(connection, failure);
            }
        }
    }

    private static void insertTogether(Connection connection, List<EncodedAuditEvent> failures) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(FailureRow.INSERT)) {
            for (EncodedAuditEvent failure : failures) {
                FailureRow.bind(insert, failure);
                insert.addBatch();
            }
            insert.executeBatch();
            connection.commit();
        }
    }

    private static void insertUnlessPresent(Connection connection, EncodedAuditEvent failure) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(FailureRow.INSERT)) {
            FailureRow.bind(insert, failure);
            insert.executeUpdate();
            connection.commit();
        } catch (SQLException e) {
            connection.rollback();
            if (!isDuplicate(e)) {
                throw e;
            }
        }
    }

    private static boolean isDuplicate(SQLException failure) {
        for (SQLException e = failure; e != null; e = e.getNextException()) {
            String state = e.getSQLState();
            if (e instanceof SQLIntegrityConstraintViolationException
                    || (state != null && state.startsWith(UNIQUE_VIOLATION_CLASS))) {
                return true;
            }
            if (e.getCause() instanceof SQLException cause && !(e instanceof BatchUpdateException) && cause != e) {
                return isDuplicate(cause);
            }
        }
        return false;
    }
}
